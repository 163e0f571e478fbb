"""A priority queue with a comparator: a binary heap class, heap sort, and a simulation of events in a shop."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class PriorityQueue(Generic[T]):
    def __init__(self, before: Callable[[T, T], bool]) -> None:
        self.items: list[T] = []
        self.before = before

    def push(self, item: T) -> None:
        items, before = self.items, self.before
        i = len(items)
        items.append(item)
        while i > 0:
            parent = (i - 1) // 2
            if not before(items[i], items[parent]):
                break
            items[i], items[parent] = items[parent], items[i]
            i = parent

    def pop(self) -> T:
        items, before = self.items, self.before
        top = items[0]
        last = items.pop()
        size = len(items)
        if size == 0:
            return top
        items[0] = last
        i = 0
        while True:
            first = i
            left, right = 2 * i + 1, 2 * i + 2
            if left < size and before(items[left], items[first]):
                first = left
            if right < size and before(items[right], items[first]):
                first = right
            if first == i:
                break
            items[i], items[first] = items[first], items[i]
            i = first
        return top

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(slots=True)
class Customer:
    arrival: int


@dataclass(slots=True)
class Event:
    time: int
    kind: str
    number: int
    customer: Customer


def earlier(a: Event, b: Event) -> bool:
    if a.time != b.time:
        return a.time < b.time
    return a.number < b.number


class Shop:
    def __init__(self, tills: int) -> None:
        self.events = PriorityQueue(earlier)
        self.free = tills
        self.waiting: deque[Customer] = deque()
        self.served = 0
        self.waited = 0
        self.number = 0
        self.seed = 9
        self.handlers = {"arrive": self.arrive, "leave": self.leave}

    def random(self, limit: int) -> int:
        self.seed = (self.seed * 16807) % 2147483647
        return self.seed % limit

    def schedule(self, time: int, kind: str, customer: Customer) -> None:
        self.number += 1
        self.events.push(Event(time, kind, self.number, customer))

    def arrive(self, event: Event) -> None:
        self.waiting.append(event.customer)
        self.serve(event.time)

    def leave(self, event: Event) -> None:
        self.free += 1
        self.served += 1
        self.serve(event.time)

    def serve(self, time: int) -> None:
        if self.free > 0 and self.waiting:
            customer = self.waiting.popleft()
            self.free -= 1
            self.waited += time - customer.arrival
            self.schedule(time + 5 + self.random(20), "leave", customer)

    def run(self, customers: int) -> int:
        time = 0
        for _ in range(customers):
            time += self.random(8)
            self.schedule(time, "arrive", Customer(time))
        last = 0
        while self.events:
            event = self.events.pop()
            last = event.time
            self.handlers[event.kind](event)
        return last


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
    queue: PriorityQueue[int] = PriorityQueue(lambda a, b: a > b)
    seed = 3
    for _ in range(n):
        seed = (seed * 16807) % 2147483647
        queue.push(seed % 100000)
    checksum = position = 0
    while queue:
        position += 1
        checksum = (checksum + queue.pop() * position) % 1000003
    print("sorted", position, checksum, sep="\t")

    shop = Shop(4)
    closing = shop.run(n)
    print("shop", shop.served, closing, shop.waited, sep="\t")


if __name__ == "__main__":
    main()
