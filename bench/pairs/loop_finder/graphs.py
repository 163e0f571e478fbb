"""Control flow graphs to look for loops in."""

from __future__ import annotations


class Block:
    __slots__ = ("name", "in_edges", "out_edges")

    def __init__(self, name: str) -> None:
        self.name = name
        self.in_edges: list[Block] = []
        self.out_edges: list[Block] = []


class Graph:
    def __init__(self) -> None:
        self.size = 0
        self.start = self.block()

    def block(self) -> Block:
        self.size += 1
        return Block(f"block {self.size}")

    def connect(self, source: Block, target: Block) -> Block:
        source.out_edges.append(target)
        target.in_edges.append(source)
        return target

    def straight(self, source: Block, count: int) -> Block:
        for _ in range(count):
            source = self.connect(source, self.block())
        return source

    def diamond(self, source: Block) -> Block:
        left, right, join = self.block(), self.block(), self.block()
        self.connect(source, left)
        self.connect(source, right)
        self.connect(left, join)
        return self.connect(right, join)

    def loop(self, source: Block, depth: int) -> Block:
        header = self.straight(source, 1)
        body = self.diamond(header)
        if depth > 1:
            body = self.loop(self.straight(body, 2), depth - 1)
        bottom = self.straight(body, 1)
        self.connect(bottom, header)
        return self.straight(bottom, 1)


def nested(count: int, depth: int) -> Graph:
    """Nests of loops in a row; between them self loops and loops with two entries."""
    graph = Graph()
    block = graph.start
    for i in range(1, count + 1):
        block = graph.loop(block, depth)
        graph.connect(block, block)
        if i % 3 == 0:
            entry, inside = graph.straight(block, 1), graph.block()
            outside = graph.straight(entry, 1)
            graph.connect(entry, inside)
            graph.connect(inside, outside)
            graph.connect(outside, inside)
            block = outside
        block = graph.straight(block, 2)
    return graph
