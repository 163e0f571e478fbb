"""Between which bounds the integers lie that a node may hold, found when the flow is solved.

What flows in no circle is reckoned operator by operator. What does is looked at component by component:

* A few rounds may show that the bounds grow no further (`x = (x * 31 + c) % 1000003`).
* Otherwise they may be bounded by the number of steps that a program can take (`growing.py`).

Everything else may be any integer. A bound holds for the integers of a node, and says nothing of its floats.
"""

from dataclasses import dataclass

from cmc.transpiler.analysis.flow.components import components
from cmc.transpiler.analysis.flow.growing import enclosing
from cmc.transpiler.analysis.flow.intervals import FULL, Interval, binary, fits, join, loop, unary, wrapped
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow, Operation
from cmc.transpiler.analysis.kinds import BIG, COUNTER, FLOAT, INTEGER, NIL, SMALL_LIMIT, TEXT

_ROUNDS = 6
_BITWISE = frozenset(("&", "|", "~", "<<", ">>", "unary ~"))
_COUNTER_LIMIT = 1 << 62


@dataclass(slots=True, eq=False)
class Ranges:
    """The bounds by node; a node that is not there holds any integer, and None stands for none at all.

    `copied` are the nodes whose values come to a node as they are.
    """

    flow: Flow
    copied: dict[int, list[int]]
    of_node: "dict[int, Interval | None]"

    def of_expression(self, unit: ChunkFlow, id: int) -> Interval | None:
        """The bounds of the integers that an expression may give, in whatever call."""
        found = None
        for each in (unit, *unit.clones):
            node = each.nodes[id]
            if node >= 0:
                found = join(found, self.of(node))
        return found

    def of(self, node: int) -> Interval | None:
        """The bounds of the integers of a node."""
        if not self.flow.graph.values[node] & INTEGER:
            return None
        return self.of_node.get(node, FULL)

    def operand(self, node: int, op: str) -> Interval | None:
        """The bounds of the integers that an operator makes of what is in a node: texts and floats may be converted."""
        return FULL if self.converts(node, op) else self.of(node)

    def converts(self, node: int, op: str) -> bool:
        """Whether an operator may make an integer of something else that is in a node."""
        bits = self.flow.graph.values[node]
        return bool(bits & TEXT or (bits & FLOAT and op in _BITWISE))

    def seed(self, node: int) -> Interval | None:
        """The bounds of what comes to a node from nowhere else."""
        bits = self.flow.graph.seeds[node]
        if not bits & INTEGER:
            return None
        known = self.flow.bounds.get(node)
        if known is not None:
            return known
        if bits & BIG:
            return FULL
        size = _COUNTER_LIMIT if bits & COUNTER else SMALL_LIMIT
        return (-size, size)

    def result(self, operation: Operation) -> Interval | None:
        """The bounds of what an operator gives, before it is brought to 64 bits."""
        op, left, right, step = operation
        if op == "unary #":
            return (0, SMALL_LIMIT)
        first = self.operand(left, op)
        if op.startswith("unary "):
            return unary(op.removeprefix("unary "), first)
        second = self.operand(right, op)
        if op == "random":
            return self._random(first, second, is_single=bool(self.flow.graph.values[right] & NIL))
        if op == "for":
            by = self.operand(step, op)
            if first is None or by is None:
                return None
            return loop(first, second if self.is_integer(right) else None, by)
        if op == "//" and (total := self.halved(operation)) is not None:
            first = binary("+", self.operand(total.left, "+"), self.operand(total.right, "+"))
            if not fits(first):
                return first
        return binary(op, first, second)

    def _random(self, first: Interval | None, second: Interval | None, *, is_single: bool) -> Interval | None:
        found = None
        if is_single and first is not None:
            # `math.random(0)` gives any integer.
            found = FULL if first[0] <= 0 <= first[1] else (1, max(1, first[1]))
        return found if second is None else join(found, join(first, second))

    def is_integer(self, node: int) -> bool:
        """Whether a node holds no numbers but integers, and nothing that is converted to one."""
        return not self.flow.graph.values[node] & (FLOAT | TEXT)

    def halved(self, operation: Operation) -> Operation | None:
        """The sum that `(a + b) // 2` divides: what comes of it lies between `a` and `b`."""
        divisor = self.flow.bounds.get(operation.right)
        total = self.flow.operations.get(operation.left)
        if operation.op != "//" or divisor is None or divisor[0] < 2 or total is None or total.op != "+":
            return None
        # Metamethods may give something else.
        return None if self.flow.graph.seeds[operation.left] or self.copied.get(operation.left) else total

    def operands(self, operation: Operation) -> tuple[int, ...]:
        """The nodes that the bounds of a result depend on."""
        op, left, right, step = operation
        if op == "%":
            return (right,)
        if op == "&":
            for mask in (left, right):
                if mask in self.flow.bounds and self.flow.bounds[mask][0] >= 0:
                    return (mask,)
        if op == "for":
            return (left, right, step) if self.is_integer(right) else (left, step)
        if (total := self.halved(operation)) is not None:
            return (total.left, total.right, right)
        return (left,) if right < 0 else (left, right)

    def transfer(self, node: int) -> Interval | None:
        """The bounds of a node by those of the nodes that it depends on."""
        found = self.seed(node)
        for source in self.copied[node]:
            found = join(found, self.of_node[source])
        operation = self.flow.operations.get(node)
        return found if operation is None else join(found, wrapped(self.result(operation)))


def find_ranges(flow: Flow) -> Ranges:
    """Looks at all nodes that hold integers, those that others depend on first."""
    ranges = Ranges(flow, _copied(flow), {})
    sources = dict(ranges.copied)
    for node, operation in flow.operations.items():
        if node in sources:
            sources[node] = sources[node] + [each for each in ranges.operands(operation) if each in sources]
    for component in components(list(sources), sources):
        if len(component) == 1 and component[0] not in sources[component[0]]:
            ranges.of_node[component[0]] = ranges.transfer(component[0])
        else:
            _settle(ranges, component)
    return ranges


def _copied(flow: Flow) -> dict[int, list[int]]:
    """The nodes that may be bounded, with the nodes whose values come to them as they are."""
    graph = flow.graph
    full = {node for node, bits in enumerate(graph.seeds) if bits & BIG and node not in flow.bounds}
    pending = list(full)
    while pending:
        for target in graph.copies(pending.pop(), INTEGER):
            if target not in full:
                full.add(target)
                pending.append(target)
    copied: dict[int, list[int]] = {
        node: [] for node, bits in enumerate(graph.values) if bits & INTEGER and node not in full
    }
    for node in copied:
        for target in graph.copies(node, INTEGER):
            if target in copied:
                copied[target].append(node)
    return copied


def _settle(ranges: Ranges, component: list[int]) -> None:
    """Finds bounds for nodes that depend on each other."""
    known = ranges.of_node
    for node in component:
        known[node] = None
    for _ in range(_ROUNDS):
        is_settled = True
        for node in component:
            found = ranges.transfer(node)
            if found != known[node]:
                known[node] = found
                is_settled = False
        if is_settled:
            return
    bounds = enclosing(ranges, component)
    for node in component:
        known[node] = bounds
    operations = (ranges.flow.operations[node] for node in component if node in ranges.flow.operations)
    if not fits(bounds) or not all(fits(ranges.result(operation)) for operation in operations):
        # Something may wrap around, so nothing of this holds.
        for node in component:
            known[node] = FULL
