"""Arithmetic and bitwise operators (manual §3.4.1, §3.4.2)."""

import math

from cmc.transpiler.analysis.flow.intervals import LOWEST, Interval
from cmc.transpiler.analysis.kinds import ASCII, BIG, COUNTER, FLOAT, INTEGER, NIL, NUMBER, TABLE
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


_SPELLED = {"~": "^", "^": "**"}


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
    """`a + b` where both are numbers and the result fits: floats always do, integers within their bounds.

    Nil raises in Python as in Lua.
    """
    types = ctx.unit.types
    left, right = types.of(node.left), types.of(node.right)
    if not left & NUMBER or not right & NUMBER or (left | right) & ~_operands(ctx):
        return None
    too_big = BIG | COUNTER if node.op == "*" else BIG
    if left & INTEGER and right & INTEGER and (left | right) & too_big and not types.fits(node):
        return None
    return _plain(ctx, node)


def lower_operator_of_class(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`a + b` where the class of an operand says what that is."""
    return _plain(ctx, node) if node.id in ctx.unit.classes.operators else None


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
    """Integer `//` and `%` floor in Python as in Lua, and raise for zero and nil; only -2^63 // -1 wraps around."""
    if not _are_integers(ctx, node):
        return None
    quotient = _plain(ctx, node)
    return quotient if ctx.unit.types.fits(node) else helper("wrap", quotient)


def lower_plain_quotient(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`x / 2` of numbers that are floats without loss, by what is not zero."""
    types = ctx.unit.types
    left, right = types.of(node.left), types.of(node.right)
    if not left & NUMBER or (left | right) & ~_operands(ctx):
        return None
    if isinstance(node.right, lua.Number):
        is_safe = node.right.value != 0 and abs(node.right.value) <= _EXACT
    else:
        divisor = types.range_of(node.right)
        # A float may be zero; nil raises anyway.
        is_safe = not right & FLOAT and divisor is not None and _is_exact(divisor) and not _holds_zero(divisor)
    dividend = types.range_of(node.left)
    return _plain(ctx, node) if is_safe and (dividend is None or _is_exact(dividend)) else None


def lower_plain_power(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`10 ^ n` with an integer that is not too large: `10.0**n`. Python raises where floats have no room for more.

    Lua multiplies where the exponent is 2, which gives the same if the square is exact.
    """
    base, types = node.left, ctx.unit.types
    if not isinstance(base, lua.Number) or not 1 <= base.value <= 1 << 26 or base.value % 1:
        return None
    if types.of(node.right) & ~INTEGER:
        return None
    exponent = types.range_of(node.right)
    if exponent is None or max(-exponent[0], exponent[1]) * math.log2(base.value) > _EXPONENTS:
        return None
    origin = ctx.origin(node, _event_of(node.op), describe(ctx, node.left), describe(ctx, node.right))
    return ir.Binary("**", constant(float(base.value)), lower_expression(ctx, node.right), origin)


_EXPONENTS = 1000
"""Powers of two up to this one, and their inverses, are normal floats."""

_EXACT = 1 << 53
"""Up to this size, integers are floats without loss."""


def _is_exact(interval: Interval) -> bool:
    return interval[0] >= -_EXACT and interval[1] <= _EXACT


def _holds_zero(interval: Interval) -> bool:
    return interval[0] <= 0 <= interval[1]


def lower_compared(ctx: Context, node: lua.Expression) -> ir.Expression:
    """An operand of a comparison: `x % 2` of a float is that of Python but for the sign of a zero, which is no matter.

    So is a remainder that is not a number.
    """
    inner = node.inner if isinstance(node, lua.Paren) else node
    if isinstance(inner, lua.Binary) and inner.op == "%" and isinstance(inner.right, lua.Number):
        left, divisor = ctx.unit.types.of(inner.left), inner.right.value
        if left & NUMBER and not left & ~_operands(ctx) and 0 < divisor <= _EXACT:
            return _plain(ctx, inner)
    return lower_expression(ctx, node)


def lower_plain_bitwise(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`&`, `|` and `~` of integers, whose results have 64 bits as well."""
    if not _are_integers(ctx, node):
        return None
    if node.op == "&" and any(isinstance(side, lua.Number) and side.value >= 0 for side in (node.left, node.right)):
        # The mask takes the low bits, which wrapping around does not change.
        return _bare(ctx, node)
    return _plain(ctx, node)


def lower_plain_shift(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """Shifts of integers that lose no bits on the left, and of none that are negative to the right."""
    if not _are_integers(ctx, node):
        return None
    value, count = ctx.unit.types.range_of(node.left), ctx.unit.types.range_of(node.right)
    if value is None or count is None or count[0] < 0 or count[1] > 63:
        return None
    is_safe = value[0] >= 0 if node.op == ">>" else ctx.unit.types.fits(node)
    return _plain(ctx, node) if is_safe else None


def _are_integers(ctx: Context, node: lua.Binary) -> bool:
    """Whether both operands are integers, or what raises in Python as in Lua."""
    left, right = ctx.unit.types.of(node.left), ctx.unit.types.of(node.right)
    return bool(left & INTEGER and right & INTEGER) and not (left | right) & ~(_operands(ctx) & ~FLOAT)


def _plain(ctx: Context, node: lua.Binary) -> ir.Binary:
    origin = ctx.origin(node, _event_of(node.op), describe(ctx, node.left), describe(ctx, node.right))
    op = _SPELLED.get(node.op, node.op)
    return ir.Binary(op, lower_expression(ctx, node.left), lower_expression(ctx, node.right), origin)


def lower_arithmetic(ctx: Context, node: lua.Binary) -> ir.Expression:
    """The helper, which coerces strings, wraps integers and knows metamethods."""
    describes = (describe(ctx, node.left), describe(ctx, node.right))
    operands = (lower_expression(ctx, node.left), lower_expression(ctx, node.right))
    return helper(HELPERS[node.op], *operands, origin=ctx.origin(node, _event_of(node.op), *describes))


def lower_minus(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`-x`; only of the smallest integer there is no opposite."""
    types = ctx.unit.types
    kind, bounds = types.of(node.operand), types.range_of(node.operand)
    described = describe(ctx, node.operand)
    operand = lower_expression(ctx, node.operand)
    is_number = kind & NUMBER and not kind & ~_operands(ctx)
    is_plain = is_number and (not kind & BIG or bounds is None or bounds[0] > LOWEST)
    if is_plain or node.id in ctx.unit.classes.operators:
        return ir.Unary("-", operand, ctx.origin(node, "unm", described))
    return helper("neg", operand, origin=ctx.origin(node, "unm", described))


def lower_complement(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`~x`"""
    kind = ctx.unit.types.of(node.operand)
    described = describe(ctx, node.operand)
    operand = lower_expression(ctx, node.operand)
    if kind & INTEGER and not kind & ~(_operands(ctx) & ~FLOAT):
        return ir.Unary("~", operand, ctx.origin(node, "bnot", described))
    return helper("bnot", operand, origin=ctx.origin(node, "bnot", described))


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
