"""Operators that Python finds by itself, as an operand is an instance of a class that defines them (manual §2.4).

Lua asks the left operand first, and so does Python, unless the right one is of a class that is derived from that of the
left.
"""

from cmc.runtime.core.events import METHODS_OF_EVENTS
from cmc.transpiler.analysis.classes.program import Candidate, Family
from cmc.transpiler.analysis.flow.expressions import EVENTS
from cmc.transpiler.analysis.flow.state import ChunkFlow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import ANY, FUNCTION, NIL, NUMBER, TABLE
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_PLAIN = frozenset(("+", "-", "*", "/", "%", "//", "^"))


def find_operators(family: Family, unit: ChunkFlow) -> frozenset[int]:
    """The ids of the operators of a chunk whose metamethods Python calls."""
    found: set[int] = set()
    for node in walk(unit.chunk.body):
        if isinstance(node, lua.Binary) and node.op in _PLAIN:
            event, operands = EVENTS[node.op], [node.left, node.right]
        elif isinstance(node, lua.Unary) and node.op == "-":
            event, operands = "__unm", [node.operand]
        else:
            continue
        asked = [_asked(family, unit, operand) for operand in operands]
        known = [each for each in asked if each is not None]
        is_answered = any(is_sure and _define(family, classes, event) for classes, is_sure in known)
        if len(known) == len(asked) and is_answered and not any(each.base for classes, _ in known for each in classes):
            found.add(node.id)
    return frozenset(found)


def _asked(family: Family, unit: ChunkFlow, node: lua.Expression) -> tuple[set[Candidate], bool] | None:
    """The classes that an operand may be an instance of, and whether it is one; None if it may be anything else.

    It may be a number or nil, which Python leaves to the other operand.
    """
    if not unit.is_known(node.id):
        return None
    bits = unit.bits_of(family.flow, node.id)
    tables = family.flow.heap.among(bits)
    if bits & (ANY | UNKNOWN) & ~(NUMBER | NIL | TABLE) or not all(made in family.instances for made in tables):
        return None
    classes = {each for made in tables for each in family.instances[made]}
    return classes, bool(classes) and not bits & (NUMBER | NIL)


def _define(family: Family, classes: set[Candidate], event: str) -> bool:
    """Whether all of some classes have a function for an event, from the beginning and all the time."""
    return event in METHODS_OF_EVENTS and all(
        event in each.made.definite
        and family.values(each.made, event)
        and not family.values(each.made, event) & (ANY | UNKNOWN) & ~FUNCTION
        for each in classes
    )
