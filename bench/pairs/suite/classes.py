"""What the cases share: their base class and random numbers that are the same everywhere."""

from abc import ABC, abstractmethod
from typing import Any


class Benchmark(ABC):
    expected: Any = None

    @abstractmethod
    def benchmark(self) -> Any: ...

    def verify(self, result: Any) -> bool:
        return bool(result == self.expected)


class Random:
    __slots__ = ("seed",)

    def __init__(self, seed: int = 74755) -> None:
        self.seed = seed

    def next(self) -> int:
        self.seed = ((self.seed * 1309) + 13849) & 65535
        return self.seed
