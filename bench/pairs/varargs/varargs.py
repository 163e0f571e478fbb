"""Functions with any number of arguments and results: sums, packing, partial application, formatting, tail calls."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any


def sum_of(*values: int) -> int:
    total = 0
    for value in values:
        total += value
    return total


def largest(first: int, *others: int) -> int:
    best = first
    for value in others:
        if value > best:
            best = value
    return best


def divide(a: int, b: int) -> tuple[int, int]:
    return a // b, a % b


def swap(a: Any, b: Any, *others: Any) -> tuple[Any, ...]:
    return b, a, *others


def count_none(*values: object) -> tuple[int, int]:
    missing = 0
    for value in values:
        if value is None:
            missing += 1
    return missing, len(values)


def format_all(template: str, *values: object) -> str:
    return template.format(*values)


def defaults(options: dict[str, int] | None = None, *others: int) -> tuple[int, ...]:
    options = options or {}
    return options.get("width", 80), options.get("height", 25), *others


def chain(value: int, *functions: Callable[[int], int]) -> int:
    for function in functions:
        value = function(value)
    return value


def increment(x: int) -> int:
    return x + 1


def double(x: int) -> int:
    return x * 2


def halve(x: int) -> int:
    return x // 2


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 120000
    add_ten = partial(sum_of, 3, 7)
    total = checksum = 0
    for i in range(1, rounds + 1):
        total += sum_of(i, i + 1, i + 2, i + 3)
        total += largest(i % 7, i % 5, i % 11, i % 3)
        quotient, rest = divide(i, 7)
        total += quotient * rest
        a, b, c, d = swap(i, rest, *divide(i, 10))
        checksum = (checksum + a * 3 + b + c * 2 + d) % 1000003
        total += add_ten(i, -i)
        missing, count = count_none(None, i, None, i if i % 2 == 0 else None, None)
        checksum = (checksum * 5 + missing + count) % 1000003
        width, height, depth = defaults({"width": i % 100} if i % 3 == 0 else None, i % 4)
        total += width + height + depth
        total += chain(i, increment, double, halve, increment)
        if i % 10 == 0:
            checksum = (checksum + len(format_all("{} of {}: {}", i, rounds, "done"))) % 1000003
    print(total, checksum, sep="\t")
    print(len(swap(1, 2, None, None)), ("a", "b", "c")[-1], sep="\t")


if __name__ == "__main__":
    main()
