"""Memo tables: edit distance, coin change, longest common subsequence and a knapsack, by keys of several kinds."""

import sys
from typing import NamedTuple


class Item(NamedTuple):
    weight: int
    value: int


def edit_distance(a: str, b: str) -> int:
    known: dict[tuple[int, int], int] = {}

    def distance(i: int, j: int) -> int:
        if i == 0:
            return j
        if j == 0:
            return i
        value = known.get((i, j))
        if value is not None:
            return value
        if a[i - 1] == b[j - 1]:
            value = distance(i - 1, j - 1)
        else:
            value = 1 + min(distance(i - 1, j), distance(i, j - 1), distance(i - 1, j - 1))
        known[i, j] = value
        return value

    return distance(len(a), len(b))


def ways_to_change(amount: int, coins: list[int]) -> int:
    known: dict[tuple[int, int], int] = {}

    def ways(rest: int, kinds: int) -> int:
        if rest == 0:
            return 1
        if rest < 0 or kinds == 0:
            return 0
        key = (rest, kinds)
        if key not in known:
            known[key] = ways(rest, kinds - 1) + ways(rest - coins[kinds - 1], kinds)
        return known[key]

    return ways(amount, len(coins))


def common_subsequence(a: str, b: str) -> str:
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            if a[i - 1] == b[j - 1]:
                lengths[i][j] = lengths[i - 1][j - 1] + 1
            else:
                lengths[i][j] = max(lengths[i - 1][j], lengths[i][j - 1])
    letters = []
    i, j = len(a), len(b)
    while i > 0 and j > 0:
        if a[i - 1] == b[j - 1]:
            letters.append(a[i - 1])
            i, j = i - 1, j - 1
        elif lengths[i - 1][j] >= lengths[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(letters))


def knapsack(items: list[Item], capacity: int) -> int:
    best = [0] * (capacity + 1)
    for item in items:
        for weight in range(capacity, item.weight - 1, -1):
            best[weight] = max(best[weight], best[weight - item.weight] + item.value)
    return best[capacity]


def letters(count: int, seed: int) -> str:
    out = []
    for _ in range(count):
        seed = (seed * 16807) % 2147483647
        out.append(chr(97 + seed % 6))
    return "".join(out)


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    sys.setrecursionlimit(100_000)
    a, b = letters(n, 3), letters(n, 5)
    print("distance", edit_distance(a, b), sep="\t")
    print("change", ways_to_change(n * 4, [1, 2, 5, 10, 20, 50, 100, 200]), sep="\t")
    print("common", common_subsequence(a, b), sep="\t")
    items = [Item(i * 37 % 23 + 1, i * 53 % 71 + 5) for i in range(1, n // 2 + 1)]
    print("knapsack", knapsack(items, n * 4), sep="\t")


if __name__ == "__main__":
    main()
