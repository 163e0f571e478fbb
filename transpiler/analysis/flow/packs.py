"""Lists of values whose length is not known: arguments, results, `...`.

A pack has a node for each position that somebody asks for. Positions from `LIMIT` on share one node.
"""

from functools import partial

from cmc.transpiler.analysis.flow.graph import Graph
from cmc.transpiler.analysis.kinds import NIL

LIMIT = 6
"""The first of the positions that are not told apart."""


class Pack:
    """Some values that are written down, and then those of other packs, moved by a number of positions.

    What nodes are made for the first positions is noted in `consumed` if each value there gets to one place only.
    """

    __slots__ = ("_all", "_consumed", "_graph", "_known", "_nodes", "_sources", "explicit", "is_closed")

    def __init__(
        self,
        graph: Graph,
        explicit: tuple[int, ...] = (),
        *,
        is_closed: bool = False,
        consumed: set[int] | None = None,
    ) -> None:
        self._graph = graph
        self.explicit = explicit
        self.is_closed = is_closed
        self._consumed = consumed
        self._nodes: dict[int, int] = {}
        self._sources: list[tuple[Pack, int]] = []
        self._known: set[tuple[Pack, int]] = set()
        self._all = -1

    def at(self, position: int) -> int:
        """The node of a position; there is a nil where the pack may be shorter."""
        position = min(position, LIMIT)
        if position < len(self.explicit) and position < LIMIT:
            return self.explicit[position]
        node = self._nodes.get(position)
        if node is None:
            node = self._nodes[position] = self._graph.node(NIL if self.is_closed or position == LIMIT else 0)
            if self._consumed is not None and position < LIMIT:
                self._consumed.add(node)
            if position == LIMIT:
                for more in self.explicit[LIMIT:]:
                    self._graph.edge(more, node)
            if self._sources:
                self._graph.later(lambda: self._fill(position))
        return node

    def add_source(self, source: "Pack", shift: int = 0) -> None:
        """The values of `source` may come here, `shift` positions further on."""
        if (source, shift) in self._known or (source is self and shift == 0):
            return
        self._known.add((source, shift))
        self._sources.append((source, shift))
        for position in self._nodes:
            self._graph.later(partial(self._link, position, source, shift))
        if self._all >= 0:
            self._graph.later(partial(self._gather, source, shift))

    def everything(self) -> int:
        """A node that gets the values of all positions, and nil."""
        if self._all < 0:
            self._all = self._graph.node(NIL)
            for value in self.explicit:
                self._graph.edge(value, self._all)
            for source, shift in self._sources:
                self._graph.later(partial(self._gather, source, shift))
        return self._all

    def from_position(self, first: int) -> int:
        """A node that gets the values of all positions from `first` on, and nil."""
        node = self._graph.node(NIL)
        for position in range(min(first, LIMIT), LIMIT + 1):
            self._graph.edge(self.at(position), node)
        return node

    def _gather(self, source: "Pack", shift: int) -> None:
        self._graph.edge(source.everything() if shift >= 0 else source.from_position(-shift), self._all)

    def _fill(self, position: int) -> None:
        for source, shift in self._sources:
            self._link(position, source, shift)

    def _link(self, position: int, source: "Pack", shift: int) -> None:
        node = self._nodes[position]
        if position < LIMIT:
            if position >= shift:
                self._graph.edge(source.at(position - shift), node)
            return
        for each in range(max(LIMIT - max(shift, 0), 0), LIMIT + 1):
            self._graph.edge(source.at(each), node)


class Stepping(Pack):
    """What a generic `for` passes to its iterator."""

    __slots__ = ()


class MethodArguments(Pack):
    """What `x:name(…)` passes: of the values of `x`, each function gets those that it is a method of."""

    __slots__ = ("_receivers",)

    def __init__(self, graph: Graph, explicit: tuple[int, ...], *, is_closed: bool) -> None:
        super().__init__(graph, explicit, is_closed=is_closed)
        self._receivers: dict[int, int] = {}

    def receivers_of(self, callee: int) -> int:
        """The node of the objects that a function is called for, by the number of the function."""
        node = self._receivers.get(callee)
        if node is None:
            node = self._receivers[callee] = self._graph.node()
        return node


class Uniform(Pack):
    """A pack with the same node at all positions."""

    __slots__ = ("_node",)

    def __init__(self, graph: Graph, node: int) -> None:
        super().__init__(graph)
        self._node = node

    def at(self, position: int) -> int:
        return self._node

    def everything(self) -> int:
        return self._node
