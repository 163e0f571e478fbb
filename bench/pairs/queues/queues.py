"""Linked lists and queues: a stack, a FIFO queue, a doubly linked LRU cache and the Josephus circle."""

from __future__ import annotations

import sys
from collections import deque


class StackNode:
    __slots__ = ("value", "below")

    def __init__(self, value: int, below: StackNode | None) -> None:
        self.value = value
        self.below = below


class Stack:
    def __init__(self) -> None:
        self.top: StackNode | None = None
        self.size = 0

    def push(self, value: int) -> None:
        self.top = StackNode(value, self.top)
        self.size += 1

    def pop(self) -> int:
        node = self.top
        if node is None:
            raise IndexError("pop from an empty stack")
        self.top = node.below
        self.size -= 1
        return node.value


class CacheNode:
    __slots__ = ("key", "value", "previous", "next")

    def __init__(self, key: int, value: int) -> None:
        self.key = key
        self.value = value
        self.previous: CacheNode = self
        self.next: CacheNode = self

    def unlink(self) -> None:
        self.previous.next = self.next
        self.next.previous = self.previous


class Cache:
    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.head = CacheNode(0, 0)
        self.tail = CacheNode(0, 0)
        self.head.next, self.tail.previous = self.tail, self.head
        self.nodes: dict[int, CacheNode] = {}
        self.hits = 0

    def link_first(self, node: CacheNode) -> None:
        after = self.head.next
        node.previous, node.next = self.head, after
        self.head.next = node
        after.previous = node

    def get(self, key: int) -> int | None:
        node = self.nodes.get(key)
        if node is None:
            return None
        self.hits += 1
        node.unlink()
        self.link_first(node)
        return node.value

    def put(self, key: int, value: int) -> None:
        node = self.nodes.get(key)
        if node is not None:
            node.value = value
            node.unlink()
        else:
            if len(self.nodes) == self.capacity:
                oldest = self.tail.previous
                oldest.unlink()
                del self.nodes[oldest.key]
            node = CacheNode(key, value)
            self.nodes[key] = node
        self.link_first(node)


class Person:
    __slots__ = ("number", "next")

    def __init__(self, number: int) -> None:
        self.number = number
        self.next = self


def josephus(count: int, step: int) -> int:
    first = last = Person(1)
    for number in range(2, count + 1):
        person = Person(number)
        last.next = person
        last = person
    last.next = first
    person = last
    while person.next is not person:
        for _ in range(step - 1):
            person = person.next
        person.next = person.next.next
    return person.number


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 300000

    stack = Stack()
    total = 0
    for i in range(1, n + 1):
        stack.push(i)
        if i % 3 == 0:
            total += stack.pop() * 2 - stack.pop()
    print("stack", stack.size, total, sep="\t")

    queue: deque[int] = deque()
    served = 0
    for i in range(1, n + 1):
        queue.append(i)
        if i % 2 == 0:
            value = queue.popleft()
            if value % 5 == 0:
                queue.append(value + 1)
            else:
                served += value
    print("queue", len(queue), served, sep="\t")

    cache = Cache(200)
    found = 0
    for i in range(1, n + 1):
        key = (i * 7919) % 997 % 300
        cached = cache.get(key)
        if cached is not None:
            found += cached
        else:
            cache.put(key, i)
    print("cache", len(cache.nodes), cache.hits, found, sep="\t")
    print("josephus", josephus(n // 3, 7), sep="\t")


if __name__ == "__main__":
    main()
