"""A graph whose nodes hold growing sets of bits; edges carry what comes to one node on to others.

Everything here is monotone: a set only grows, and a watcher sees each bit once. So the order of work does not matter,
and propagation ends.
"""

from collections import deque
from collections.abc import Callable, Iterator

Watcher = Callable[[int], None]
"""Is told which bits have come to a node."""


class TooMuch(Exception):
    """The graph takes more work than a compilation is worth."""


class Graph:
    """Nodes by number. `limit` is how many edges and steps there may be: a hundred thousand take about a second.

    `seeds` has the bits that came to a node by no edge, and are not derived from what came to other nodes.
    """

    __slots__ = ("values", "seeds", "limit", "_calls", "_edges", "_fresh", "_known", "_masked", "_queue", "_watchers")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.values: list[int] = []
        self.seeds: list[int] = []
        self._fresh: list[int] = []
        self._edges: list[list[int]] = []
        self._masked: list[list[tuple[int, int]] | None] = []
        self._watchers: list[list[Watcher] | None] = []
        self._known: set[int] = set()
        self._queue: deque[int] = deque()
        self._calls: deque[tuple[Watcher, int]] = deque()

    def node(self, bits: int = 0) -> int:
        """A new node that holds `bits`."""
        self.values.append(bits)
        self.seeds.append(bits)
        self._fresh.append(0)
        self._edges.append([])
        self._masked.append(None)
        self._watchers.append(None)
        return len(self.values) - 1

    def add(self, node: int, bits: int) -> None:
        """Adds bits to a node."""
        self.seeds[node] |= bits
        self.derive(node, bits)

    def derive(self, node: int, bits: int) -> None:
        """Adds bits that follow from those of other nodes."""
        new = bits & ~self.values[node]
        if new:
            self.values[node] |= new
            if not self._fresh[node]:
                self._queue.append(node)
            self._fresh[node] |= new

    def edge(self, source: int, target: int) -> None:
        """All that comes to `source` comes to `target`."""
        key = source << 32 | target
        if source != target and key not in self._known:
            self._known.add(key)
            self.limit -= 1
            self._edges[source].append(target)
            self.derive(target, self.values[source])

    def masked(self, source: int, target: int, mask: int) -> None:
        """What comes to `source` comes to `target` as far as `mask` lets it."""
        edges = self._masked[source]
        if edges is None:
            edges = self._masked[source] = []
        edges.append((target, mask))
        self.derive(target, self.values[source] & mask)

    def copies(self, node: int, mask: int) -> Iterator[int]:
        """The nodes that get what comes to `node`, as far as it is within `mask`."""
        yield from self._edges[node]
        for target, passed in self._masked[node] or ():
            if passed & mask:
                yield target

    def watch(self, node: int, watcher: Watcher) -> None:
        """Tells `watcher` what is there, and whatever comes, while the graph is propagated."""
        watchers = self._watchers[node]
        if watchers is None:
            watchers = self._watchers[node] = []
        watchers.append(watcher)
        # What is on its way to the node will be told with the rest of it.
        present = self.values[node] & ~self._fresh[node]
        if present:
            self._calls.append((watcher, present))

    def later(self, action: Callable[[], None]) -> None:
        """Does something while the graph is propagated, so that what leads to one another does not nest."""
        self._calls.append((lambda _: action(), 0))

    def edges(self) -> Iterator[tuple[int, int, int]]:
        """All edges: source, target, and the mask of what goes through, for those who explain a result."""
        for source, targets in enumerate(self._edges):
            yield from ((source, target, -1) for target in targets)
            yield from ((source, target, mask) for target, mask in self._masked[source] or ())

    def propagate(self) -> None:
        """Works until nothing changes.

        Raises:
            TooMuch: that would take more than `limit` steps.
        """
        values, fresh = self.values, self._fresh
        while self._queue or self._calls:
            while self._calls:
                watcher, bits = self._calls.popleft()
                watcher(bits)
                self.limit -= 1
            if not self._queue:
                break
            self.limit -= 1
            if self.limit < 0:
                raise TooMuch
            node = self._queue.popleft()
            new, fresh[node] = fresh[node], 0
            for target in self._edges[node]:
                more = new & ~values[target]
                if more:
                    values[target] |= more
                    if not fresh[target]:
                        self._queue.append(target)
                    fresh[target] |= more
            masked = self._masked[node]
            if masked is not None:
                for target, mask in masked:
                    self.derive(target, new & mask)
            watchers = self._watchers[node]
            if watchers is not None:
                # A watcher that is added meanwhile is told of `new` by `watch` itself.
                for watcher in tuple(watchers):
                    watcher(new)
