"""Backtracking: all placements of queens, once with sets of taken lines and once with bits."""

import sys


def place_with_sets(size: int) -> tuple[int, str]:
    columns: set[int] = set()
    rising: set[int] = set()
    falling: set[int] = set()
    rows = [0] * size
    solutions = 0
    first = ""

    def place(row: int) -> None:
        nonlocal solutions, first
        if row == size:
            solutions += 1
            if not first:
                first = " ".join(map(str, rows))
            return
        for column in range(1, size + 1):
            up, down = row + column, row - column
            if column not in columns and up not in rising and down not in falling:
                columns.add(column)
                rising.add(up)
                falling.add(down)
                rows[row] = column
                place(row + 1)
                columns.remove(column)
                rising.remove(up)
                falling.remove(down)

    place(0)
    return solutions, first


def place_with_bits(size: int) -> int:
    everything = (1 << size) - 1

    def count(columns: int, rising: int, falling: int) -> int:
        if columns == everything:
            return 1
        solutions = 0
        free = everything & ~(columns | rising | falling)
        while free:
            bit = free & -free
            free &= free - 1
            solutions += count(columns | bit, (rising | bit) << 1, (falling | bit) >> 1)
        return solutions

    return count(0, 0, 0)


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    for size in range(4, n + 1):
        solutions, first = place_with_sets(size)
        print(size, solutions, first, place_with_bits(size + 1), sep="\t")


if __name__ == "__main__":
    main()
