"""Fields that tables have from the beginning, as far as any code can tell.

A table that the top level of a chunk makes gets its functions one after the other. As long as nothing in between calls
code of the program, nobody can look for a field that is still missing, so that what a metatable would give in its place
does not matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cmc.transpiler.analysis.fills import filled_fields, targets_of
from cmc.transpiler.analysis.library import Library
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_QUIET = frozenset(("setmetatable", "require", "type", "tostring", "tonumber", "math.floor", "string.format", "select"))


@dataclass(frozen=True, slots=True)
class Definite:
    """The names of fields by the id of a table's constructor, and the expressions that read such fields of locals.

    `filled` are those that a table gets by assignments right after its constructor, which a `__newindex` might
    redirect.
    """

    fields: dict[int, frozenset[str]]
    reads: frozenset[int]
    filled: dict[int, frozenset[str]]


def find_definite(chunk: lua.Chunk, scopes: Scopes, library: Library) -> Definite:
    """Looks through the top level of a chunk, which runs once."""
    fields: dict[int, set[str]] = {}
    constructors: dict[Variable, int] = {}
    open_to: set[Variable] = set()
    defined: dict[Variable, dict[str, int]] = {}
    first_reads = _first_reads(chunk)
    for statement in chunk.body.statements:
        if isinstance(statement, lua.Local):
            if not all(_is_quiet(value, library) for value in statement.values):
                open_to.clear()
            for binding, value in zip(statement.names, statement.values, strict=False):
                variable = scopes.declares[binding.id]
                if variable.writes:
                    continue
                open_to.add(variable)
                defined[variable] = {}
                constructor = _constructor(value, library)
                if constructor is not None:
                    constructors[variable] = constructor.id
                    fields[constructor.id] = {
                        field.key.value for field in constructor.fields if isinstance(field.key, lua.String)
                    }
        elif isinstance(statement, lua.FunctionStatement | lua.Assign):
            is_one = (
                isinstance(statement, lua.FunctionStatement) or len(statement.targets) == len(statement.values) == 1
            )
            if isinstance(statement, lua.Assign) and not all(_is_quiet(value, library) for value in statement.values):
                open_to.clear()
            elif is_one:
                target = statement.target if isinstance(statement, lua.FunctionStatement) else statement.targets[0]
                bearer, name = _field_of(target, scopes)
                # What reads such a field before, the statement itself for one, finds none.
                is_read = first_reads.get(name, statement.end) < statement.end
                if bearer is not None and bearer in open_to and not is_read:
                    defined[bearer].setdefault(name, statement.end)
                    if bearer in constructors:
                        fields[constructors[bearer]].add(name)
        elif isinstance(statement, lua.CallStatement):
            if not _is_quiet(statement.call, library):
                open_to.clear()
        elif not isinstance(statement, lua.LocalFunction | lua.Return):
            open_to.clear()
    reads = frozenset(_reads(chunk, scopes, defined))
    return Definite(
        {id: frozenset(names) for id, names in fields.items()}, reads, dict(_filled(chunk, scopes, library))
    )


def _filled(chunk: lua.Chunk, scopes: Scopes, library: Library) -> Iterator[tuple[int, frozenset[str]]]:
    """`local self = setmetatable({}, C)`, then `self.name = name`: nobody has seen the table before."""
    for block in walk(chunk.body):
        if not isinstance(block, lua.Block):
            continue
        for position, statement in enumerate(block.statements):
            if not isinstance(statement, lua.Local) or len(statement.names) != 1 or len(statement.values) != 1:
                continue
            variable = scopes.declares[statement.names[0].id]
            constructor = _constructor(statement.values[0], library)
            if constructor is not None and not variable.writes:
                names = frozenset(filled_fields(block, position, variable, scopes, library))
                if names:
                    yield constructor.id, names


def _first_reads(chunk: lua.Chunk) -> dict[str, int]:
    """Where the top level of a chunk reads fields of each name for the first time."""
    written = {target.id for statement in chunk.body.statements for target in targets_of(statement)}
    found: dict[str, int] = {}
    for node in walk(chunk.body, into_functions=False):
        if isinstance(node, lua.Index) and isinstance(node.key, lua.String) and node.id not in written:
            found[node.key.value] = min(node.start, found.get(node.key.value, node.start))
    return found


def _reads(chunk: lua.Chunk, scopes: Scopes, defined: dict[Variable, dict[str, int]]) -> Iterator[int]:
    """The expressions that read a field once it is defined: inside functions, or further down at the top level."""
    for scope in scopes.functions.values():
        is_inside = isinstance(scope.node, lua.Function)
        for node in walk(scope.node.body, into_functions=False):
            if isinstance(node, lua.Index):
                variable, name = _field_of(node, scopes)
                end = defined.get(variable, {}).get(name) if variable is not None else None
                if end is not None and (is_inside or node.start > end):
                    yield node.id


def _field_of(node: lua.Expression, scopes: Scopes) -> "tuple[Variable | None, str]":
    if isinstance(node, lua.Index) and isinstance(node.obj, lua.Name) and isinstance(node.key, lua.String):
        return scopes.uses.get(node.obj.id), node.key.value
    return None, ""


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
