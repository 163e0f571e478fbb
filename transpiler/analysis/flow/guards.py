"""What conditions, and operations that would have failed otherwise, tell of the kinds of a value."""

from cmc.transpiler.analysis.flow.values import OBJECTS, UNKNOWN
from cmc.transpiler.analysis.flow.versions import EVERYTHING
from cmc.transpiler.analysis.kinds import (
    BOOLEAN,
    FALSE,
    FLOAT,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    OTHER,
    TABLE,
    TEXT,
    TRUE,
)
from cmc.transpiler.syntax import nodes as lua

Guard = tuple[int, int]
"""The masks of a value where a condition holds, and where it does not."""

_COMPOSITE = UNKNOWN | OBJECTS

_TYPES: dict[str, Guard] = {
    "nil": (NIL, ~NIL),
    "boolean": (BOOLEAN, ~BOOLEAN),
    "number": (NUMBER, ~NUMBER),
    "string": (TEXT, ~TEXT),
    "table": (TABLE | _COMPOSITE, ~TABLE),
    "function": (FUNCTION | _COMPOSITE, ~FUNCTION),
    # Of these there are several sorts of one kind.
    "thread": (OTHER | _COMPOSITE, EVERYTHING),
    "userdata": (OTHER | _COMPOSITE, EVERYTHING),
}

_MATH_TYPES: dict[str, Guard] = {"integer": (INTEGER, ~INTEGER), "float": (FLOAT, ~FLOAT)}

TYPE_FUNCTIONS = {"type": _TYPES, "math.type": _MATH_TYPES}
"""The functions that name the type of a value, with what each name tells."""

ENDING = frozenset(("error", "os.exit"))
"""The functions of the library that never return."""

INDEXABLE = TABLE | OTHER | _COMPOSITE
"""What fields can be stored in, as long as strings have no `__newindex`."""

TABLE_FUNCTIONS = {
    "next": "", "rawset": "", "rawget": "", "setmetatable": "", "table.insert": "__newindex",
    "table.remove": "__newindex", "table.sort": "__newindex", "table.concat": "__len",
}  # fmt: skip
"""Functions that take no string for their first argument, unless strings have a certain metamethod."""


def literal_guard(literal: lua.Expression) -> Guard | None:
    """What `x == literal` tells of `x`."""
    if isinstance(literal, lua.Nil):
        return NIL, ~NIL
    if isinstance(literal, lua.Boolean):
        kind = TRUE if literal.value else FALSE
        return kind, ~kind
    if isinstance(literal, lua.Number):
        return NUMBER, EVERYTHING
    return (TEXT, EVERYTHING) if isinstance(literal, lua.String) else None
