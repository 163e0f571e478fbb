"""Plain recursion: Fibonacci, Ackermann, Takeuchi, the towers of Hanoi and Collatz chains."""

import sys


def fib(n: int) -> int:
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def tak(x: int, y: int, z: int) -> int:
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def hanoi(discs: int, source: str, target: str, via: str) -> int:
    if discs == 0:
        return 0
    return hanoi(discs - 1, source, via, target) + 1 + hanoi(discs - 1, via, target, source)


def collatz(n: int, steps: int) -> int:
    if n == 1:
        return steps
    if n % 2 == 0:
        return collatz(n // 2, steps + 1)
    return collatz(3 * n + 1, steps + 1)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 33
    sys.setrecursionlimit(100_000)
    print("fib", fib(size), sep="\t")
    print("ackermann", ackermann(2, size * 4), sep="\t")
    print("tak", tak(size // 2, size // 3, size // 8), sep="\t")
    print("hanoi", hanoi(size // 2 + 3, "a", "b", "c"), sep="\t")
    longest = start = 0
    for n in range(1, size * 30 + 1):
        steps = collatz(n, 0)
        if steps > longest:
            longest, start = steps, n
    print("collatz", start, longest, sep="\t")


if __name__ == "__main__":
    main()
