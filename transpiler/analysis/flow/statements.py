"""What statements store and hand on: one function for each kind of node."""

from collections.abc import Callable
from typing import Any

from cmc.transpiler.analysis.flow.access import copy_fields, store
from cmc.transpiler.analysis.flow.calling import call
from cmc.transpiler.analysis.flow.expressions import (
    MULTIPLE,
    environment_node,
    loop_variable,
    node_of,
    pack_of,
    results_of,
)
from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.packs import Pack, Stepping
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import OBJECTS, UNKNOWN
from cmc.transpiler.analysis.kinds import NIL, SMALL
from cmc.transpiler.syntax import nodes as lua


def _values(flow: Flow, unit: ChunkFlow, values: list[lua.Expression], count: int) -> list[int]:
    """The nodes of what lands in `count` targets."""
    if values and isinstance(values[-1], MULTIPLE) and len(values) <= count:
        pack = results_of(flow, unit, values[-1])
        first = len(values) - 1
        nodes = [node_of(flow, unit, value) for value in values[:-1]]
        return nodes + [pack.at(position) for position in range(count - first)]
    nodes = [node_of(flow, unit, value) for value in values]
    return nodes + [flow.constant(NIL)] * (count - len(values))


def _local(flow: Flow, unit: ChunkFlow, node: lua.Local, _: Object | None) -> None:
    for binding, value in zip(node.names, _values(flow, unit, node.values, len(node.names)), strict=False):
        flow.graph.edge(value, unit.assigned_by(flow, binding))
        if unit.scopes.declares[binding.id].attribute == "close":
            _close(flow, value)


def _close(flow: Flow, value: int) -> None:
    """A value is closed at the end of its block: its metamethod gets it, and an error."""
    if flow.heap.mentions("__close"):
        error = flow.graph.node(NIL)
        flow.graph.edge(flow.heap.failures, error)
        args = Pack(flow.graph, (value, error), is_closed=True)
        call(flow, flow.heap.event("__close"), args)


def _local_function(flow: Flow, unit: ChunkFlow, node: lua.LocalFunction, _: Object | None) -> None:
    flow.graph.edge(node_of(flow, unit, node.function), unit.assigned_by(flow, node.name))


def _copied_table(unit: ChunkFlow, node: lua.Assign) -> lua.Expression | None:
    """The table that `t[k] = v` copies from, where `k` and `v` are those of a loop over `pairs`."""
    target = node.targets[0]
    key, value = (target.key if isinstance(target, lua.Index) else None), node.values[0]
    if len(node.targets) != 1 or not isinstance(key, lua.Name) or not isinstance(value, lua.Name):
        return None
    variables = [unit.scopes.uses.get(name.id) for name in (key, value)]
    loop = variables[0].declaration if variables[0] is not None else None
    if not isinstance(loop, lua.GenericFor) or len(loop.names) != 2:
        return None
    if any(
        variable is None or variable.writes or variable.node is not binding
        for variable, binding in zip(variables, loop.names, strict=True)
    ):
        return None
    call = loop.values[0]
    if not isinstance(call, lua.Call) or unit.library.function_of(call.func) != "pairs" or len(call.args) != 1:
        return None
    return call.args[0]


def _assign(flow: Flow, unit: ChunkFlow, node: lua.Assign, _: Object | None) -> None:
    source = _copied_table(unit, node)
    if source is not None:
        target = node.targets[0]
        assert isinstance(target, lua.Index)
        copy_fields(flow, node_of(flow, unit, source), node_of(flow, unit, target.obj))
        return
    for target, value in zip(node.targets, _values(flow, unit, node.values, len(node.targets)), strict=False):
        _store(flow, unit, target, value)


def _function_statement(flow: Flow, unit: ChunkFlow, node: lua.FunctionStatement, _: Object | None) -> None:
    _store(flow, unit, node.target, node_of(flow, unit, node.function))


def _store(flow: Flow, unit: ChunkFlow, target: lua.Expression, value: int) -> None:
    if isinstance(target, lua.Name):
        if target.id in unit.scopes.uses:
            flow.graph.edge(value, unit.assigned_by(flow, target))
            return
        store(flow, environment_node(flow, unit, target), target.name, value, is_constant=True)
        return
    assert isinstance(target, lua.Index)
    base = node_of(flow, unit, target.obj)
    if isinstance(target.key, lua.String):
        store(flow, base, target.key.value, value, is_constant=True)
    else:
        key = node_of(flow, unit, target.key)
        store(flow, base, key, value, is_constant=False, keeping=unit.keeping.get(target.id))


def _numeric_for(flow: Flow, unit: ChunkFlow, node: lua.NumericFor, _: Object | None) -> None:
    parts = [node_of(flow, unit, part) for part in (node.first, node.limit)]
    step = node_of(flow, unit, node.step) if node.step is not None else flow.bounded(SMALL, 1, 1)
    loop_variable(flow, parts[0], parts[1], step, unit.assigned_by(flow, node.var))


def _generic_for(flow: Flow, unit: ChunkFlow, node: lua.GenericFor, _: Object | None) -> None:
    iterator, state, control, closing = _values(flow, unit, node.values, 4)
    variables = [unit.assigned_by(flow, binding) for binding in node.names]
    last = flow.graph.node()
    flow.graph.edge(control, last)
    flow.graph.edge(variables[0], last)
    results = call(flow, iterator, Stepping(flow.graph, (state, last), is_closed=True))
    call_node = node.values[0]
    path = unit.library.function_of(call_node.func) if isinstance(call_node, lua.Call) else None
    gives_values = path == "ipairs" or (path == "pairs" and not flow.heap.mentions("__pairs"))
    for position, variable in enumerate(variables):
        value = results.at(position)
        if position == 0 or (position == 1 and gives_values):
            # The loop ends with the first nil.
            flow.graph.masked(value, variable, ~NIL)
        else:
            flow.graph.edge(value, variable)
    _close(flow, closing)


def _return(flow: Flow, unit: ChunkFlow, node: lua.Return, function: Object | None) -> None:
    results = unit.exports if function is None else function.results
    assert results is not None
    pack = pack_of(flow, unit, node.values, flow.consumed)
    signature = unit.signatures.get(function.node.id) if function is not None and function.node is not None else None
    if signature is not None and signature.results and len(pack.explicit) <= len(signature.results):
        explicit = []
        for value, kind in zip(pack.explicit, signature.results, strict=False):
            explicit.append(flow.graph.node())
            flow.consumed.add(explicit[-1])
            # Whether a result may be nil is known better from what is returned.
            flow.graph.masked(value, explicit[-1], kind | NIL | OBJECTS | UNKNOWN)
        pack.explicit = tuple(explicit)
    results.add_source(pack)


def _call_statement(flow: Flow, unit: ChunkFlow, node: lua.CallStatement, _: Object | None) -> None:
    node_of(flow, unit, node.call)


def _expressions(*names: str) -> Callable[[Flow, ChunkFlow, Any, Object | None], None]:
    def look(flow: Flow, unit: ChunkFlow, node: Any, _: Object | None) -> None:
        for name in names:
            node_of(flow, unit, getattr(node, name))

    return look


STATEMENTS: dict[type, Callable[[Flow, ChunkFlow, Any, Object | None], None]] = {
    lua.Local: _local,
    lua.LocalFunction: _local_function,
    lua.Assign: _assign,
    lua.FunctionStatement: _function_statement,
    lua.NumericFor: _numeric_for,
    lua.GenericFor: _generic_for,
    lua.Return: _return,
    lua.CallStatement: _call_statement,
    lua.While: _expressions("condition"),
    lua.Repeat: _expressions("condition"),
}
