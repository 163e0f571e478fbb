"""Finds the loops of control flow graphs (after Paul Havlak): a depth-first numbering, union-find, nesting levels."""

from __future__ import annotations

import sys
from collections import deque

import graphs


class UnionFind:
    __slots__ = ("parent", "block", "number", "loop")

    def __init__(self, block: graphs.Block, number: int) -> None:
        self.parent = self
        self.block = block
        self.number = number
        self.loop: Loop | None = None

    def find(self) -> UnionFind:
        path = []
        node = self
        while node is not node.parent:
            if node.parent is not node.parent.parent:
                path.append(node)
            node = node.parent
        for each in path:
            each.parent = node.parent
        return node

    def union(self, other: UnionFind) -> None:
        self.parent = other


class Loop:
    def __init__(self, header: graphs.Block | None, reducible: bool) -> None:
        self.header = header
        self.reducible = reducible
        self.blocks = [] if header is None else [header]
        self.children: list[Loop] = []
        self.parent: Loop | None = None
        self.nesting = 0

    def set_parent(self, parent: Loop) -> None:
        self.parent = parent
        parent.children.append(self)

    def nest(self, level: int) -> int:
        self.nesting = level
        return max((child.nest(level + 1) for child in self.children), default=level)


class LoopFinder:
    def __init__(self, graph: graphs.Graph) -> None:
        self.graph = graph
        self.loops: list[Loop] = []
        self.numbers: dict[graphs.Block, int] = {}
        self.last: dict[int, int] = {}
        self.nodes: dict[int, UnionFind] = {}
        self.back: dict[int, list[int]] = {}
        self.other: dict[int, set[int]] = {}

    def visit(self, block: graphs.Block) -> None:
        number = len(self.numbers) + 1
        self.numbers[block] = number
        self.nodes[number] = UnionFind(block, number)
        for target in block.out_edges:
            if target not in self.numbers:
                self.visit(target)
        self.last[number] = len(self.numbers)

    def is_ancestor(self, w: int, v: int) -> bool:
        return w <= v <= self.last[w]

    def sort_edges(self) -> None:
        for number, node in self.nodes.items():
            back, other = [], set()
            for source in node.block.in_edges:
                start = self.numbers.get(source)
                if start is not None:
                    if self.is_ancestor(number, start):
                        back.append(start)
                    else:
                        other.add(start)
            self.back[number], self.other[number] = back, other

    def find(self) -> list[Loop]:
        self.visit(self.graph.start)
        self.sort_edges()
        for w in range(len(self.numbers), 0, -1):
            self.examine(w)
        return self.loops

    def examine(self, w: int) -> None:
        header = self.nodes[w]
        body = [self.nodes[v].find() for v in self.back[w] if v != w]
        is_self = w in self.back[w]
        reducible = True
        todo = deque(body)
        seen = set(body)
        while todo:
            x = todo.popleft()
            for source in self.other[x.number]:
                y = self.nodes[source].find()
                if not self.is_ancestor(w, y.number):
                    reducible = False
                    self.other[w].add(y.number)
                elif y.number != w and y not in seen:
                    seen.add(y)
                    body.append(y)
                    todo.append(y)
        if not body and not is_self:
            return
        loop = Loop(header.block, reducible)
        header.loop = loop
        for node in dict.fromkeys(body):
            node.union(header)
            if node.loop is not None:
                node.loop.set_parent(loop)
            else:
                loop.blocks.append(node.block)
        self.loops.append(loop)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    sys.setrecursionlimit(10_000)
    graph = graphs.nested(10, 6)
    total = blocks = deepest = irreducible = 0
    for _ in range(rounds):
        loops = LoopFinder(graph).find()
        total += len(loops)
        root = Loop(None, True)
        for loop in loops:
            blocks += len(loop.blocks)
            irreducible += not loop.reducible
            if loop.parent is None:
                loop.set_parent(root)
        deepest = max(deepest, root.nest(0))
    print(graph.size, total, blocks, deepest, irreducible, sep="\t")


if __name__ == "__main__":
    main()
