"""`and`, `or`, `not` and truth (manual §3.4.5): only nil and false are false."""

from cmc.transpiler.analysis.kinds import BOOLEAN, FALSE, FALSY, FUNCTION, NIL
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_condition, lower_expression
from cmc.transpiler.lower.values import both, constant, helper, is_simple, negate, reusable
from cmc.transpiler.syntax import nodes as lua

_PLAIN = NIL | BOOLEAN | FUNCTION
"""The kinds whose values Python takes for true or false as Lua does. It does so with tables as well, by a slow call."""


def test_truth(kind: int, first: ir.Expression, again: ir.Expression) -> ir.Expression:
    """The Python condition for the truth of a value of the given kinds; `first` is evaluated before `again`."""
    if not kind & ~_PLAIN:
        return first
    tests: list[ir.Expression] = []
    for bit, literal in ((NIL, None), (FALSE, False)):
        if kind & bit:
            tests.append(ir.Compare("is not", again if tests else first, constant(literal)))
    if not tests:
        # Always true, but to be evaluated.
        return ir.Compare("is not", first, constant(None))
    return tests[0] if len(tests) == 1 else ir.Boolean("and", tests)


def condition_of_value(ctx: Context, node: lua.Expression) -> ir.Expression:
    """Any expression as a condition."""
    kind = ctx.unit.types.of(node)
    value = lower_expression(ctx, node)
    if kind & ~_PLAIN and kind & NIL and kind & FALSE:
        if ctx.unit.watches_collector and not is_simple(value):
            # A variable would keep the value alive.
            return helper("truthy", value)
        return test_truth(kind, *reusable(ctx, value))
    return test_truth(kind, value, value)


def condition_of_constant(ctx: Context, node: lua.Expression) -> ir.Expression:
    """Literals: `while true`, `if nil`."""
    return constant(not isinstance(node, lua.Nil) and not (isinstance(node, lua.Boolean) and not node.value))


def condition_of_paren(ctx: Context, node: lua.Paren) -> ir.Expression:
    return lower_condition(ctx, node.inner)


def condition_of_operation(ctx: Context, node: lua.Binary) -> ir.Expression:
    """`a and b` where only its truth counts."""
    return both(node.op, lower_condition(ctx, node.left), lower_condition(ctx, node.right))


def lower_not(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`not x` is a Python boolean."""
    test = lower_condition(ctx, node.operand)
    if isinstance(test, ir.Boolean) and test.op == "and" and all(_is_identity_test(value) for value in test.values):
        return ir.Boolean("or", [negate(value) for value in test.values])
    return negate(test)


def lower_not_value(ctx: Context, node: lua.Unary) -> ir.Expression:
    """`not x` as a value: what is as good as a boolean in a condition is none yet."""
    test = lower_not(ctx, node)
    return test if _is_boolean(test) else ir.Call(ir.Builtin("bool"), [test])


def _is_boolean(test: ir.Expression) -> bool:
    if isinstance(test, ir.Boolean):
        return all(_is_boolean(value) for value in test.values)
    if isinstance(test, ir.Call):
        return isinstance(test.function, ir.Helper) and test.function.name in _BOOLEAN_HELPERS
    return (
        isinstance(test, ir.Compare)
        or (isinstance(test, ir.Unary) and test.op == "not")
        or (isinstance(test, ir.Constant) and isinstance(test.value, bool))
    )


_BOOLEAN_HELPERS = frozenset(("eq", "ge", "gt", "le", "lt", "truthy"))


def _is_identity_test(test: ir.Expression) -> bool:
    return isinstance(test, ir.Compare) and test.op == "is not"


def lower_boolean_operation(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`a and b` of two booleans."""
    if (ctx.unit.types.of(node.left) | ctx.unit.types.of(node.right)) & ~BOOLEAN:
        return None
    return both(node.op, lower_condition(ctx, node.left), lower_condition(ctx, node.right))


def lower_choice(ctx: Context, node: lua.Binary) -> ir.Expression | None:
    """`c and a or b` where `a` is never false: a conditional expression."""
    inner = node.left.inner if isinstance(node.left, lua.Paren) else node.left
    if node.op != "or" or not isinstance(inner, lua.Binary) or inner.op != "and":
        return None
    chosen = ctx.unit.types.of(inner.right)
    if not chosen or chosen & FALSY:
        return None
    test = lower_condition(ctx, inner.left)
    body = lower_expression(ctx, inner.right)
    return ir.Conditional(test, body, lower_expression(ctx, node.right))


def lower_logic(ctx: Context, node: lua.Binary) -> ir.Expression:
    """`a and b`, `a or b` as values."""
    kind = ctx.unit.types.of(node.left)
    if not kind & FALSY:
        return _decided(ctx, node, node.op == "and")
    if not kind & ~_PLAIN:
        left, right = lower_expression(ctx, node.left), lower_expression(ctx, node.right)
        if isinstance(left, ir.Boolean) and left.op == node.op:
            return ir.Boolean(node.op, [*left.values, right])
        return ir.Boolean(node.op, [left, right])
    left = lower_expression(ctx, node.left)
    if node.op == "or" and not ctx.depth and _is_inert(node.right) and (kind & FALSE or not is_simple(left)):
        # In loops the conditional expression is worth its length: it calls nothing.
        return helper("coalesce", left, lower_expression(ctx, node.right))
    if node.op == "and" and not kind & FALSE:
        return ir.Conditional(test_truth(kind, left, left), lower_expression(ctx, node.right), constant(None))
    first, again = reusable(ctx, left)
    test = test_truth(kind, first, again)
    other = lower_expression(ctx, node.right)
    if node.op == "and":
        return ir.Conditional(test, other, again)
    return ir.Conditional(test, again, other)


def _is_inert(node: lua.Expression) -> bool:
    """Whether it does not matter if an expression is evaluated."""
    return isinstance(node, lua.Nil | lua.Boolean | lua.Number | lua.String)


def _decided(ctx: Context, node: lua.Binary, takes_right: bool) -> ir.Expression:
    """An operator whose left side is known to be true; it is evaluated all the same."""
    left = lower_expression(ctx, node.left)
    if not takes_right:
        return left
    right = lower_expression(ctx, node.right)
    if isinstance(left, ir.Constant | ir.Variable):
        return right
    return ir.Item(ir.Tuple([left, right]), constant(1))
