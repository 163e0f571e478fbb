"""Which kinds of value an expression may have: a first, flow-insensitive answer for locals.

A kind is a set of bits. Everything that is not proven is `ANY`; lowering may use a plain Python operator only where the
bits exclude what it would get wrong (docs/architecture.md, three rungs).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cmc.transpiler.analysis.functions import Functions
from cmc.transpiler.analysis.kinds import (
    ANY,
    ASCII,
    BIG,
    BOOLEAN,
    COUNTER,
    FALSE,
    FALSY,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    SMALL,
    SMALL_LIMIT,
    STRING,
    TABLE,
    TEXT,
    TRUE,
)
from cmc.transpiler.analysis.library import CONSTANTS, FUNCTIONS
from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.analysis.tables import Place, Tables
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

Source: TypeAlias = "lua.Node | int | Callable[[Types], int]"
"""What a variable may get: the value of an expression, kinds, or kinds that depend on others."""

_ARITHMETIC = frozenset("+-*%") | {"//"}
_BITWISE = frozenset(("&", "|", "~", "<<", ">>"))
_EVENTS = {
    "+": "__add", "-": "__sub", "*": "__mul", "/": "__div", "%": "__mod", "//": "__idiv", "^": "__pow", "&": "__band",
    "|": "__bor", "~": "__bxor", "<<": "__shl", ">>": "__shr",
}  # fmt: skip
_COMPARISONS = frozenset(("==", "~=", "<", "<=", ">", ">="))


@dataclass(slots=True, eq=False)
class Types:
    """Kinds of the locals of a chunk and of the results of its functions, and with them of its expressions.

    `metamethods` are those that there may be, None if nothing is known.
    """

    scopes: Scopes
    functions: Functions
    tables: Tables
    metamethods: frozenset[str] | None = None
    variables: dict[Variable, int] = field(default_factory=dict)
    results: dict[int, int] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)

    def at(self, place: Place | None) -> int:
        """The kinds of what is stored at a place, as far as they are known."""
        return ANY if place is None else self.places.setdefault(place, 0)

    def may_have(self, event: str) -> bool:
        """Whether a value may have a metamethod."""
        return self.metamethods is None or event in self.metamethods

    def of(self, node: lua.Node) -> int:
        """The kinds that `node`, cut to one value, may have."""
        kind = self.known.get(node.id)
        if kind is None:
            handler = _KINDS.get(type(node))
            kind = self.known[node.id] = handler(self, node) if handler is not None else ANY
        return kind


def infer(
    chunk: lua.Chunk,
    functions: Functions,
    tables: Tables,
    *,
    metamethods: frozenset[str] | None,
    closed: bool,
) -> Types:
    """Kinds of all locals: the union over what is assigned to each.

    With `closed` false (the program uses the `debug` library, which can write any local) every local is `ANY`.
    """
    scopes = functions.scopes
    types = Types(scopes, functions, tables, metamethods)
    sources = _sources(scopes, functions)
    fields = [node for node in walk(chunk.body) if isinstance(node, lua.Index)]
    for variable in sources:
        types.variables[variable] = 0 if closed else ANY
    changed = closed
    while changed:
        changed = False
        types.known.clear()
        for node in fields:
            types.of(node)
        for place, known in list(types.places.items()):
            kind = known
            for value in place.values:
                kind |= ANY if value is None else types.of(value)
            if kind != known:
                types.places[place] = kind
                changed = True
        for function in functions.single:
            kind = 0
            for statement in functions.returns[function]:
                kind |= types.of(statement.values[0])
            signature = functions.signatures.get(function)
            if signature is not None and len(signature.results) == 1:
                kind = signature.results[0]
            if kind != types.results.get(function, 0):
                types.results[function] = kind
                changed = True
        for variable, values in sources.items():
            kind = types.variables[variable]
            for source in values:
                if isinstance(source, int):
                    kind |= source
                else:
                    kind |= types.of(source) if isinstance(source, lua.Node) else source(types)
            if kind != types.variables[variable]:
                types.variables[variable] = kind
                changed = True
    types.known.clear()
    return types


def _sources(scopes: Scopes, functions: Functions) -> dict[Variable, list[Source]]:
    """What may be stored in each local: expressions, or kinds where no expression says it."""
    sources: dict[Variable, list[Source]] = {}
    for variable in scopes.declares.values():
        sources[variable] = list(_declared_values(variable, functions))
        for write in variable.writes:
            sources[variable] += _written_values(variable, write, scopes)
    return sources


def _declared_values(variable: Variable, functions: Functions) -> list[Source]:
    node = variable.declaration
    if isinstance(node, lua.Local):
        position = next(i for i, name in enumerate(node.names) if name is variable.node)
        return _matching(node.values, position)
    if isinstance(node, lua.LocalFunction):
        return [FUNCTION]
    if isinstance(node, lua.NumericFor):
        return [node]
    if isinstance(node, lua.GenericFor):
        return [_iterated(variable, node, functions)]
    if variable.kind == "param":
        return _passed_values(variable, functions)
    return [ANY]


def _iterated(variable: Variable, node: lua.GenericFor, functions: Functions) -> Source:
    """What a loop over `pairs(t)` or `ipairs(t)` gives for a variable."""
    call = node.values[0]
    path = functions.library.function_of(call.func) if isinstance(call, lua.Call) else None
    if path not in ("pairs", "ipairs") or not isinstance(call, lua.Call) or len(call.args) != 1:
        return ANY
    position = next(i for i, binding in enumerate(node.names) if binding is variable.node)
    if position == 0:
        return SMALL | COUNTER if path == "ipairs" else ANY & ~NIL
    if position > 1:
        return NIL
    table = call.args[0]

    def kind(types: Types) -> int:
        if types.of(table) & OTHER:
            return ANY
        return types.at(types.tables.anywhere_in(table)) & ~NIL

    return kind


def _passed_values(variable: Variable, functions: Functions) -> list[Source]:
    """What the calls of a function pass for a parameter, if all of them are known."""
    function = variable.function.node
    signature = functions.signatures.get(function.id)
    if signature is not None and variable.name in signature.params:
        return [signature.params[variable.name]]
    calls = functions.calls.get(function.id) if isinstance(function, lua.Function) else None
    if calls is None:
        if isinstance(function, lua.Function) and function.method and function.params[0] is variable.node:
            return [ANY & ~TEXT if functions.has_table_as_self(function) else ANY]
        return [ANY]
    assert isinstance(function, lua.Function)
    position = next(i for i, binding in enumerate(function.params) if binding is variable.node)
    values: list[Source] = []
    for call in calls:
        values += _matching(call.args, position)
    return values


def _written_values(variable: Variable, write: lua.Node, scopes: Scopes) -> list[Source]:
    if isinstance(write, lua.Assign):
        values: list[Source] = []
        for position, target in enumerate(write.targets):
            if isinstance(target, lua.Name) and scopes.uses.get(target.id) is variable:
                values += _matching(write.values, position)
        return values
    return [FUNCTION] if isinstance(write, lua.FunctionStatement) else [ANY]


def _matching(values: list[lua.Expression], position: int) -> list[Source]:
    """The value that lands at `position` of a list of targets."""
    if position < len(values):
        return [values[position]]
    if values and isinstance(values[-1], lua.Call | lua.MethodCall | lua.Vararg):
        return [ANY]
    return [NIL]


def _number(types: Types, node: lua.Number) -> int:
    if isinstance(node.value, float):
        return FLOAT
    return SMALL if -SMALL_LIMIT <= node.value <= SMALL_LIMIT else BIG


def _string(types: Types, node: lua.String) -> int:
    return ASCII if node.value.isascii() else STRING


def _name(types: Types, node: lua.Name) -> int:
    variable = types.scopes.uses.get(node.id)
    if variable is None:
        return FUNCTION if types.functions.library.path_of(node) in FUNCTIONS else ANY
    return types.variables.get(variable, ANY)


def _counter(types: Types, node: lua.NumericFor) -> int:
    """The loop variable: an integer when start and step are, however far the limit is (manual §3.3.5)."""
    first = types.of(node.first)
    step = types.of(node.step) if node.step is not None else SMALL
    if (first | step) & ~INTEGER:
        return NUMBER
    if (first | step) & ~SMALL:
        return INTEGER
    return SMALL if not types.of(node.limit) & ~SMALL else SMALL | COUNTER


def _call(types: Types, node: lua.Call) -> int:
    """The one value that a call gives where it is cut to one."""
    given = types.functions.library.given(node)
    if given is not None:
        return given.kind
    if types.functions.count(node) != 1:
        return ANY
    kind = 0
    for function in types.functions.callees(node):
        kind |= types.results.get(function.id, 0)
    return kind


def _field(types: Types, node: lua.Index) -> int:
    path = types.functions.library.path_of(node)
    if path is not None:
        return CONSTANTS.get(path, FUNCTION)
    obj = types.of(node.obj)
    if obj & (TEXT | OTHER):
        return ANY
    return NIL | types.at(types.tables.place_of(node)) if obj & TABLE else 0


def _unary(types: Types, node: lua.Unary) -> int:
    if node.op == "not":
        return BOOLEAN
    operand = types.of(node.operand)
    if node.op == "-":
        if not operand & ~NUMBER:
            return operand
        return ANY if types.may_have("__unm") else NUMBER
    if node.op == "#":
        return SMALL if not operand & ~TEXT or not types.may_have("__len") else ANY
    return INTEGER if not operand & ~INTEGER or not types.may_have("__bnot") else ANY


def _binary(types: Types, node: lua.Binary) -> int:
    op = node.op
    if op in _COMPARISONS:
        return BOOLEAN
    left, right = types.of(node.left), types.of(node.right)
    if op == "and":
        return (left & FALSY) | right if left & ~FALSY else left
    if op == "or":
        return (left & ~FALSY) | (right if left & FALSY else 0)
    # Nil raises an error in all of the following, if no metatable of its own says otherwise.
    left, right = left & ~NIL, right & ~NIL
    if not left or not right:
        return 0
    if op == "..":
        if not (left | right) & ~(ASCII | NUMBER):
            return ASCII
        return TEXT if not (left | right) & ~(TEXT | NUMBER) or not types.may_have("__concat") else ANY
    if (left | right) & ~NUMBER:
        if types.may_have(_EVENTS[op]):
            return ANY
        return FLOAT if op in ("/", "^") else INTEGER if op in _BITWISE else NUMBER
    if op in ("/", "^"):
        return FLOAT
    if op in _ARITHMETIC:
        kind = FLOAT if (left | right) & FLOAT else 0
        return kind | (_integers(op, left & INTEGER, right & INTEGER) if left & INTEGER and right & INTEGER else 0)
    if op == "&" and not (left & right) & ~SMALL:
        return SMALL
    return INTEGER


def _integers(op: str, left: int, right: int) -> int:
    """The size of a result of two integers."""
    if op == "%":
        return right  # smaller than the divisor
    if op == "//":
        return left | (SMALL if left == SMALL else BIG if left & BIG else 0)
    both = left | right
    if op == "*" or both & BIG or (left & COUNTER and right & COUNTER):
        return INTEGER
    return SMALL | COUNTER


_KINDS: dict[type, Callable[[Types, Any], int]] = {
    lua.Nil: lambda types, node: NIL,
    lua.Boolean: lambda types, node: TRUE if node.value else FALSE,
    lua.Number: _number,
    lua.String: _string,
    lua.Name: _name,
    lua.Unary: _unary,
    lua.Binary: _binary,
    lua.Paren: lambda types, node: types.of(node.inner),
    lua.Table: lambda types, node: TABLE,
    lua.NumericFor: _counter,
    lua.Function: lambda types, node: FUNCTION,
    lua.Call: _call,
    lua.Index: _field,
}
