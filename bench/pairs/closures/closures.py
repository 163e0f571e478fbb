"""Closures and higher-order functions: counters, composition, currying, pipelines, events, a lazy sequence."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial, reduce

Function = Callable[[int], int]


def compose(f: Function, g: Function) -> Function:
    return lambda x: f(g(x))


def curry(f: Callable[[int, int], int]) -> Callable[[int], Function]:
    return lambda a: partial(f, a)


def counter(start: int, step: int) -> tuple[Callable[[], int], Callable[[], None]]:
    value = start

    def advance() -> int:
        nonlocal value
        value += step
        return value

    def reset() -> None:
        nonlocal value
        value = start

    return advance, reset


def memoize(f: Function) -> Function:
    known: dict[int, int] = {}

    def remembered(x: int) -> int:
        if x not in known:
            known[x] = f(x)
        return known[x]

    return remembered


class Emitter:
    def __init__(self) -> None:
        self.handlers: defaultdict[str, list[Callable[[int], None]]] = defaultdict(list)

    def on(self, name: str, handler: Callable[[int], None]) -> Callable[[], None]:
        handlers = self.handlers[name]
        handlers.append(handler)
        return lambda: handlers.remove(handler)

    def emit(self, name: str, value: int) -> None:
        for handler in self.handlers.get(name, ()):
            handler(value)


class Sequence:
    __slots__ = ("head", "advance", "following")

    def __init__(self, head: int, advance: Function) -> None:
        self.head = head
        self.advance = advance
        self.following: Sequence | None = None

    def tail(self) -> Sequence:
        if self.following is None:
            self.following = Sequence(self.advance(self.head), self.advance)
        return self.following


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    numbers = list(range(1, 201))

    add = curry(lambda a, b: a + b)
    times = curry(lambda a, b: a * b)
    steps = compose(add(3), times(2))
    total = 0
    for round_number in range(1, rounds + 1):
        odd = [x for x in map(steps, numbers) if x % 3 == round_number % 3]
        total += reduce(lambda a, b: a + b, odd, 0)
    print("pipeline", total, sep="\t")

    advance, reset = counter(0, 3)
    total = 0
    for i in range(1, rounds * 100 + 1):
        total += advance()
        if i % 50 == 0:
            reset()
    print("counter", total, sep="\t")

    slow_calls = 0

    @memoize
    def square(x: int) -> int:
        nonlocal slow_calls
        slow_calls += 1
        return x * x

    total = 0
    for i in range(1, rounds * 100 + 1):
        total += square(i % 500)
    print("memoize", total, slow_calls, sep="\t")

    events = Emitter()
    heard: defaultdict[int, int] = defaultdict(int)

    def listener(i: int) -> Callable[[int], None]:
        def handler(value: int) -> None:
            heard[i] += value * i

        return handler

    for i in range(1, 11):
        remove = events.on("tick", listener(i))
    for i in range(1, rounds * 10 + 1):
        events.emit("tick", i)
        events.emit("nobody", i)
        if i == rounds * 5:
            remove()
    print("events", heard[1], heard[9], heard[10], sep="\t")

    cursor = Sequence(1, lambda x: x * 3 % 1009)
    total = 0
    for _ in range(rounds * 50):
        total += cursor.head
        cursor = cursor.tail()
    print("sequence", total, cursor.head, sep="\t")


if __name__ == "__main__":
    main()
