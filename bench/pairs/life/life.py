"""Conway's Game of Life twice: on a torus of nested lists, and unbounded on a set of coordinates."""

from __future__ import annotations

import sys
from collections import defaultdict

Cell = tuple[int, int]


class Grid:
    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.cells = [[False] * width for _ in range(height)]

    def place(self, pattern: str, left: int, top: int) -> None:
        for y, line in enumerate(pattern.split("/"), top):
            for x, char in enumerate(line, left):
                self.cells[y][x] = char == "#"

    def neighbours(self, x: int, y: int) -> int:
        count = 0
        for dy in (-1, 0, 1):
            row = self.cells[(y + dy) % self.height]
            for dx in (-1, 0, 1):
                if (dx != 0 or dy != 0) and row[(x + dx) % self.width]:
                    count += 1
        return count

    def step(self) -> Grid:
        after = Grid(self.width, self.height)
        for y in range(self.height):
            for x in range(self.width):
                count = self.neighbours(x, y)
                after.cells[y][x] = count == 3 or (count == 2 and self.cells[y][x])
        return after

    def population(self) -> int:
        return sum(map(sum, self.cells))

    def __str__(self) -> str:
        return "\n".join("".join("#" if alive else "." for alive in row) for row in self.cells)


def step_sparse(alive: set[Cell]) -> set[Cell]:
    counts: defaultdict[Cell, int] = defaultdict(int)
    for x, y in alive:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx != 0 or dy != 0:
                    counts[x + dx, y + dy] += 1
    return {cell for cell, count in counts.items() if count == 3 or (count == 2 and cell in alive)}


def main() -> None:
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    grid = Grid(40, 24)
    grid.place(".#./..#/###", 1, 1)
    grid.place(".##/##./.#.", 19, 9)
    grid.place("###", 29, 17)
    for _ in range(generations):
        grid = grid.step()
    print(grid.population())
    print(grid)

    alive = {(1, 0), (2, 0), (0, 1), (1, 1), (1, 2)}
    for _ in range(generations):
        alive = step_sparse(alive)
    columns = [x for x, _ in alive]
    print(len(alive), min(0, *columns), max(0, *columns), sep="\t")


if __name__ == "__main__":
    main()
