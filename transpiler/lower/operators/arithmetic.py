"""Arithmetic and bitwise operators (manual §3.4.1, §3.4.2)."""

from cmc.transpiler.analysis.kinds import ASCII, BIG, COUNTER, FLOAT, INTEGER, NIL, NUMBER, SMALL, TABLE
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.describe import describe
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua

HELPERS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "//": "idiv", "^": "power",
    "&": "band", "|": "bor", "~": "bxor", "<<": "shl", ">>": "shr",
}  # fmt: skip


def _event_of(op: str) -> str:
    """The metamethod of an operator, without underscores."""
    return "pow" if op == "^" else HELPERS[op]


def lower_folded_minus(ctx: Context, node: lua.Unary) -> ir.Expression | None:
    """`-1` is a literal."""
    operand = node.operand
    if isinstance(operand, lua.Number) and operand.value and abs(operand.value) < 1 << 53:
        return constant(-operand.value)
    return None


def lower_plain_arithmetic(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`a + b` where both are numbers and the result fits: floats always do, products of small integers as well.

    Nil raises in Python as in Lua.
    """
    left, right = ctx.unit.types.of(node.left), ctx.unit.types.of(node.right)
    if not left & NUMBER or not right & NUMBER or (left | right) & ~_operands(ctx):
        return None
    too_big = BIG | COUNTER if node.op == "*" else BIG
    if left & ~NIL != FLOAT and right & ~NIL != FLOAT and (left | right) & too_big:
        return None
    return _bare(ctx, node)


def lower_wrapped_arithmetic(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`wrap(a * b + c)` where all are numbers: sums and products of integers wrap around once, at the end."""
    kinds = ctx.unit.types.of(node.left) | ctx.unit.types.of(node.right)
    if not kinds or kinds & ~_operands(ctx):
        return None
    return helper("wrap", _bare(ctx, node))


def _operands(ctx: Context) -> int:
    """The kinds that plain operators treat as Lua does: nil raises in both, unless it may have a metatable."""
    return NUMBER if ctx.unit.basic_metatables else NUMBER | NIL


def _bare(ctx: Context, node: lua.Binary) -> ir.Binary:
    """`a + b` as Python has it; operands that are to be wrapped themselves need not be if they are integers."""
    event = _event_of(node.op)
    origin = ctx.origin(node, event, describe(ctx, node.left), describe(ctx, node.right))
    if (ctx.unit.types.of(node.left) | ctx.unit.types.of(node.right)) & ~INTEGER:
        # A float takes an integer as it is after wrapping.
        return ir.Binary(node.op, lower_expression(ctx, node.left), lower_expression(ctx, node.right), origin)
    return ir.Binary(node.op, _unwrapped(ctx, node.left), _unwrapped(ctx, node.right), origin)


def _unwrapped(ctx: Context, node: lua.Expression) -> ir.Expression:
    value = lower_expression(ctx, node)
    inner = node.inner if isinstance(node, lua.Paren) else node
    is_wrapped = isinstance(value, ir.Call) and isinstance(value.function, ir.Helper) and value.function.name == "wrap"
    if is_wrapped and isinstance(inner, lua.Binary) and not ctx.unit.types.of(inner) & ~INTEGER:
        assert isinstance(value, ir.Call)
        return value.args[0]
    return value


def lower_plain_division(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """Integer `//` and `%` floor in Python as in Lua, and raise for zero; only -2^63 // -1 wraps around."""
    left, right = ctx.unit.types.of(node.left), ctx.unit.types.of(node.right)
    if not left or not right or (left | right) & ~INTEGER:
        return None
    quotient = _plain(ctx, node)
    divisor = node.right
    is_safe = isinstance(divisor, lua.Number) and divisor.value > 0
    return quotient if node.op == "%" or is_safe or not left & BIG else helper("wrap", quotient)


def lower_plain_quotient(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`x / 2` of numbers that are floats without loss, by a constant that is not zero."""
    divisor = node.right
    if not isinstance(divisor, lua.Number) or divisor.value == 0 or abs(divisor.value) > 1 << 53:
        return None
    left = ctx.unit.types.of(node.left) & ~NIL
    return _plain(ctx, node) if left and not left & ~(SMALL | FLOAT) else None


def lower_plain_bitwise(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`&`, `|` and `~` of integers, whose results have 64 bits as well."""
    left, right = ctx.unit.types.of(node.left), ctx.unit.types.of(node.right)
    if not left or not right or (left | right) & ~INTEGER:
        return None
    if node.op == "&" and any(isinstance(side, lua.Number) and side.value >= 0 for side in (node.left, node.right)):
        # The mask takes the low bits, which wrapping around does not change.
        return _bare(ctx, node)
    return _plain(ctx, node)


def _plain(ctx: Context, node: lua.Binary) -> ir.Binary:
    origin = ctx.origin(node, _event_of(node.op), describe(ctx, node.left), describe(ctx, node.right))
    op = "^" if node.op == "~" else node.op
    return ir.Binary(op, lower_expression(ctx, node.left), lower_expression(ctx, node.right), origin)


def lower_arithmetic(ctx: Context, node: lua.Binary) -> ir.Expression:
    """The helper, which coerces strings, wraps integers and knows metamethods."""
    describes = (describe(ctx, node.left), describe(ctx, node.right))
    operands = (lower_expression(ctx, node.left), lower_expression(ctx, node.right))
    return helper(HELPERS[node.op], *operands, origin=ctx.origin(node, _event_of(node.op), *describes))


def lower_minus(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`-x`"""
    kind = ctx.unit.types.of(node.operand)
    described = describe(ctx, node.operand)
    operand = lower_expression(ctx, node.operand)
    if kind and not kind & ~(SMALL | COUNTER | FLOAT):
        return ir.Unary("-", operand, ctx.origin(node))
    return helper("neg", operand, origin=ctx.origin(node, "unm", described))


def lower_complement(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`~x`"""
    described = describe(ctx, node.operand)
    return helper("bnot", lower_expression(ctx, node.operand), origin=ctx.origin(node, "bnot", described))


def lower_plain_length(ctx: Context, node: lua.Unary) -> ir.Expression | None:
    """`#x` of strings that have one byte a character, and of tables that are nothing but sequences."""
    kind = ctx.unit.types.of(node.operand)
    if not kind & (ASCII | TABLE) or kind & ~(ASCII | TABLE | NIL) or (kind & NIL and ctx.unit.basic_metatables):
        return None
    if kind & TABLE and not ctx.unit.shapes.are_sequences(node.operand):
        return None
    origin = ctx.origin(node, "len", describe(ctx, node.operand))
    return ir.Call(ir.Builtin("len"), [lower_expression(ctx, node.operand)], origin=origin)


def lower_length(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`#x`"""
    described = describe(ctx, node.operand)
    return helper("length", lower_expression(ctx, node.operand), origin=ctx.origin(node, "len", described))
