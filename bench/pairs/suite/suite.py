"""A harness: loads benchmarks by computed names, runs each some times and verifies its result."""

import sys
from importlib import import_module
from typing import Any

from classes import Benchmark


class Runner:
    def __init__(self, name: str, iterations: int) -> None:
        self.name = name
        self.iterations = iterations
        self.results: list[Any] = []
        self.case: Benchmark = import_module(f"cases.{name}").Case()

    def run(self) -> None:
        for i in range(1, self.iterations + 1):
            result = self.case.benchmark()
            if not self.case.verify(result):
                raise RuntimeError(f"{self.name}: wrong result {result} in iteration {i}")
            self.results.append(result)

    def report(self) -> str:
        return f"{self.name}: {self.results[-1]} in {len(self.results)} iterations"


def main() -> None:
    iterations = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    for name in ("bounce", "towers", "storage", "lists", "collisions"):
        runner = Runner(name, iterations)
        runner.run()
        print(runner.report())


if __name__ == "__main__":
    main()
