"""Concatenation (manual §3.4.6)."""

from itertools import pairwise

from cmc.transpiler.analysis.kinds import INTEGER, STRING, TEXT
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import walk
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import helper
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax import walk as syntax


def operands_of(node: lua.Binary) -> list[lua.Expression]:
    """The operands of a chain `a .. b .. c`, which Lua joins in one step."""
    operands = [node.left]
    right = node.right
    while isinstance(right, lua.Binary) and right.op == "..":
        operands.append(right.left)
        right = right.right
    operands.append(right)
    return operands


def lower_format(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """An f-string where every operand is text, or an integer, which prints as in Python.

    Two texts that may begin and end with halves of a character must not meet.
    """
    operands = operands_of(node)
    kinds = [ctx.unit.types.of(operand) for operand in operands]
    if any(kind & ~(TEXT | INTEGER) for kind in kinds) or any(a & b & STRING for a, b in pairwise(kinds)):
        return None
    if any(isinstance(part, lua.Function) for operand in operands for part in syntax.walk(operand)):
        # A short function may become a lambda, with quotes in it.
        return None
    parts: list[str | tuple[ir.Expression, str]] = []
    for operand in operands:
        if isinstance(operand, lua.String | lua.Number):
            parts.append(str(operand.value))
            continue
        value = lower_expression(ctx, operand)
        # Before Python 3.12, the braces of an f-string hold no quotes and no backslashes.
        if any(isinstance(node, ir.Constant | ir.Format) for node in walk(value)):
            return None
        parts.append((value, ""))
    # Literals alone are joined when the program runs, as in Lua: the result is a new string.
    return ir.Format(parts) if any(not isinstance(part, str) for part in parts) else None


def lower_concat(ctx: Context, node: lua.Binary) -> ir.Expression:
    operands = operands_of(node)
    described = [describe(ctx, operand) for operand in operands]
    values = [lower_expression(ctx, operand) for operand in operands]
    return helper("concat", *values, origin=ctx.origin(node, "concat", *described))
