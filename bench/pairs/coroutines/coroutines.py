"""Generators: tree walks, pipelines of producers, filters and consumers, permutations, a scheduler."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from itertools import pairwise


class Tree:
    __slots__ = ("value", "left", "right")

    def __init__(self, value: int) -> None:
        self.value = value
        self.left: Tree | None = None
        self.right: Tree | None = None


def insert(tree: Tree | None, value: int) -> Tree:
    if tree is None:
        return Tree(value)
    if value < tree.value:
        tree.left = insert(tree.left, value)
    elif value > tree.value:
        tree.right = insert(tree.right, value)
    return tree


def walk(tree: Tree | None) -> Iterator[int]:
    if tree is not None:
        yield from walk(tree.left)
        yield tree.value
        yield from walk(tree.right)


def permutations(items: list[int], count: int) -> Iterator[list[int]]:
    if count <= 1:
        yield items
    else:
        for i in range(count):
            items[count - 1], items[i] = items[i], items[count - 1]
            yield from permutations(items, count - 1)
            items[count - 1], items[i] = items[i], items[count - 1]


def averager() -> Generator[int, int, None]:
    total = count = average = 0
    while True:
        value = yield average
        total += value
        count += 1
        average = total // count


def task(number: int) -> Iterator[int]:
    for step in range(1, number * 20 + 1):
        yield step * number % 17


def run_all(tasks: list[Iterator[int]]) -> int:
    log = 0
    while tasks:
        for i in range(len(tasks) - 1, -1, -1):
            amount = next(tasks[i], None)
            if amount is None:
                del tasks[i]
            else:
                log = (log * 3 + amount) % 1000003
    return log


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 80

    tree: Tree | None = None
    seed = 5
    for _ in range(size * 500):
        seed = (seed * 16807) % 2147483647
        tree = insert(tree, seed % 100000)
    total = position = 0
    for position, value in enumerate(walk(tree), 1):
        total = (total + value * position) % 1000003
    print("tree", position, total, sep="\t")

    total = 0
    even = (x for x in range(1, size * 3000 + 1) if x % 2 == 0)
    for a, b in pairwise(x for x in even if x % 3 != 0):
        total += (b - a) * (a % 10)
    print("pipeline", total, sep="\t")

    items = list(range(1, min(size, 8) + 1))
    checksum = count = 0
    for permutation in permutations(items, len(items)):
        count += 1
        checksum = (checksum * 7 + permutation[0] * permutation[-1]) % 1000003
    print("permutations", count, checksum, sep="\t")

    average = averager()
    next(average)
    last = 0
    for i in range(1, size * 2000 + 1):
        last = average.send(i * 37 % 1001)
    print("average", last, sep="\t")

    print("scheduler", run_all([task(number) for number in range(1, size * 3 + 1)]), sep="\t")


if __name__ == "__main__":
    main()
