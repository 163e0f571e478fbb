"""Comparisons (manual §3.4.4). All of them give Python booleans."""

from cmc.transpiler.analysis.kinds import ASCII, BOOLEAN, NIL, NUMBER, OTHER, STRING
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.operators.arithmetic import lower_compared
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant, helper, negate
from cmc.transpiler.syntax import nodes as lua

_ORDER = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def lower_singleton_equality(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`x == nil`, `x == true`, `x ~= false`: identity."""
    for value, other in ((node.right, node.left), (node.left, node.right)):
        if isinstance(value, lua.Nil | lua.Boolean):
            if isinstance(other, lua.Number | lua.String):
                return constant(node.op == "~=")
            literal = constant(value.value if isinstance(value, lua.Boolean) else None)
            op = "is" if node.op == "==" else "is not"
            return ir.Compare(op, lower_expression(ctx, other), literal, ctx.origin(node))
    return None


def lower_plain_equality(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`==` is Lua's unless a boolean may meet a number; one side that can be neither is enough."""
    left, right = ctx.unit.types.of(node.left), ctx.unit.types.of(node.right)
    if (left & BOOLEAN and right & NUMBER) or (left & NUMBER and right & BOOLEAN):
        return None
    if left & OTHER and right & OTHER:
        # Objects of the runtime may be equal without being the same.
        return None
    op = "==" if node.op == "==" else "!="
    operands = (lower_compared(ctx, node.left), lower_compared(ctx, node.right))
    return ir.Compare(op, *operands, ctx.origin(node, "eq"))


def lower_equality(ctx: Context, node: lua.Binary) -> ir.Expression:
    operands = (lower_expression(ctx, node.left), lower_expression(ctx, node.right))
    equal = helper("eq", *operands, origin=ctx.origin(node, "eq"))
    return equal if node.op == "==" else negate(equal)


def lower_plain_order(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """Two numbers, or two strings of which neither holds escaped bytes."""
    kinds = ctx.unit.types.of(node.left) | ctx.unit.types.of(node.right)
    if not ctx.unit.basic_metatables:
        kinds &= ~NIL  # which raises in Python as in Lua
    if not kinds or (kinds & ~NUMBER and kinds & ~ASCII) or kinds & STRING:
        return None
    operands = (lower_compared(ctx, node.left), lower_compared(ctx, node.right))
    return ir.Compare(node.op, *operands, ctx.origin(node))


def lower_order(ctx: Context, node: lua.Binary) -> ir.Expression:
    operands = (lower_expression(ctx, node.left), lower_expression(ctx, node.right))
    return helper(_ORDER[node.op], *operands, origin=ctx.origin(node, "lt" if len(node.op) == 1 else "le"))
