"""A recursive function on linked lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from classes import Benchmark


class Element:
    __slots__ = ("value", "next")

    def __init__(self, value: int, following: Element | None) -> None:
        self.value = value
        self.next = following

    def length(self) -> int:
        return 1 if self.next is None else 1 + self.next.length()

    def __iter__(self) -> Iterator[int]:
        element: Element | None = self
        while element is not None:
            yield element.value
            element = element.next


def make(length: int) -> Element | None:
    return None if length == 0 else Element(length, make(length - 1))


def shorter(x: Element | None, y: Element | None) -> bool:
    while y is not None:
        if x is None:
            return True
        x, y = x.next, y.next
    return False


def tail(x: Element | None, y: Element | None, z: Element | None) -> Element | None:
    if shorter(y, x):
        return tail(tail(x.next, y, z), tail(y.next, z, x), tail(z.next, x, y))
    return z


class Case(Benchmark):
    def benchmark(self) -> str:
        result = tail(make(15), make(10), make(6))
        return f"{result.length()} of {sum(result)}"

    def verify(self, result: Any) -> bool:
        self.expected = self.expected or result
        return super().verify(result)
