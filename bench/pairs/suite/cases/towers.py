"""The towers of Hanoi on piles of linked discs."""

from __future__ import annotations

from classes import Benchmark


class Disc:
    __slots__ = ("size", "below")

    def __init__(self, size: int) -> None:
        self.size = size
        self.below: Disc | None = None


class Case(Benchmark):
    expected = 8191

    def push(self, disc: Disc, pile: int) -> None:
        top = self.piles[pile]
        if top is not None and disc.size >= top.size:
            raise ValueError("cannot put a big disc on a smaller one")
        disc.below = top
        self.piles[pile] = disc

    def pop(self, pile: int) -> Disc:
        top = self.piles[pile]
        if top is None:
            raise ValueError(f"no disc on pile {pile}")
        self.piles[pile] = top.below
        top.below = None
        return top

    def move_top(self, source: int, target: int) -> None:
        self.push(self.pop(source), target)
        self.moves += 1

    def move(self, count: int, source: int, target: int) -> None:
        if count == 1:
            self.move_top(source, target)
            return
        other = 3 - source - target
        self.move(count - 1, source, other)
        self.move_top(source, target)
        self.move(count - 1, other, target)

    def benchmark(self) -> int:
        self.piles: list[Disc | None] = [None, None, None]
        self.moves = 0
        for size in range(13, 0, -1):
            self.push(Disc(size), 0)
        self.move(13, 0, 1)
        return self.moves
