"""Where the text of a chunk makes tables that get a metatable at once (manual §2.4).

    local self = setmetatable({ size = 0 }, Stack)

    local self = { size = 0 }
    self.owner = owner
    return setmetatable(self, { __index = Stack })

In both, nobody sees the table before it has its metatable, so that it might as well be made with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """A constructor, the call that gives its table the metatable, and the expression of that.

    `source` is what fields are inherited from: the metatable, or what the literal `literal` has under `__index`.
    `is_direct` says that the constructor is an argument of the call. `statement` is the call if it stands alone.
    """

    constructor: lua.Table
    setter: lua.Call
    source: lua.Expression
    literal: lua.Table | None
    is_direct: bool
    statement: lua.Statement | None = None


def find_allocations(chunk: lua.Chunk, scopes: Scopes, library: Library) -> Iterator[Allocation]:
    """All such places of a chunk."""
    for node in walk(chunk.body):
        if isinstance(node, lua.Call):
            setting = _setting(node, library)
            if setting is not None and isinstance(node.args[0], lua.Table):
                source, literal = setting
                if _is_steady(source, scopes, all(_is_quiet(each.value) for each in node.args[0].fields)):
                    yield Allocation(node.args[0], node, source, literal, True)
        elif isinstance(node, lua.Block):
            yield from _in_block(node, scopes, library)


def _in_block(block: lua.Block, scopes: Scopes, library: Library) -> Iterator[Allocation]:
    for position, statement in enumerate(block.statements):
        if not isinstance(statement, lua.Local) or len(statement.names) != 1 or len(statement.values) != 1:
            continue
        constructor = statement.values[0]
        variable = scopes.declares[statement.names[0].id]
        if not isinstance(constructor, lua.Table) or variable.writes or statement.names[0].attribute == "close":
            continue
        for later in block.statements[position + 1 :]:
            call = _whole_call(later)
            setting = _setting(call, library) if call is not None else None
            if call is not None and setting is not None and _is_use(call.args[0], variable, scopes):
                source, literal = setting
                if _is_steady(source, scopes, True) and _is_known_at(source, statement.start, scopes):
                    alone = later if isinstance(later, lua.CallStatement) else None
                    yield Allocation(constructor, call, source, literal, False, alone)
                break
            if not _only_fills(later, variable, scopes):
                break


def _whole_call(statement: lua.Statement) -> lua.Call | None:
    """The call that a statement is, or returns."""
    value: lua.Node | None = None
    if isinstance(statement, lua.CallStatement):
        value = statement.call
    elif isinstance(statement, lua.Return) and len(statement.values) == 1:
        value = statement.values[0]
    return value if isinstance(value, lua.Call) else None


def _setting(call: lua.Call, library: Library) -> tuple[lua.Expression, lua.Table | None] | None:
    """What `setmetatable(t, C)` or `setmetatable(t, { __index = C })` inherits from, and the literal."""
    if len(call.args) != 2 or library.function_of(call.func) != "setmetatable":
        return None
    metatable = call.args[1]
    if isinstance(metatable, lua.Name):
        return metatable, None
    if isinstance(metatable, lua.Table) and len(metatable.fields) == 1:
        only = metatable.fields[0]
        if isinstance(only.key, lua.String) and only.key.value == "__index" and isinstance(only.value, lua.Name):
            return only.value, metatable
    return None


def _is_steady(source: lua.Expression, scopes: Scopes, is_undisturbed: bool) -> bool:
    """Whether an expression gives the same class before and after the fields of the constructor are evaluated."""
    variable = scopes.uses.get(source.id)
    return variable is not None and (not variable.writes or (is_undisturbed and not variable.closure_writes))


def _is_known_at(source: lua.Expression, place: int, scopes: Scopes) -> bool:
    variable = scopes.uses[source.id]
    return variable.start <= place and not variable.writes


def _is_quiet(node: lua.Expression) -> bool:
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String | lua.Function | lua.Name | lua.Vararg)


def _is_use(node: lua.Expression, variable: Variable, scopes: Scopes) -> bool:
    return isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable


def _only_fills(statement: lua.Statement, variable: Variable, scopes: Scopes) -> bool:
    """Whether a statement does nothing with a table but to set fields of it, and control goes on behind it."""
    if isinstance(statement, lua.FunctionStatement):
        # What it defines may use the table later on, as nobody can call it before.
        target = statement.target
        return isinstance(target, lua.Index) and _is_use(target.obj, variable, scopes) and _has_name(target)
    if not isinstance(statement, lua.Assign | lua.Local | lua.LocalFunction):
        return False
    filled: set[int] = set()
    if isinstance(statement, lua.Assign):
        filled = {
            target.obj.id
            for target in statement.targets
            if isinstance(target, lua.Index) and _has_name(target) and _is_use(target.obj, variable, scopes)
        }
    return not any(
        isinstance(node, lua.Name) and scopes.uses.get(node.id) is variable and node.id not in filled
        for node in walk(statement)
    )


def _has_name(target: lua.Index) -> bool:
    return isinstance(target.key, lua.String)
