"""Sorting: records by several keys, a hand-written merge sort and quicksort."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter


@dataclass(slots=True)
class Record:
    id: int
    age: int
    name: str
    score: float


def random_records(count: int) -> list[Record]:
    records = []
    seed = 1
    for i in range(1, count + 1):
        seed = (seed * 16807) % 2147483647
        records.append(Record(i, seed % 80, f"name{seed // 100 % 20000:05d}", seed % 1000 / 10))
    return records


def merge_sort(items: list[Record], less: Callable[[Record, Record], bool]) -> list[Record]:
    count = len(items)
    if count < 2:
        return items
    middle = count // 2
    left, right = merge_sort(items[:middle], less), merge_sort(items[middle:], less)
    result = []
    i = j = 0
    for _ in range(count):
        if j >= len(right) or (i < len(left) and not less(right[j], left[i])):
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result


def quicksort(items: list[int], low: int, high: int) -> None:
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i, j = i + 1, j - 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def checksum(records: list[Record]) -> int:
    total = 0
    for position, record in enumerate(records, 1):
        total = (total * 7 + position * record.id) % 1000003
    return total


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40000
    records = random_records(count)
    print("age", checksum(sorted(records, key=lambda record: (record.age, -record.id))), sep="\t")
    print("name", checksum(sorted(records, key=attrgetter("name", "score", "id"))), sep="\t")
    print("merge", checksum(merge_sort(records, lambda a, b: a.score > b.score)), sep="\t")

    numbers = [record.id * 7919 % 10007 for record in records]
    quicksort(numbers, 0, len(numbers) - 1)
    words = sorted(record.name for record in records)
    print("numbers", numbers[0], numbers[count // 2 - 1], numbers[-1], sep="\t")
    print("words", words[0], words[count // 2 - 1], words[-1], sep="\t")


if __name__ == "__main__":
    main()
