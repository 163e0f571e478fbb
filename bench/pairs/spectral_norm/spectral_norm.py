"""Numeric loops: the spectral norm of an infinite matrix, by the power method."""

import math
import sys


def a(i: int, j: int) -> float:
    ij = i + j - 1
    return 1.0 / (ij * (ij - 1) * 0.5 + i)


def multiply(x: list[float]) -> list[float]:
    return [sum(value * a(i, j) for j, value in enumerate(x, 1)) for i in range(1, len(x) + 1)]


def multiply_transposed(x: list[float]) -> list[float]:
    return [sum(value * a(j, i) for j, value in enumerate(x, 1)) for i in range(1, len(x) + 1)]


def multiply_both(x: list[float]) -> list[float]:
    return multiply_transposed(multiply(x))


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 260
    u = [1.0] * n
    v = u
    for _ in range(10):
        v = multiply_both(u)
        u = multiply_both(v)
    v_b_v = sum(ui * vi for ui, vi in zip(u, v, strict=True))
    v_v = sum(vi * vi for vi in v)
    print(f"{math.sqrt(v_b_v / v_v):0.9f}")


if __name__ == "__main__":
    main()
