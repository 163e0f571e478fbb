"""Tables that are nothing but sequences: their length is the number of their entries, whatever the program does.

Such a table is made by a constructor, has no metatable, and is stored in only in ways that leave no hole: at its end,
at positions that are there, and at 1, 2, 3 and so on in a loop. It may lose its last element.
"""

from dataclasses import dataclass

from cmc.transpiler.analysis.flow.heap import Heap, Object
from cmc.transpiler.analysis.flow.values import UNKNOWN
from cmc.transpiler.analysis.kinds import FUNCTION, NIL
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(frozen=True, slots=True)
class Keeping:
    """What has to hold for a store to leave no hole.

    `is_late` says that code may run between asking for the length and the store: the table must not shrink meanwhile.
    `by_field` says that the table is looked up twice: no metamethod may answer. `may_be_nil` says that storing nil does
    nothing. `shrinks` says that the last element goes.
    """

    is_late: bool = False
    by_field: bool = False
    may_be_nil: bool = True
    shrinks: bool = False


ATOMIC = Keeping()
"""What the library does at the end of a table, at once."""

REPLACING = Keeping(may_be_nil=False)
"""What the library does inside a table, at once."""

SORTING = Keeping(is_late=True)
"""What the library does between calls of a function."""


def note_store(table: Object, value: int, keeping: Keeping | None) -> None:
    """A value is stored under a number."""
    if keeping is None:
        table.is_scattered = True
        return
    table.is_late |= keeping.is_late
    table.by_field |= keeping.by_field
    table.shrinks |= keeping.shrinks
    if not keeping.may_be_nil:
        table.elements.append(value)


def note_removal(tables: list[Object]) -> None:
    """The last element goes (`table.remove`)."""
    for table in tables:
        table.shrinks = True


def is_sequence(heap: Heap, table: Object) -> bool:
    """Whether the length of a table is the number of its entries, once all values are known."""
    values = heap.graph.values
    return not (
        table.is_exposed
        or table.is_scattered
        or not isinstance(table.node, lua.Table)
        or values[table.metatables]
        or (table.is_late and table.shrinks)
        or (table.by_field and _indexes_by_function(heap))
        or any(values[element] & NIL for element in table.elements)
    )


def _indexes_by_function(heap: Heap) -> bool:
    return heap.mentions("__index") and bool(heap.graph.values[heap.event("__index")] & (FUNCTION | UNKNOWN))


def keeping_stores(
    chunk: lua.Chunk, scopes: Scopes, library: Library, heap: Heap, *, trusts_library: bool
) -> dict[int, Keeping]:
    """The assignments that leave no hole in a table, by the ids of their targets."""
    found: dict[int, Keeping] = {}
    for node in walk(chunk.body):
        if isinstance(node, lua.Assign) and len(node.targets) == len(node.values) == 1:
            target = node.targets[0]
            keeping = _at_the_end(target, node.values[0], scopes, heap) if isinstance(target, lua.Index) else None
            if keeping is not None:
                found[target.id] = keeping
        elif isinstance(node, lua.NumericFor):
            found.update(dict.fromkeys(_counted_stores(node, scopes), Keeping(is_late=True, may_be_nil=False)))
        elif isinstance(node, lua.GenericFor) and trusts_library:
            found.update(dict.fromkeys(_visited_stores(node, scopes, library), Keeping(is_late=True, may_be_nil=False)))
    return found


def _at_the_end(target: lua.Index, value: lua.Expression, scopes: Scopes, heap: Heap) -> Keeping | None:
    """`t[#t + 1] = value`, `t[#t] = nil`"""
    key, is_behind = target.key, False
    if isinstance(key, lua.Binary) and key.op == "+" and isinstance(key.right, lua.Number) and key.right.value == 1:
        key, is_behind = key.left, True
    if not isinstance(key, lua.Unary) or key.op != "#" or not _are_same(target.obj, key.operand, scopes):
        return None
    if not is_behind and not isinstance(value, lua.Nil):
        return None
    by_field = not isinstance(target.obj, lua.Name) or target.obj.id not in scopes.uses
    return Keeping(_runs_code(value, heap), by_field, True, not is_behind)


def _are_same(first: lua.Expression, second: lua.Expression, scopes: Scopes) -> bool:
    """Whether two expressions say the same, and mean it unless a metamethod or a call in between changes it."""
    if isinstance(first, lua.Name) and isinstance(second, lua.Name):
        variable = scopes.uses.get(first.id)
        if variable is None:
            return first.name == second.name and second.id not in scopes.uses
        return variable is scopes.uses.get(second.id) and not variable.closure_writes
    return (
        isinstance(first, lua.Index)
        and isinstance(second, lua.Index)
        and isinstance(first.key, lua.String)
        and isinstance(second.key, lua.String)
        and first.key.value == second.key.value
        and _are_same(first.obj, second.obj, scopes)
    )


_EVENTFUL = (
    "__index", "__add", "__sub", "__mul", "__div", "__mod", "__idiv", "__pow", "__unm", "__band", "__bor", "__bxor",
    "__bnot", "__shl", "__shr", "__concat", "__len", "__eq", "__lt", "__le",
)  # fmt: skip


def _runs_code(value: lua.Expression, heap: Heap) -> bool:
    """Whether evaluating an expression may run functions of the program."""
    if heap.mentions("__gc"):
        return True
    eventful = lua.Call | lua.MethodCall
    if any(heap.mentions(event) for event in _EVENTFUL):
        eventful |= lua.Index | lua.Binary | lua.Unary
    return any(isinstance(node, eventful) for node in walk(value, into_functions=False))


def _stable(node: lua.Expression, loop: lua.Node, scopes: Scopes) -> Variable | None:
    """The variable that an expression names, if nobody assigns it while a loop runs."""
    variable = scopes.uses.get(node.id) if isinstance(node, lua.Name) else None
    if variable is None or variable.start >= loop.start or variable.closure_writes:
        return None
    if any(loop.start <= write.start < loop.end for write in variable.writes):
        return None
    # The closure that runs the loop may wait while its variable is assigned.
    return variable if not variable.writes or not variable.captured else None


def _counted_stores(loop: lua.NumericFor, scopes: Scopes) -> list[int]:
    """`for i = 1, n do t[i] = value end` in every iteration, and `for i = 1, #t do … t[i] = value … end`."""
    counter = scopes.declares[loop.var.id]
    if counter.writes or not (loop.step is None or _is_positive(loop.step)) or not _is_positive(loop.first):
        return []
    found = []
    limit = loop.limit
    if isinstance(limit, lua.Unary) and limit.op == "#":
        found = [target.id for target in _stores(loop, counter, scopes) if _names(target.obj, limit.operand, scopes)]
    is_complete = loop.step is None and isinstance(loop.first, lua.Number) and loop.first.value == 1
    if is_complete and not any(isinstance(node, lua.Goto) for node in walk(loop.body, into_functions=False)):
        for statement in loop.body.statements:
            if isinstance(statement, lua.Assign):
                found += [target.id for target in _stores_of(statement, loop, counter, scopes)]
    return found


def _visited_stores(loop: lua.GenericFor, scopes: Scopes, library: Library) -> list[int]:
    """`for i in ipairs(t) do t[i] = value end`"""
    call, counter = loop.values[0], scopes.declares[loop.names[0].id]
    if not isinstance(call, lua.Call) or library.function_of(call.func) != "ipairs" or len(call.args) != 1:
        return []
    if counter.writes:
        return []
    return [target.id for target in _stores(loop, counter, scopes) if _names(target.obj, call.args[0], scopes)]


def _stores(loop: "lua.NumericFor | lua.GenericFor", counter: Variable, scopes: Scopes) -> list[lua.Index]:
    found = []
    for node in walk(loop.body, into_functions=False):
        if isinstance(node, lua.Assign):
            found += _stores_of(node, loop, counter, scopes)
    return found


def _stores_of(
    node: lua.Assign, loop: "lua.NumericFor | lua.GenericFor", counter: Variable, scopes: Scopes
) -> list[lua.Index]:
    """The targets `t[i]` of an assignment, where `t` is the same table in all iterations."""
    target = node.targets[0]
    if len(node.targets) != 1 or len(node.values) != 1 or not isinstance(target, lua.Index):
        return []
    key = target.key
    if not isinstance(key, lua.Name) or scopes.uses.get(key.id) is not counter:
        return []
    return [target] if _stable(target.obj, loop, scopes) is not None else []


def _names(first: lua.Expression, second: lua.Expression, scopes: Scopes) -> bool:
    return isinstance(first, lua.Name) and isinstance(second, lua.Name) and _are_same(first, second, scopes)


def _is_positive(node: lua.Expression) -> bool:
    return isinstance(node, lua.Number) and isinstance(node.value, int) and node.value > 0
