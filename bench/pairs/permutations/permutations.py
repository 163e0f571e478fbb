"""Permutations: Heap's algorithm with a callback, lexicographic order, pancake flips and a small word puzzle."""

import sys
from collections.abc import Callable


def heap_permutations(items: list[int], count: int, visit: Callable[[list[int]], None]) -> None:
    if count == 1:
        visit(items)
        return
    for i in range(count):
        heap_permutations(items, count - 1, visit)
        j = i if count % 2 == 0 else 0
        items[j], items[count - 1] = items[count - 1], items[j]


def next_permutation(items: list[int]) -> bool:
    i = len(items) - 2
    while i >= 0 and items[i] >= items[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = len(items) - 1
    while items[j] <= items[i]:
        j -= 1
    items[i], items[j] = items[j], items[i]
    low, high = i + 1, len(items) - 1
    while low < high:
        items[low], items[high] = items[high], items[low]
        low, high = low + 1, high - 1
    return True


def flips(items: list[int]) -> int:
    copy = items[:]
    count = 0
    while copy[0] != 1:
        low, high = 0, copy[0] - 1
        while low < high:
            copy[low], copy[high] = copy[high], copy[low]
            low += 1
            high -= 1
        count += 1
    return count


def solve_puzzle() -> list[str]:
    """TWO + TWO = FOUR, with different digits for different letters."""
    letters = "TWOFUR"
    solutions = []

    def assign(position: int, taken: list[bool], digit: dict[str, int]) -> None:
        if position == len(letters):
            two = digit["T"] * 100 + digit["W"] * 10 + digit["O"]
            four = digit["F"] * 1000 + digit["O"] * 100 + digit["U"] * 10 + digit["R"]
            if two + two == four and digit["T"] != 0 and digit["F"] != 0:
                solutions.append(f"{two}={four}")
            return
        for value in range(10):
            if not taken[value]:
                taken[value] = True
                digit[letters[position]] = value
                assign(position + 1, taken, digit)
                taken[value] = False

    assign(0, [False] * 10, {})
    return solutions


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 9

    visited = checksum = 0

    def visit(items: list[int]) -> None:
        nonlocal visited, checksum
        visited += 1
        checksum = (checksum + visited * items[0] + items[-1]) % 1000003

    heap_permutations(list(range(1, size + 1)), size, visit)
    print("heap", visited, checksum, sep="\t")

    items = list(range(1, size + 1))
    most = total = 0
    best = ""
    while True:
        count = flips(items)
        total += count
        if count > most:
            most = count
            best = "".join(map(str, items))
        if not next_permutation(items):
            break
    print("flips", most, best, total, sep="\t")
    print("puzzle", " ".join(solve_puzzle() if size >= 8 else []), sep="\t")


if __name__ == "__main__":
    main()
