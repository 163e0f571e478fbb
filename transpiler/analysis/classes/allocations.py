"""Where the text of a chunk gives tables their metatables (manual §2.4), and which tables have them from the beginning.

    local self = setmetatable({ size = 0 }, Stack)

    local self = { size = 0 }
    self.owner = owner
    if limit then self.limit = limit end
    return setmetatable(self, { __index = Stack })

In both, nobody sees the table before it has its metatable, so that it might as well be made with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cmc.transpiler.analysis.fills import is_use, keeps_hidden, only_fills
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A call of `setmetatable`: `source` is what the table inherits from from now on.

    That is the metatable, or what `literal` has under `__index`, if it has that; `caller` is what it has under
    `__call`. `statement` is the call if it stands alone.
    """

    call: lua.Call
    source: lua.Expression | None
    literal: lua.Table | None
    statement: lua.Statement | None = None
    caller: lua.Expression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """A constructor whose table gets its metatable before anybody sees it.

    `is_early` says that nothing happens between the two, so that it does not matter when `source` is evaluated.
    `is_argument` says that the constructor is an argument of the call.
    """

    constructor: lua.Table
    setting: Setting
    is_early: bool
    is_argument: bool


def find_settings(chunk: lua.Chunk, library: Library) -> Iterator[Setting]:
    """All calls of `setmetatable` that say what to inherit from."""
    alone = {statement.call: statement for statement in walk(chunk.body) if isinstance(statement, lua.CallStatement)}
    for node in walk(chunk.body):
        if isinstance(node, lua.Call) and len(node.args) == 2 and library.function_of(node.func) == "setmetatable":
            metatable = node.args[1]
            if isinstance(metatable, lua.Table):
                known = {getattr(each.key, "value", ""): each.value for each in metatable.fields if each.named}
                if known and len(known) == len(metatable.fields) and known.keys() <= {"__index", "__call"}:
                    yield Setting(node, known.get("__index"), metatable, alone.get(node), known.get("__call"))
            elif not isinstance(metatable, lua.Call | lua.MethodCall | lua.Vararg):
                yield Setting(node, metatable, None, alone.get(node))


def find_allocations(chunk: lua.Chunk, scopes: Scopes, settings: dict[lua.Node, Setting]) -> Iterator[Allocation]:
    """All tables of a chunk that get their metatable at once."""
    for setting in settings.values():
        constructor = setting.call.args[0]
        if isinstance(constructor, lua.Table):
            quiet = all(_is_quiet(each.value) for each in constructor.fields)
            if quiet or _is_steady(setting.source, scopes):
                yield Allocation(constructor, setting, True, True)
    for node in walk(chunk.body):
        if isinstance(node, lua.Block):
            yield from _in_block(node, scopes, settings)


def _in_block(block: lua.Block, scopes: Scopes, settings: dict[lua.Node, Setting]) -> Iterator[Allocation]:
    for position, statement in enumerate(block.statements):
        if not isinstance(statement, lua.Local) or len(statement.names) != 1 or len(statement.values) != 1:
            continue
        constructor = statement.values[0]
        variable = scopes.declares[statement.names[0].id]
        if not isinstance(constructor, lua.Table) or variable.writes or statement.names[0].attribute == "close":
            continue
        is_early = all(_is_quiet(each.value) for each in constructor.fields)
        known = {each.key.value for each in constructor.fields if isinstance(each.key, lua.String)}
        for later in block.statements[position + 1 :]:
            call = _whole_call(later)
            setting = settings.get(call) if call is not None else None
            if call is not None and setting is not None and is_use(call.args[0], variable, scopes):
                if is_early or (_is_steady(setting.source, scopes) and _is_known_at(setting, statement.start, scopes)):
                    yield Allocation(constructor, setting, is_early, False)
                break
            if not only_fills(later, variable, scopes) and not keeps_hidden(later, variable, scopes, known):
                break
            is_early = is_early and _works_nothing_out(later)


def _whole_call(statement: lua.Statement) -> lua.Call | None:
    """The call that a statement is, or returns."""
    value: lua.Node | None = None
    if isinstance(statement, lua.CallStatement):
        value = statement.call
    elif isinstance(statement, lua.Return) and len(statement.values) == 1:
        value = statement.values[0]
    return value if isinstance(value, lua.Call) else None


def _is_steady(source: lua.Expression | None, scopes: Scopes) -> bool:
    """Whether an expression gives the same class before and after other things are evaluated."""
    variable = scopes.uses.get(source.id) if source is not None else None
    return variable is not None and not variable.writes


def _is_known_at(setting: Setting, place: int, scopes: Scopes) -> bool:
    return setting.source is not None and scopes.uses[setting.source.id].start <= place


def _is_quiet(node: lua.Expression) -> bool:
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String | lua.Function | lua.Name | lua.Vararg)


def _works_nothing_out(statement: lua.Statement) -> bool:
    """`C.__index = C`, or another field that gets a value that is there already."""
    return isinstance(statement, lua.FunctionStatement) or (
        isinstance(statement, lua.Assign) and all(_is_quiet(value) for value in statement.values)
    )
