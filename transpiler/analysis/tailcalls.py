"""Which tail calls may build chains that never end (manual §3.4.10).

Python keeps a frame for a tail call. That is harmless unless tail calls lead back to where they came from, as in state
machines and loops written as recursion. The graph of tail calls by name tells: a call on a cycle, or of a function that
no name identifies, is deep and takes the `tail` helper, which keeps the stack bounded; all others are plain calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

Key = tuple[str, object]
"""What a function can be called by: `("variable", Variable)` or `("name", global or field name)`."""

_UNKNOWN: Key = ("unknown", None)


@dataclass(slots=True, eq=False)
class _Graph:
    """Tail calls by caller, and the functions that bear each name."""

    calls: dict[lua.Node, list[tuple[lua.Return, Key]]] = field(default_factory=dict)
    bearers: dict[Key, list[lua.Node]] = field(default_factory=dict)


def deep_tail_calls(chunk: lua.Chunk, scopes: Scopes) -> frozenset[int]:
    """Ids of the `return` statements whose call must not keep its caller's frame."""
    graph = _Graph()
    for function in scopes.functions.values():
        _collect(function.node, scopes, graph)
    reach: dict[lua.Node, set[lua.Node]] = {}
    deep = set()
    for caller, calls in graph.calls.items():
        for statement, key in calls:
            if key == _UNKNOWN or any(
                caller in _reachable(graph, callee, reach) for callee in graph.bearers.get(key, ())
            ):
                deep.add(statement.id)
    return frozenset(deep)


def _reachable(graph: _Graph, start: lua.Node, memo: dict[lua.Node, set[lua.Node]]) -> set[lua.Node]:
    """All functions that tail calls can lead to from `start`, itself included."""
    if start in memo:
        return memo[start]
    found = {start}
    pending = [start]
    while pending:
        for _, key in graph.calls.get(pending.pop(), ()):
            for callee in graph.bearers.get(key, ()):
                if callee not in found:
                    found.add(callee)
                    pending.append(callee)
    memo[start] = found
    return found


def _collect(function: lua.Function | lua.Chunk, scopes: Scopes, graph: _Graph) -> None:
    for node in walk(function.body, into_functions=False):
        if isinstance(node, lua.Return) and len(node.values) == 1:
            key = _callee(node.values[0], scopes)
            if key is not None:
                graph.calls.setdefault(function, []).append((node, key))
        elif isinstance(node, lua.FunctionStatement):
            _bear(graph, _target_key(node.target, scopes), node.function)
        elif isinstance(node, lua.LocalFunction):
            _bear(graph, ("variable", scopes.declares[node.name.id]), node.function)
        elif isinstance(node, lua.Local | lua.Assign):
            _collect_assigned(node, scopes, graph)
        elif isinstance(node, lua.Field) and isinstance(node.value, lua.Function) and isinstance(node.key, lua.String):
            _bear(graph, ("name", node.key.value), node.value)


def _collect_assigned(node: lua.Local | lua.Assign, scopes: Scopes, graph: _Graph) -> None:
    targets: Sequence[lua.Binding | lua.Expression] = node.names if isinstance(node, lua.Local) else node.targets
    for target, value in zip(targets, node.values, strict=False):
        if not isinstance(value, lua.Function):
            continue
        if isinstance(target, lua.Binding):
            _bear(graph, ("variable", scopes.declares[target.id]), value)
        else:
            _bear(graph, _target_key(target, scopes), value)


def _bear(graph: _Graph, key: Key, function: lua.Function) -> None:
    graph.bearers.setdefault(key, []).append(function)


def _target_key(target: lua.Expression, scopes: Scopes) -> Key:
    if isinstance(target, lua.Name):
        variable = scopes.uses.get(target.id)
        return ("variable", variable) if variable is not None else ("name", target.name)
    if isinstance(target, lua.Index) and isinstance(target.key, lua.String):
        return ("name", target.key.value)
    return _UNKNOWN


def _callee(node: lua.Expression, scopes: Scopes) -> Key | None:
    """The key of the function that a tail call calls; None when `node` is no call."""
    if isinstance(node, lua.MethodCall):
        return ("name", node.name)
    if not isinstance(node, lua.Call):
        return None
    key = _target_key(node.func, scopes)
    if key[0] == "variable":
        variable = key[1]
        assert isinstance(variable, Variable)
        return key if _holds_one_function(variable) else _UNKNOWN
    return key


def _holds_one_function(variable: Variable) -> bool:
    """Whether all that is ever stored in a variable are functions written there."""
    declaration = variable.declaration
    if isinstance(declaration, lua.LocalFunction):
        return all(isinstance(write, lua.FunctionStatement) for write in variable.writes)
    if not isinstance(declaration, lua.Local):
        return False
    position = next(i for i, name in enumerate(declaration.names) if name is variable.node)
    if position < len(declaration.values) and not isinstance(declaration.values[position], lua.Function | lua.Nil):
        # `local insert = table.insert`: what the library's functions call comes back to us as no tail call.
        return not variable.writes and isinstance(declaration.values[position], lua.Index | lua.Name)
    return all(
        isinstance(write, lua.FunctionStatement)
        or (isinstance(write, lua.Assign) and all(isinstance(value, lua.Function) for value in write.values))
        for write in variable.writes
    )
