"""Matrices as lists of lists: products, transposition, powers, determinants by elimination; a class with operators."""

from __future__ import annotations

import sys
from collections.abc import Callable


class Matrix:
    __slots__ = ("rows",)

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows

    @classmethod
    def filled(cls, size: int, fill: Callable[[int, int], float]) -> Matrix:
        return cls([[fill(i, j) for j in range(1, size + 1)] for i in range(1, size + 1)])

    @classmethod
    def identity(cls, size: int) -> Matrix:
        return cls.filled(size, lambda i, j: 1 if i == j else 0)

    def transpose(self) -> Matrix:
        return Matrix([list(column) for column in zip(*self.rows, strict=True)])

    def __add__(self, other: Matrix) -> Matrix:
        return Matrix(
            [
                [x + y for x, y in zip(mine, theirs, strict=True)]
                for mine, theirs in zip(self.rows, other.rows, strict=True)
            ]
        )

    def __mul__(self, other: Matrix) -> Matrix:
        columns = other.transpose().rows
        result = []
        for row in self.rows:
            cells: list[float] = []
            for column in columns:
                total: float = 0
                for x, y in zip(row, column, strict=True):
                    total += x * y
                cells.append(total)
            result.append(cells)
        return Matrix(result)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.rows == other.rows

    def trace(self) -> float:
        return sum(row[i] for i, row in enumerate(self.rows))

    def determinant(self) -> float:
        m = [[float(x) for x in row] for row in self.rows]
        n = len(m)
        result = 1.0
        for c in range(n):
            pivot = max(range(c, n), key=lambda r: abs(m[r][c]))
            if m[pivot][c] == 0:
                return 0.0
            if pivot != c:
                m[pivot], m[c] = m[c], m[pivot]
                result = -result
            top = m[c]
            result *= top[c]
            for r in range(c + 1, n):
                row = m[r]
                factor = row[c] / top[c]
                for k in range(c, n):
                    row[k] -= factor * top[k]
        return result


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    a = Matrix.filled(n, lambda i, j: (i * j) % 7 + 1)
    b = Matrix.filled(n, lambda i, j: (i + 2 * j) % 5 - 2)
    product = a * b
    print("trace", product.trace(), sep="\t")
    print("distributes", "true" if a * (b + a) == product + a * a else "false", sep="\t")
    print("identity", "true" if product * Matrix.identity(n) == product else "false", sep="\t")
    d = Matrix.filled(n, lambda i, j: 1.5 if i == j else 1 / (i + j))
    print(f"determinant\t{d.determinant():.6e}")


if __name__ == "__main__":
    main()
