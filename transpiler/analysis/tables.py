"""Which tables a chunk keeps to itself, and what may be stored in them.

Tables that may be the same are put into one *group* by unification: constructors, locals, parameters and results of
functions whose calls are all known, fields and elements of other groups. A table that gets to a place which the chunk
does not show (a global, an unknown function, a metatable, what the chunk returns) is *open*, and so are all tables
that can be reached through it. Of a group that is not open, the stores in sight are all there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.analysis.functions import Functions
from cmc.transpiler.analysis.kinds import OTHER, TABLE
from cmc.transpiler.analysis.library import FUNCTIONS
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

ELEMENTS = None
"""The name of a group's field that stands for all keys that are no constant strings."""


@dataclass(slots=True, eq=False)
class Group:
    """Tables that may be the same. `parent` leads to the group that this one was unified with."""

    parent: "Group | None" = None
    is_open: bool = False
    is_dynamic: bool = False
    fields: "dict[str | None, Group]" = field(default_factory=dict)
    stores: "dict[str | None, list[lua.Expression | None]]" = field(default_factory=dict)


def find(group: Group) -> Group:
    """The group that stands for all that were unified with `group`."""
    root = group
    while root.parent is not None:
        root = root.parent
    while group is not root:
        group.parent, group = root, group.parent or root
    return root


@dataclass(slots=True, eq=False)
class Tables:
    """The groups of a chunk, by variable and by the nodes that give tables; all are open if `known` is false."""

    scopes: Scopes
    functions: Functions
    known: bool
    of_variable: dict[Variable, Group] = field(default_factory=dict)
    of_node: dict[int, Group] = field(default_factory=dict)
    of_result: dict[int, Group] = field(default_factory=dict)
    loops: set[int] = field(default_factory=set)
    open: Group = field(default_factory=lambda: Group(is_open=True))

    def group_of(self, node: lua.Node) -> Group | None:
        """The group of the tables that an expression may give; None when nothing is known."""
        if not self.known:
            return None
        group = _group(self, node)
        return None if group is None or find(group).is_open else find(group)

    def place_of(self, node: lua.Index) -> "Place | None":
        """Where an expression reads; None when values may be stored there that the chunk does not show."""
        group = self.group_of(node.obj)
        if group is None:
            return None
        if group.is_dynamic or _is_numeric(self, node.key):
            return Place(group, ELEMENTS)
        return Place(group, node.key.value if isinstance(node.key, lua.String) else ANYWHERE)

    def anywhere_in(self, node: lua.Expression) -> "Place | None":
        """All fields of the tables that an expression gives."""
        group = self.group_of(node)
        return None if group is None else Place(group, ANYWHERE)


ANYWHERE = ""
"""The name that stands for all fields of a group, the one under the empty string included."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of the tables of a group."""

    group: Group
    name: str | None

    @property
    def values(self) -> list[lua.Expression | None]:
        """What is stored there; None stands for a value that nobody knows."""
        stores = self.group.stores
        if self.name == ANYWHERE:
            return [value for values in stores.values() for value in values]
        return stores.get(self.name, [])


def find_tables(chunk: lua.Chunk, scopes: Scopes, functions: Functions, *, closed: bool) -> Tables:
    """Puts the tables of a chunk into groups; all are open if `closed` is false."""
    tables = Tables(scopes, functions, closed)
    if not closed:
        return tables
    for function in scopes.functions.values():
        _bind_parameters(tables, function.node)
    for node in walk(chunk.body):
        handler = _EFFECTS.get(type(node))
        if handler is not None:
            handler(tables, node)
    for node in functions.returns[chunk.id]:
        for value in node.values:
            _open(tables, value)
    return tables


# Unification


def _unify(one: Group, other: Group) -> None:
    pending = [(one, other)]
    while pending:
        left, right = (find(group) for group in pending.pop())
        if left is right:
            continue
        right.parent = left
        left.is_open = left.is_open or right.is_open
        left.is_dynamic = left.is_dynamic or right.is_dynamic
        for name, group in right.fields.items():
            if name in left.fields:
                pending.append((left.fields[name], group))
            else:
                left.fields[name] = group
        for name, values in right.stores.items():
            left.stores.setdefault(name, []).extend(values)
        if left.is_dynamic and not left.is_open:
            pending += _merge_fields(left)
        if left.is_open:
            # Whatever can be reached through an open table is open itself.
            pending += [(left, group) for group in left.fields.values()]
            left.fields, left.stores = {}, {}


def _merge_fields(group: Group) -> list[tuple[Group, Group]]:
    """Makes all fields of a group one, because its keys are not known; returns what has to be unified for that."""
    group.is_dynamic = True
    elements = group.fields.setdefault(ELEMENTS, Group())
    others = [other for name, other in group.fields.items() if name is not ELEMENTS]
    group.fields = {ELEMENTS: elements}
    for name in [name for name in group.stores if name is not ELEMENTS]:
        group.stores.setdefault(ELEMENTS, []).extend(group.stores.pop(name))
    return [(elements, other) for other in others]


def _make_dynamic(group: Group) -> None:
    group = find(group)
    if not group.is_open:
        for one, other in _merge_fields(group):
            _unify(one, other)


def _field(group: Group, name: str | None) -> Group:
    """The group of the tables under a key."""
    group = find(group)
    if group.is_open:
        return group
    return group.fields.setdefault(ELEMENTS if group.is_dynamic else name, Group())


def _store(tables: Tables, group: Group, name: str | None, value: lua.Expression | None) -> None:
    """Notes that a value, None for an unknown one, is stored under a key."""
    place = _field(group, name)
    group = find(group)
    if not group.is_open:
        group.stores.setdefault(ELEMENTS if group.is_dynamic else name, []).append(value)
    stored = tables.open if value is None else _group(tables, value)
    if stored is not None:
        _unify(place, stored)


def _open(tables: Tables, value: lua.Expression) -> None:
    """Notes that a value gets to where nobody sees what happens to it."""
    group = _group(tables, value)
    if group is not None:
        _unify(tables.open, group)


# The tables that an expression gives


def _group(tables: Tables, node: lua.Node) -> Group | None:
    handler = _GROUPS.get(type(node))
    return handler(tables, node) if handler is not None else None


def _of_variable(tables: Tables, variable: Variable) -> Group:
    return tables.of_variable.setdefault(variable, Group())


def _of_name(tables: Tables, node: lua.Name) -> Group:
    variable = tables.scopes.uses.get(node.id)
    return tables.open if variable is None else _of_variable(tables, variable)


def _of_index(tables: Tables, node: lua.Index) -> Group | None:
    group = _group(tables, node.obj)
    return None if group is None else _field(group, _key_name(tables, group, node.key))


def _key_name(tables: Tables, group: Group, key: lua.Expression) -> str | None:
    """The field that a key means. Keys that may be strings, and are not constant, mean any."""
    if isinstance(key, lua.String):
        return key.value
    if not _is_numeric(tables, key):
        _make_dynamic(group)
    return ELEMENTS


def _is_numeric(tables: Tables, key: lua.Expression) -> bool:
    """Whether a key is a number by its form alone: the kinds of locals are not known yet."""
    if isinstance(key, lua.Number):
        return True
    if isinstance(key, lua.Unary):
        return key.op == "#"
    if isinstance(key, lua.Binary):
        return key.op in ("+", "-", "*", "//", "%")
    if isinstance(key, lua.Name):
        variable = tables.scopes.uses.get(key.id)
        return variable is not None and variable.kind == "for" and isinstance(variable.declaration, lua.NumericFor)
    return False


def _of_call(tables: Tables, node: lua.Call) -> Group | None:
    path = tables.functions.library.function_of(node.func)
    if path is not None:
        if path in ("table.remove", "table.unpack") and node.args:
            group = _group(tables, node.args[0])
            return None if group is None else _field(group, ELEMENTS)
        return None if not FUNCTIONS[path].kind & (TABLE | OTHER) else tables.open
    callees = tables.functions.callees(node)
    if tables.functions.count(node) != 1:
        return tables.open
    groups = [tables.of_result.setdefault(function.id, Group()) for function in callees]
    for group in groups[1:]:
        _unify(groups[0], group)
    return groups[0]


def _of_logic(tables: Tables, node: lua.Binary) -> Group | None:
    if node.op not in ("and", "or"):
        return None if node.op in ("==", "~=", "<", "<=", ">", ">=") else tables.open
    left, right = _group(tables, node.left), _group(tables, node.right)
    if left is not None and right is not None:
        _unify(left, right)
    return left if left is not None else right


_GROUPS: dict[type, Callable[[Tables, Any], Group | None]] = {
    lua.Name: _of_name,
    lua.Paren: lambda tables, node: _group(tables, node.inner),
    lua.Table: lambda tables, node: tables.of_node.setdefault(node.id, Group()),
    lua.Index: _of_index,
    lua.Call: _of_call,
    lua.MethodCall: lambda tables, node: tables.open,
    lua.Vararg: lambda tables, node: tables.open,
    lua.Binary: _of_logic,
    lua.Unary: lambda tables, node: tables.open if node.op != "not" else None,
}

# What statements and calls do with tables


def _bind_parameters(tables: Tables, function: lua.Function | lua.Chunk) -> None:
    """The parameters of a function that anybody may call are open, and so is what it returns unless it is counted."""
    if isinstance(function, lua.Chunk):
        return
    if function.id not in tables.functions.calls:
        for binding in function.params:
            _unify(tables.open, _of_variable(tables, tables.scopes.declares[binding.id]))
    is_closed = function.id in tables.functions.calls
    for statement in tables.functions.returns[function.id]:
        for value in statement.values:
            if is_closed and function.id in tables.functions.single:
                group = _group(tables, value)
                if group is not None:
                    _unify(tables.of_result.setdefault(function.id, Group()), group)
            else:
                _open(tables, value)
    if not is_closed:
        _unify(tables.open, tables.of_result.setdefault(function.id, Group()))


def _constructor(tables: Tables, node: lua.Table) -> None:
    group = _group(tables, node)
    assert group is not None
    for entry in node.fields:
        if entry.key is not None:
            _open(tables, entry.key)
        name = ELEMENTS if entry.key is None else _key_name(tables, group, entry.key)
        many = entry.key is None and tables.functions.count(entry.value) != 1
        _store(tables, group, name, None if many else entry.value)


def _local(tables: Tables, node: lua.Local) -> None:
    for position, binding in enumerate(node.names):
        _assign_variable(tables, tables.scopes.declares[binding.id], _value_at(tables, node.values, position))


def _value_at(tables: Tables, values: list[lua.Expression], position: int) -> lua.Expression | None:
    """The value for a target: None for an unknown one; a literal nil where there is none."""
    if position < len(values) - 1 or (position == len(values) - 1 and tables.functions.count(values[-1]) is not None):
        return values[position]
    if values and tables.functions.count(values[-1]) is None:
        return values[position] if position == len(values) - 1 and not isinstance(values[-1], lua.Vararg) else None
    return lua.Nil(-1, 0, 0, 0)


def _assign_variable(tables: Tables, variable: Variable, value: lua.Expression | None) -> None:
    group = tables.open if value is None else _group(tables, value)
    if group is not None:
        _unify(_of_variable(tables, variable), group)


def _assign(tables: Tables, node: lua.Assign) -> None:
    for position, target in enumerate(node.targets):
        value = _value_at(tables, node.values, position)
        if isinstance(target, lua.Name):
            variable = tables.scopes.uses.get(target.id)
            if variable is not None:
                _assign_variable(tables, variable, value)
            elif value is not None:
                _open(tables, value)
            continue
        assert isinstance(target, lua.Index)
        group = _group(tables, target.obj)
        _open(tables, target.key)
        if group is not None:
            _store(tables, group, _key_name(tables, group, target.key), value)
        elif value is not None:
            _open(tables, value)


def _function_statement(tables: Tables, node: lua.FunctionStatement) -> None:
    if isinstance(node.target, lua.Index):
        group = _group(tables, node.target.obj)
        if group is not None:
            _store(tables, group, _key_name(tables, group, node.target.key), node.function)


def _generic_for(tables: Tables, node: lua.GenericFor) -> None:
    call = node.values[0]
    variables = [tables.scopes.declares[binding.id] for binding in node.names]
    path = tables.functions.library.function_of(call.func) if isinstance(call, lua.Call) else None
    if path in ("pairs", "ipairs") and isinstance(call, lua.Call) and len(call.args) == 1:
        group = _group(tables, call.args[0])
        if group is not None:
            if path == "pairs":
                _make_dynamic(group)
                _unify(tables.open, _of_variable(tables, variables[0]))
            if len(variables) > 1:
                _unify(_of_variable(tables, variables[1]), _field(group, ELEMENTS))
            tables.loops.add(call.id)
            return
    for variable in variables:
        _unify(tables.open, _of_variable(tables, variable))
    for value in node.values:
        _open(tables, value)


_WITHOUT_TABLES = frozenset((
    "io.write", "math.abs", "math.ceil", "math.cos", "math.exp", "math.floor", "math.fmod",
    "math.log", "math.max", "math.min", "math.random", "math.sin", "math.sqrt", "math.type", "os.clock", "os.getenv",
    "os.time", "print", "rawequal", "rawlen", "string.byte", "string.char", "string.find", "string.format",
    "string.gmatch", "string.len", "string.lower", "string.match", "string.rep", "string.sub", "string.upper",
    "table.concat", "tonumber", "tostring", "type",
))  # fmt: skip
"""Functions of the library that keep no table, and give none that was there before. The results of `pairs` and `ipairs`
are the table again, which only a loop does not show to others."""


def _call(tables: Tables, node: lua.Call) -> None:
    path = tables.functions.library.function_of(node.func)
    args = node.args
    if path == "table.insert" and len(args) in (2, 3) and tables.functions.count(args[-1]) is not None:
        group = _group(tables, args[0])
        if group is not None:
            _store(tables, group, ELEMENTS, args[-1])
        return
    if path in ("table.remove", "table.unpack"):
        group = _group(tables, args[0]) if args else None
        if group is not None and path == "table.unpack":
            # Only the first of its results can be followed.
            _unify(tables.open, _field(group, ELEMENTS))
        return
    if node.id in tables.loops or path in _WITHOUT_TABLES:
        return
    functions = tables.functions.callees(node) if path is None else []
    if path is None and functions and all(function.id in tables.functions.calls for function in functions):
        for function in functions:
            _pass(tables, function, args)
        return
    if path == "table.sort" and args:
        group = _group(tables, args[0])
        if group is not None and len(args) > 1:
            # The comparison gets the elements.
            _unify(tables.open, _field(group, ELEMENTS))
        args = args[1:]
    for value in args:
        _open(tables, value)


def _pass(tables: Tables, function: lua.Function, args: list[lua.Expression]) -> None:
    """Arguments become parameters; those beyond them are part of `...`."""
    for position, binding in enumerate(function.params):
        _assign_variable(tables, tables.scopes.declares[binding.id], _value_at(tables, args, position))
    for value in args[len(function.params) :]:
        _open(tables, value)


def _method_call(tables: Tables, node: lua.MethodCall) -> None:
    for value in (node.obj, *node.args):
        _open(tables, value)


def _operator(tables: Tables, node: lua.Binary) -> None:
    """Metamethods may see operands; tables with metatables are open anyway."""
    if node.op in ("and", "or"):
        _group(tables, node)


_EFFECTS: dict[type, Callable[[Tables, Any], None]] = {
    lua.Table: _constructor,
    lua.Local: _local,
    lua.Assign: _assign,
    lua.FunctionStatement: _function_statement,
    lua.GenericFor: _generic_for,
    lua.Call: _call,
    lua.MethodCall: _method_call,
    lua.Binary: _operator,
}
