"""Compile-time constants: `local name <const> = …` with a value that the text gives (manual §3.3.7).

Lua keeps no variable for such a name. Messages do not name it then, the debug library does not list it, and a string
that is called a key is the name of the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cmc.transpiler.syntax import nodes as lua

if TYPE_CHECKING:
    from cmc.transpiler.analysis.scopes import Variable

Constant = lua.Nil | lua.Boolean | lua.Number | lua.String

_FOLDED: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
"""The operators that are reckoned with here; of the others a message may show a name where Lua has none."""


def declared_constant(node: lua.Local, uses: Mapping[int, "Variable"]) -> Constant | None:
    """The constant that the last name of a declaration stands for, the only one of them that may."""
    if not node.names or node.names[-1].attribute != "const" or len(node.names) != len(node.values):
        return None
    return constant_of(node.values[-1], uses)


def constant_of(node: lua.Expression, uses: Mapping[int, "Variable"]) -> Constant | None:
    """The literal that an expression amounts to, None for all that is not constant."""
    if isinstance(node, Constant):
        return node
    if isinstance(node, lua.Paren):
        return constant_of(node.inner, uses)
    if isinstance(node, lua.Name):
        variable = uses.get(node.id)
        return None if variable is None else variable.constant
    if isinstance(node, lua.Unary) and node.op == "-":
        operand = constant_of(node.operand, uses)
        return replace(operand, value=-operand.value) if isinstance(operand, lua.Number) else None
    if isinstance(node, lua.Binary) and node.op in _FOLDED:
        left, right = constant_of(node.left, uses), constant_of(node.right, uses)
        if isinstance(left, lua.Number) and isinstance(right, lua.Number):
            return replace(left, value=_FOLDED[node.op](left.value, right.value))
    return None
