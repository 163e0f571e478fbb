"""Trees of lists."""

from typing import Any

from classes import Benchmark, Random


class Case(Benchmark):
    expected = 5461 * 4

    def benchmark(self) -> int:
        self.count = 0
        for _ in range(4):
            self.build(7, Random())
        return self.count

    def build(self, depth: int, random: Random) -> list[Any]:
        self.count += 1
        if depth == 1:
            return [False] * (random.next() % 10 + 1)
        return [self.build(depth - 1, random) for _ in range(4)]
