"""Fields that tables have from the beginning, as far as any code can tell.

A table that the top level of a chunk makes gets its functions one after the other. As long as nothing in between calls
code of the program, nobody can look for a field that is still missing, so that what a metatable would give in its place
does not matter.
"""

from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_QUIET = frozenset(("setmetatable", "require", "type", "tostring", "tonumber", "math.floor", "string.format", "select"))


def definite_fields(chunk: lua.Chunk, scopes: Scopes, library: Library) -> dict[int, frozenset[str]]:
    """The names of such fields, by the id of the table's constructor."""
    found: dict[int, set[str]] = {}
    bearers: dict[Variable, int] = {}
    for statement in chunk.body.statements:
        if isinstance(statement, lua.Local):
            if not all(_is_quiet(value, library) for value in statement.values):
                bearers.clear()
                continue
            for binding, value in zip(statement.names, statement.values, strict=False):
                variable = scopes.declares[binding.id]
                constructor = _constructor(value, library)
                if constructor is not None and not variable.writes:
                    bearers[variable] = constructor.id
                    found[constructor.id] = {
                        field.key.value for field in constructor.fields if isinstance(field.key, lua.String)
                    }
        elif isinstance(statement, lua.FunctionStatement):
            _note(statement.target, bearers, scopes, found)
        elif isinstance(statement, lua.Assign):
            if not all(_is_quiet(value, library) for value in statement.values):
                bearers.clear()
            elif len(statement.targets) == len(statement.values) == 1:
                _note(statement.targets[0], bearers, scopes, found)
        elif isinstance(statement, lua.CallStatement):
            if not _is_quiet(statement.call, library):
                bearers.clear()
        elif not isinstance(statement, lua.LocalFunction | lua.Return):
            bearers.clear()
    return {id: frozenset(names) for id, names in found.items()}


def _note(target: lua.Expression, bearers: dict[Variable, int], scopes: Scopes, found: dict[int, set[str]]) -> None:
    if isinstance(target, lua.Index) and isinstance(target.obj, lua.Name) and isinstance(target.key, lua.String):
        variable = scopes.uses.get(target.obj.id)
        if variable in bearers:
            found[bearers[variable]].add(target.key.value)


def _constructor(value: lua.Expression, library: Library) -> lua.Table | None:
    """The constructor whose table an expression gives."""
    if isinstance(value, lua.Call) and library.function_of(value.func) == "setmetatable" and value.args:
        value = value.args[0]
    return value if isinstance(value, lua.Table) else None


def _is_quiet(value: lua.Expression, library: Library) -> bool:
    """Whether evaluating an expression calls no function of this chunk. Other modules do not see its tables yet."""
    pending: list[lua.Node] = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, lua.MethodCall):
            return False
        if isinstance(node, lua.Call) and library.function_of(node.func) not in _QUIET:
            return False
        pending += [child for child in walk(node, into_functions=False) if child is not node and _calls(child)]
    return True


def _calls(node: lua.Node) -> bool:
    return isinstance(node, lua.Call | lua.MethodCall)
