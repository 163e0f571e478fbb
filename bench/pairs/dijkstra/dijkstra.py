"""Graphs: shortest paths by Dijkstra with a binary heap, breadth-first search, components and a topological order."""

import sys
from typing import NamedTuple


class Edge(NamedTuple):
    to: int
    weight: int


class Item(NamedTuple):
    distance: int
    node: int


def push(heap: list[Item], item: Item) -> None:
    heap.append(item)
    i = len(heap) - 1
    while i > 0:
        parent = (i - 1) // 2
        if heap[parent].distance <= item.distance:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = item


def pop(heap: list[Item]) -> Item:
    top = heap[0]
    last = heap.pop()
    size = len(heap)
    if size > 0:
        i = 0
        while True:
            child = 2 * i + 1
            if child >= size:
                break
            if child + 1 < size and heap[child + 1].distance < heap[child].distance:
                child += 1
            if last.distance <= heap[child].distance:
                break
            heap[i] = heap[child]
            i = child
        heap[i] = last
    return top


class Graph:
    def __init__(self, count: int) -> None:
        self.count = count
        self.edges: list[list[Edge]] = [[] for _ in range(count + 1)]

    def add(self, source: int, target: int, weight: int) -> None:
        self.edges[source].append(Edge(target, weight))

    def shortest(self, source: int) -> tuple[dict[int, int], dict[int, int]]:
        distances: dict[int, int] = {source: 0}
        previous: dict[int, int] = {}
        done: set[int] = set()
        heap: list[Item] = []
        push(heap, Item(0, source))
        while heap:
            item = pop(heap)
            node = item.node
            if node in done:
                continue
            done.add(node)
            for edge in self.edges[node]:
                distance = item.distance + edge.weight
                known = distances.get(edge.to)
                if known is None or distance < known:
                    distances[edge.to] = distance
                    previous[edge.to] = node
                    push(heap, Item(distance, edge.to))
        return distances, previous

    def levels(self, source: int) -> tuple[dict[int, int], int]:
        level = {source: 0}
        queue = [source]
        for node in queue:
            for edge in self.edges[node]:
                if edge.to not in level:
                    level[edge.to] = level[node] + 1
                    queue.append(edge.to)
        return level, len(queue)

    def order(self) -> list[int]:
        seen: set[int] = set()
        result: list[int] = []

        def visit(node: int) -> None:
            seen.add(node)
            for edge in self.edges[node]:
                if edge.to > node and edge.to not in seen:
                    visit(edge.to)
            result.append(node)

        for node in range(1, self.count + 1):
            if node not in seen:
                visit(node)
        return result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
    sys.setrecursionlimit(100_000)
    graph = Graph(count)
    seed = 7
    for source in range(1, count + 1):
        for _ in range(5):
            seed = (seed * 16807) % 2147483647
            target = seed % count + 1
            seed = (seed * 16807) % 2147483647
            graph.add(source, target, seed % 100 + 1)

    distances, previous = graph.shortest(1)
    total, farthest = 0, 1
    for node in range(1, count + 1):
        distance = distances.get(node)
        if distance is not None:
            total += distance
            if distance > distances[farthest]:
                farthest = node
    path = [farthest]
    while path[0] in previous:
        path.insert(0, previous[path[0]])
    print(f"total {total}, farthest {farthest}")
    print(" > ".join(map(str, path)))

    level, reached = graph.levels(1)
    print(f"reached {reached}, deepest {max(level.values())}")

    checksum = 0
    for position, node in enumerate(graph.order(), 1):
        checksum = (checksum * 31 + position * node) % 1000003
    print(f"order {checksum}")


if __name__ == "__main__":
    main()
