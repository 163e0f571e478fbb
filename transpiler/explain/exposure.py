"""Through what a function or table gets to code that is not in sight."""

from collections.abc import Iterator
from typing import TypeAlias

from cmc.transpiler.analysis.flow.heap import Object
from cmc.transpiler.analysis.flow.state import ChunkFlow, Flow
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import OTHER
from cmc.transpiler.explain.view import View
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_SOMEHOW = "which code that is not in sight may get hold of"


def through(view: View, made: Object, *, follow: bool = True) -> str:
    """A clause about an exposed object: `which is passed to \\`unknown\\` (line 3)`; `follow` those that hold it."""
    flow = view.flow
    assert flow is not None
    for source, chunk, unit in view.chunks:
        for text, value, node, holder in _ways_out(view, flow, source, chunk, unit):
            if not _holds(flow, unit, value, made):
                continue
            held = _exposed(flow, unit, holder) if holder is not None else None
            if held is not None and held is not made and follow:
                return f"which {text}, {through(view, held, follow=False)}"
            return f"which {text} ({view.place(node, source)})"
    return _SOMEHOW


def _holds(flow: Flow, unit: ChunkFlow, value: lua.Node, made: Object) -> bool:
    """Whether an expression may give an object, or one of a function's copies."""
    if isinstance(value, lua.Function):
        return value is made.node
    found = flow.heap.among(unit.bits_of(flow, value.id)) if unit.is_known(value.id) else []
    return any(each is made or (made.node is not None and each.node is made.node) for each in found)


_WayOut: TypeAlias = tuple[str, lua.Expression, lua.Node, lua.Expression | None]
"""How a value gets outside, the value, where, and the table that holds it, if one does."""


def _ways_out(view: View, flow: Flow, source: Source, chunk: lua.Chunk, unit: ChunkFlow) -> Iterator[_WayOut]:
    """The expressions of a chunk whose values get outside."""
    is_open = bool(flow.globals.is_exposed)
    returned = {id(node) for node in walk(chunk.body, into_functions=False) if isinstance(node, lua.Return)}
    for node in walk(chunk.body):
        if isinstance(node, lua.FunctionStatement):
            yield from _stored(view, flow, source, unit, node.target, node.function, is_open=is_open)
        elif isinstance(node, lua.Assign):
            for target, value in zip(node.targets, node.values, strict=False):
                yield from _stored(view, flow, source, unit, target, value, is_open=is_open)
        elif isinstance(node, lua.Return):
            if id(node) in returned:
                yield from (("the chunk returns", value, node, None) for value in node.values)
            else:
                owner = _function_around(unit, node)
                if owner is not None and owner.is_exposed:
                    name = getattr(owner.node, "name", "") or "a function"
                    yield from ((f"`{name}` returns to code outside", value, node, None) for value in node.values)
        elif isinstance(node, lua.Call | lua.MethodCall):
            name = _foreign(view, flow, source, unit, node)
            if name:
                yield from ((f"is passed to {name}", value, node, None) for value in node.args)
        elif isinstance(node, lua.Table) and _exposed(flow, unit, node):
            text = f"is a field of the table of {view.place(node, source)}"
            yield from ((text, field.value, field, node) for field in node.fields)


def _stored(
    view: View, flow: Flow, source: Source, unit: ChunkFlow, target: lua.Expression, value: lua.Expression,
    *, is_open: bool,
) -> Iterator[_WayOut]:  # fmt: skip
    if isinstance(target, lua.Name):
        if target.id not in unit.scopes.uses and is_open:
            yield f"is the global `{target.name}`, which other code may use", value, target, None
    elif isinstance(target, lua.Index) and (_exposed(flow, unit, target.obj) or _is_unknown(flow, unit, target.obj)):
        yield f"is a field of `{view.text(target.obj, source)}`", value, target, target.obj


def _is_unknown(flow: Flow, unit: ChunkFlow, node: lua.Expression) -> bool:
    """Whether an expression may give an object of other code."""
    return not unit.is_known(node.id) or bool(unit.bits_of(flow, node.id) & UNKNOWN)


def _exposed(flow: Flow, unit: ChunkFlow, node: lua.Expression) -> Object | None:
    """An exposed object that an expression may give."""
    bits = unit.bits_of(flow, node.id) if unit.is_known(node.id) else 0
    return next((made for made in flow.heap.among(bits) if made.is_exposed), None)


def _foreign(view: View, flow: Flow, source: Source, unit: ChunkFlow, call: lua.Call | lua.MethodCall) -> str:
    """The name of what a call may reach outside of the program, empty if it reaches nothing there."""
    if isinstance(call, lua.Call) and unit.library.function_of(call.func) is not None:
        return f"`{view.text(call.func, source)}`"
    if unit.bits_of_callee(flow, call.id) & (UNKNOWN | OTHER):
        callee = f"{view.text(call.obj, source)}:{call.name}" if isinstance(call, lua.MethodCall) else ""
        return f"`{callee or view.text(call.func, source)}`, which is not known"  # type: ignore[union-attr]
    return ""


def _function_around(unit: ChunkFlow, node: lua.Return) -> Object | None:
    """The object of the function that a `return` stands in."""
    for id, returns in unit.returns.items():
        if any(each is node for each in returns):
            return unit.functions.get(id)
    return None
