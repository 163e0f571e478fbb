"""Functions that always give the same number of results, other than one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.syntax import nodes as lua

if TYPE_CHECKING:
    from cmc.transpiler.analysis.flow.arity import Arity

FIXED = {"string.gsub": 2, "math.modf": 2, "coroutine.running": 2}
"""Functions of the library that always give as many results."""


def of_library(arity: "Arity", unit: ChunkFlow, call: lua.Call) -> int | None:
    """How many results a call of a library function gives, by its arguments; None where these do not tell."""
    flow, path = arity.flow, unit.library.function_of(call.func)
    if path is None or flow.alters_library:
        return None
    first = call.args[0] if call.args else None
    if path == "select" and isinstance(first, lua.String) and first.value == "#":
        return 1
    if path == "pcall" and first is not None and not isinstance(first, lua.Vararg):
        # An error is two results as well.
        return 2 if _is_single(arity, flow, unit, first) else None
    return FIXED.get(path)


def _is_single(arity: "Arity", flow: Flow, unit: ChunkFlow, function: lua.Expression) -> bool:
    """Whether all that an expression may give are functions of the program with one result."""
    bits = unit.bits_of(flow, function.id) if unit.is_known(function.id) else UNKNOWN
    callees = flow.heap.among(bits)
    if bits & (UNKNOWN | OTHER) or not callees:
        return False
    return all(callee.sort == "function" and callee.node in arity.single for callee in callees)


def find_counts(arity: "Arity", functions: Iterable[tuple[lua.Node, ChunkFlow, list[lua.Return]]]) -> None:
    """Notes the functions whose `return` statements all give as many results; they never reach their ends."""
    left = list(functions)
    before = -1
    while before != len(arity.counts):
        before = len(arity.counts)
        for function, unit, returns in left:
            counts = {_of_return(arity, unit, node) for node in returns}
            count = counts.pop() if len(counts) == 1 else None
            if count is not None and count > 1:
                arity.counts[function] = count


def _of_return(arity: "Arity", unit: ChunkFlow, node: lua.Return) -> int | None:
    last = node.values[-1] if node.values else None
    if isinstance(last, lua.Vararg):
        return None
    if isinstance(last, lua.Call | lua.MethodCall):
        count = arity.of_call(unit, last)
        # No result at all is told from nil only by some calls.
        return len(node.values) - 1 + count if count else None
    return len(node.values)
