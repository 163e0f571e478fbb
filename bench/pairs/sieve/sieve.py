"""Primes: the sieve of Eratosthenes, twins, gaps, factorization by trial division and modular powers."""

import sys


def sieve(limit: int) -> list[int]:
    composite = [False] * (limit + 1)
    primes = []
    for i in range(2, limit + 1):
        if not composite[i]:
            primes.append(i)
            for j in range(i * i, limit + 1, i):
                composite[j] = True
    return primes


def factorize(n: int, primes: list[int]) -> list[int]:
    factors = []
    for prime in primes:
        if prime * prime > n:
            break
        while n % prime == 0:
            factors.append(prime)
            n //= prime
    if n > 1:
        factors.append(n)
    return factors


def power(base: int, exponent: int, modulus: int) -> int:
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent % 2 == 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent //= 2
    return result


def main() -> None:
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 1200000
    primes = sieve(limit)
    gaps = [b - a for a, b in zip(primes, primes[1:], strict=False)]
    print("primes", len(primes), primes[-1], gaps.count(2), max(gaps), sep="\t")

    longest = most = 0
    for n in range(limit - limit // 20, limit + 1):
        factors = factorize(n, primes)
        if len(factors) > most:
            longest, most = n, len(factors)
    print("factors", longest, " ".join(map(str, factorize(longest, primes))), sep="\t")

    agree = 0
    for i in range(1, limit // 20 + 1):
        prime = primes[i % len(primes)]
        if power(i, prime, prime) == i % prime:
            agree += 1
    print("fermat", agree, sep="\t")


if __name__ == "__main__":
    main()
