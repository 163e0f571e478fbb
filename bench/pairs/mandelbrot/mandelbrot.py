"""Numeric loops: the Mandelbrot set as text and as a checksum of iterations."""

import sys

LIMIT = 50
SHADES = " .:-=+*#%@"


def iterations(cr: float, ci: float) -> int:
    zr = zi = 0.0
    for i in range(1, LIMIT + 1):
        zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return 0


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    total = inside = 0
    for y in range(size):
        ci = 2.0 * y / size - 1.0
        for x in range(size):
            count = iterations(2.0 * x / size - 1.5, ci)
            if count == 0:
                inside += 1
            else:
                total += count
    print(inside, total, sep="\t")

    for y in range(12):
        row = [SHADES[iterations(x / 15 - 2.0, y / 5 - 1.1) % 10] for x in range(40)]
        print("".join(row).rstrip())


if __name__ == "__main__":
    main()
