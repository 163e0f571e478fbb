"""Bounds for values that go round in circles, by the number of steps that a program can take.

Where each operator takes one operand from the circle and adds to it what comes from outside (`count = count + 1`), the
history of a value is one chain of additions, each done at another time. So the value is no further from what first came
in than the largest addend times the number of all steps (`intervals.growth`), however often it is stored and read.

Where both operands come from the circle that holds as well if each value is used once (`return f(n - 1) + f(n - 2)`):
all values that are still to be used, taken together, grow by no more than one addend with each step.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmc.transpiler.analysis.flow.intervals import FULL, Interval, grown, join, unary
from cmc.transpiler.analysis.flow.state import Operation

if TYPE_CHECKING:
    from cmc.transpiler.analysis.flow.ranges import Ranges


@dataclass(slots=True, eq=False)
class _Circle:
    """What is known of a component: `entering` are the bounds of what comes in, `addend` those of a step.

    `turns` says that signs may change, `shrinks` that values may come closer to zero, `is_natural` that what happens is
    only understood if nothing is negative, `unites` that an operator takes both operands from the component.
    """

    ranges: "Ranges"
    nodes: frozenset[int]
    entering: Interval | None = None
    addend: Interval = (0, 0)
    turns: bool = False
    shrinks: bool = False
    is_natural: bool = False
    unites: bool = False

    def steps(self, addend: Interval | None) -> bool:
        """Notes an addition; what never happens adds nothing."""
        self.addend = join(self.addend, addend) or self.addend
        return True


def enclosing(ranges: "Ranges", component: list[int]) -> Interval:
    """Bounds for all nodes of a component, as long as no sum wraps around."""
    circle = _Circle(ranges, frozenset(component))
    for node in component:
        circle.entering = join(circle.entering, ranges.seed(node))
        for source in ranges.copied[node]:
            if source not in circle.nodes:
                circle.entering = join(circle.entering, ranges.of_node[source])
        operation = ranges.flow.operations.get(node)
        if operation is not None and not _note(circle, operation):
            return FULL
    return _bounds(circle) or FULL


def _bounds(circle: _Circle) -> Interval | None:
    low, high = circle.entering or (0, 0)
    if circle.shrinks:
        low, high = min(low, 0), max(high, 0)
    addend = circle.addend
    if circle.unites:
        if not circle.nodes <= circle.ranges.flow.consumed:
            return None
        # Whatever comes in is a step of its own.
        addend = (min(low, addend[0]), max(high, addend[1]))
        low, high = min(low, 0), max(high, 0)
    if circle.turns:
        size, step = max(-low, high), max(-addend[0], addend[1])
        low, high, addend = -size, size, (-step, step)
    found = grown((low, high), addend)
    return None if found is not None and circle.is_natural and found[0] < 0 else found


def _note(circle: _Circle, operation: Operation) -> bool:
    """Notes what an operator does; false where no bound can be told."""
    ranges, op = circle.ranges, operation.op
    inside = [node for node in ranges.operands(operation) if node in circle.nodes]
    if not inside:
        circle.entering = join(circle.entering, ranges.result(operation))
        return True
    if any(ranges.converts(node, op) for node in inside):
        return False
    left, right = operation.left in circle.nodes, operation.right in circle.nodes
    if op in ("+", "-"):
        return _note_sum(circle, operation, left=left, right=right)
    if op == "unary -":
        circle.turns = True
        return True
    if op == "for":
        if not left:
            circle.entering = join(circle.entering, ranges.operand(operation.left, op))
        return operation.step not in circle.nodes and circle.steps(ranges.operand(operation.step, op))
    circle.shrinks = True
    if op == "%":
        # Between zero and the divisor.
        return True
    if op == "//":
        return _note_quotient(circle, operation)
    if op == "*" and left != right:
        factor = ranges.operand(operation.right if left else operation.left, op)
        circle.turns |= factor is not None and factor[0] < 0
        return factor is None or (factor[0] >= -1 and factor[1] <= 1)
    if op == ">>" and left and not right:
        circle.is_natural = True
        count = ranges.operand(operation.right, op)
        return count is None or count[0] >= 0
    return False


def _note_sum(circle: _Circle, operation: Operation, *, left: bool, right: bool) -> bool:
    ranges, op = circle.ranges, operation.op
    if left and right:
        circle.unites = True
        circle.turns |= op == "-"
        return True
    addend = ranges.operand(operation.right if left else operation.left, op)
    if op == "-":
        if right:
            circle.turns = True
        addend = unary("-", addend) if left else addend
    return circle.steps(addend)


def _note_quotient(circle: _Circle, operation: Operation) -> bool:
    """Rounding down leads no further from zero, and no higher than zero from below."""
    if operation.right in circle.nodes:
        return False
    total = circle.ranges.halved(operation)
    if total is not None:
        for node in (total.left, total.right):
            if node not in circle.nodes:
                circle.entering = join(circle.entering, circle.ranges.operand(node, "+"))
    divisor = circle.ranges.operand(operation.right, "//")
    circle.turns |= divisor is not None and divisor[0] < 0
    return True
