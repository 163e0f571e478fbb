"""Strongly connected components of a graph (Tarjan's algorithm, without recursion)."""

from collections.abc import Iterable, Iterator, Mapping


def components(nodes: Iterable[int], sources: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """The components of some nodes, each after those that it depends on; `sources` are what a node depends on."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in nodes:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        pending = [(root, iter(sources.get(root, ())))]
        while pending:
            node, rest = pending[-1]
            for source in rest:
                if source not in order:
                    order[source] = lowest[source] = len(order)
                    stack.append(source)
                    on_stack.add(source)
                    pending.append((source, iter(sources.get(source, ()))))
                    break
                if source in on_stack and order[source] < lowest[node]:
                    lowest[node] = order[source]
            else:
                pending.pop()
                if pending and lowest[node] < lowest[pending[-1][0]]:
                    lowest[pending[-1][0]] = lowest[node]
                if lowest[node] == order[node]:
                    found = [stack.pop()]
                    while found[-1] != node:
                        found.append(stack.pop())
                    on_stack.difference_update(found)
                    yield found
