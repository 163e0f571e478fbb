"""Which kinds of value an expression may have: a first, flow-insensitive answer for locals.

A kind is a set of bits. Everything that is not proven is `ANY`; lowering may use a plain Python operator only where the
bits exclude what it would get wrong (docs/architecture.md, three rungs).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cmc.transpiler.analysis.scopes import Scopes, Variable
from cmc.transpiler.syntax import nodes as lua

NIL, FALSE, TRUE, SMALL, BIG, FLOAT, ASCII, STRING, TABLE, FUNCTION, OTHER = (1 << bit for bit in range(11))
"""`SMALL` are integers up to 2^31 in size, `BIG` all other integers; `ASCII` strings of one byte a character."""

BOOLEAN = FALSE | TRUE
INTEGER = SMALL | BIG
NUMBER = INTEGER | FLOAT
TEXT = ASCII | STRING
ANY = (1 << 11) - 1
FALSY = NIL | FALSE

SMALL_LIMIT = 1 << 31

_ARITHMETIC = frozenset("+-*%") | {"//"}
_COMPARISONS = frozenset(("==", "~=", "<", "<=", ">", ">="))


@dataclass(slots=True, eq=False)
class Types:
    """Kinds of the locals of a chunk, and with them of its expressions."""

    scopes: Scopes
    variables: dict[Variable, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)

    def of(self, node: lua.Node) -> int:
        """The kinds that `node`, cut to one value, may have."""
        kind = self.known.get(node.id)
        if kind is None:
            handler = _KINDS.get(type(node))
            kind = self.known[node.id] = handler(self, node) if handler is not None else ANY
        return kind


def infer(chunk: lua.Chunk, scopes: Scopes, *, closed: bool = True) -> Types:
    """Kinds of all locals: the union over what is assigned to each.

    With `closed` false (the program uses the `debug` library, which can write any local) every local is `ANY`.
    """
    types = Types(scopes)
    sources = _sources(scopes)
    for variable in sources:
        types.variables[variable] = 0 if closed else ANY
    changed = closed
    while changed:
        changed = False
        types.known.clear()
        for variable, values in sources.items():
            kind = types.variables[variable]
            for value in values:
                kind |= value if isinstance(value, int) else types.of(value)
            if kind != types.variables[variable]:
                types.variables[variable] = kind
                changed = True
    types.known.clear()
    return types


def _sources(scopes: Scopes) -> dict[Variable, list[lua.Node | int]]:
    """What may be stored in each local: expressions, or kinds where no expression says it."""
    sources: dict[Variable, list[lua.Node | int]] = {}
    for variable in scopes.declares.values():
        sources[variable] = list(_declared_values(variable))
        for write in variable.writes:
            sources[variable] += _written_values(variable, write, scopes)
    return sources


def _declared_values(variable: Variable) -> list[lua.Node | int]:
    node = variable.declaration
    if isinstance(node, lua.Local):
        position = next(i for i, name in enumerate(node.names) if name is variable.node)
        return _matching(node.values, position)
    if isinstance(node, lua.LocalFunction):
        return [FUNCTION]
    if isinstance(node, lua.NumericFor):
        return [node]
    return [ANY]


def _written_values(variable: Variable, write: lua.Node, scopes: Scopes) -> list[lua.Node | int]:
    if isinstance(write, lua.Assign):
        values: list[lua.Node | int] = []
        for position, target in enumerate(write.targets):
            if isinstance(target, lua.Name) and scopes.uses.get(target.id) is variable:
                values += _matching(write.values, position)
        return values
    return [FUNCTION] if isinstance(write, lua.FunctionStatement) else [ANY]


def _matching(values: list[lua.Expression], position: int) -> list[lua.Node | int]:
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
    return types.variables.get(variable, ANY) if variable is not None else ANY


def _counter(types: Types, node: lua.NumericFor) -> int:
    """The loop variable: an integer when start and step are, however far the limit is (manual §3.3.5)."""
    first = types.of(node.first)
    step = types.of(node.step) if node.step is not None else SMALL
    if (first | step) & ~INTEGER:
        return NUMBER
    return SMALL if not (first | types.of(node.limit)) & ~SMALL else INTEGER


def _unary(types: Types, node: lua.Unary) -> int:
    if node.op == "not":
        return BOOLEAN
    operand = types.of(node.operand)
    if node.op == "-":
        if not operand & ~NUMBER:
            return (FLOAT if operand & FLOAT else 0) | (BIG | SMALL if operand & BIG else operand & SMALL)
        return ANY
    if node.op == "#":
        return SMALL if not operand & ~TEXT else ANY
    return INTEGER if not operand & ~INTEGER else ANY


def _binary(types: Types, node: lua.Binary) -> int:
    op = node.op
    if op in _COMPARISONS:
        return BOOLEAN
    left, right = types.of(node.left), types.of(node.right)
    if op == "and":
        return (left & FALSY) | right if left & ~FALSY else left
    if op == "or":
        return (left & ~FALSY) | (right if left & FALSY else 0)
    if not left or not right:
        return 0
    if op == "..":
        if not (left | right) & ~(ASCII | NUMBER):
            return ASCII
        return TEXT if not (left | right) & ~(TEXT | NUMBER) else ANY
    if (left | right) & ~NUMBER:
        return ANY
    if op in ("/", "^"):
        return FLOAT
    if op in _ARITHMETIC:
        kind = FLOAT if (left | right) & FLOAT else 0
        return kind | (INTEGER if left & INTEGER and right & INTEGER else 0)
    return INTEGER


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
}
