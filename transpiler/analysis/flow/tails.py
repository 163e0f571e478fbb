"""Which tail calls may lead back to the function that they stand in, by who is really called (manual §3.4.10)."""

from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.syntax import nodes as lua


def deep_returns(flow: Flow, units: list[ChunkFlow]) -> set[lua.Return]:
    """The `return` statements whose calls may build a chain without end."""
    calls: dict[lua.Node, set[lua.Node]] = {}
    reached: list[tuple[lua.Return, lua.Node, set[lua.Node] | None]] = []
    for unit in units:
        for id, scope in unit.scopes.functions.items():
            for node in unit.returns[id]:
                value = node.values[0] if len(node.values) == 1 else None
                if isinstance(value, lua.Call | lua.MethodCall):
                    callees = _callees(flow, unit, value)
                    reached.append((node, scope.node, callees))
                    calls.setdefault(scope.node, set()).update(callees or ())
    known: dict[lua.Node, set[lua.Node]] = {}
    return {
        node
        for node, caller, callees in reached
        if callees is None or any(caller in _reachable(calls, callee, known) for callee in callees)
    }


def _callees(flow: Flow, unit: ChunkFlow, call: lua.Call | lua.MethodCall) -> set[lua.Node] | None:
    """The functions of the program that a call reaches; None when it may reach others that call back."""
    if isinstance(call, lua.Call) and unit.library.given(call) is not None:
        return set()
    bits = unit.bits_of_callee(flow, call.id)
    callees = flow.heap.among(bits)
    if bits & (UNKNOWN | OTHER) or any(callee.sort not in ("function", "library") for callee in callees):
        return None
    return {callee.node for callee in callees if callee.node is not None}


def _reachable(
    calls: dict[lua.Node, set[lua.Node]], start: lua.Node, known: dict[lua.Node, set[lua.Node]]
) -> set[lua.Node]:
    """All functions that tail calls lead to from one, itself included."""
    found = known.get(start)
    if found is None:
        found = known[start] = {start}
        pending = [start]
        while pending:
            for callee in calls.get(pending.pop(), ()):
                if callee not in found:
                    found.add(callee)
                    pending.append(callee)
    return found
