"""`if` (manual §3.3.4)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import lower_body
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_condition
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua

# `elif` nests in Python's syntax tree, and CPython's compiler goes only so deep.
_MAX_ARMS = 50


def lower_if(ctx: Context, node: lua.If) -> bool:
    """`if … elif … else`. Function definitions that a condition needs come before the whole statement."""
    orelse = []
    if node.orelse is not None and (node.orelse.statements or node.orelse.trailing):
        orelse = lower_body(ctx, node.orelse)
    if len(node.arms) <= _MAX_ARMS:
        ctx.emit(_chain(ctx, node.arms, orelse))
    else:
        _lower_long_chain(ctx, node, orelse)
    return True


def _chain(ctx: Context, arms: list[tuple[lua.Expression, lua.Block]], orelse: list[ir.Statement]) -> ir.If:
    tests = [lower_condition(ctx, condition) for condition, _ in arms]
    for (condition, block), test in zip(reversed(arms), reversed(tests), strict=True):
        # The test itself is placed at `then`.
        origin = ir.Origin(block.line, condition.start)
        orelse = [ir.If(test, lower_body(ctx, block), orelse, origin)]
    statement = orelse[0]
    assert isinstance(statement, ir.If)
    return statement


def _lower_long_chain(ctx: Context, node: lua.If, orelse: list[ir.Statement]) -> None:
    """Many arms, group by group:

    matched = True
    if …:
        …
    else:
        matched = False
    if not matched:
        …
    """
    matched = ir.Variable(ctx.symbol("matched"))
    failed = ir.Unary("not", matched)
    for start in range(0, len(node.arms), _MAX_ARMS):
        outer, ctx.out = ctx.out, []
        ctx.emit(ir.Assign(matched, constant(True), ctx.origin(node)))
        group = node.arms[start : start + _MAX_ARMS]
        ctx.emit(_chain(ctx, group, [ir.Assign(matched, constant(False))]))
        body, ctx.out = ctx.out, outer
        if start == 0:
            ctx.out += body
        else:
            ctx.emit(ir.If(failed, body, []))
    if orelse:
        ctx.emit(ir.If(failed, orelse, []))
