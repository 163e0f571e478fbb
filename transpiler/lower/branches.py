"""`if` (manual §3.3.4)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import forget_locals, lower_block, lower_body
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.registry import lower_condition
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua

Arms = list[tuple[lua.Expression, lua.Block]]

# `elif` nests in Python's syntax tree, and CPython's compiler goes only so deep.
_MAX_ARMS = 50


def lower_if(ctx: Context, node: lua.If) -> bool:
    """`if … elif … else`. Function definitions that a condition needs come before the whole statement."""
    arms, otherwise = _live(ctx, node)
    if not arms:
        if otherwise is not None:
            lower_block(ctx, otherwise)
            forget_locals(ctx, otherwise)
        return True
    orelse = []
    if otherwise is not None and (otherwise.statements or otherwise.trailing):
        orelse = lower_body(ctx, otherwise)
    if len(arms) <= _MAX_ARMS:
        ctx.emit(_chain(ctx, arms, orelse))
    else:
        _lower_long_chain(ctx, arms, node, orelse)
    return True


def _live(ctx: Context, node: lua.If) -> tuple[Arms, lua.Block | None]:
    """The arms that may run, and the block that runs otherwise."""
    branches = ctx.unit.branches
    arms = [(condition, block) for condition, block in node.arms if block.id not in branches.dead]
    if arms and arms[-1][1].id in branches.certain:
        return arms[:-1], arms[-1][1]
    return arms, node.orelse


def _chain(ctx: Context, arms: Arms, orelse: list[ir.Statement]) -> ir.If:
    tests = [lower_condition(ctx, condition) for condition, _ in arms]
    for (condition, block), test in zip(reversed(arms), reversed(tests), strict=True):
        # The test itself is placed at `then`.
        origin = ir.Origin(block.line, condition.start)
        orelse = [ir.If(test, lower_body(ctx, block), orelse, origin)]
    statement = orelse[0]
    assert isinstance(statement, ir.If)
    return statement


def _lower_long_chain(ctx: Context, arms: Arms, node: lua.If, orelse: list[ir.Statement]) -> None:
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
    for start in range(0, len(arms), _MAX_ARMS):
        outer, ctx.out = ctx.out, []
        ctx.emit(ir.Assign(matched, constant(True), ctx.origin(node)))
        group = arms[start : start + _MAX_ARMS]
        ctx.emit(_chain(ctx, group, [ir.Assign(matched, constant(False))]))
        body, ctx.out = ctx.out, outer
        if start == 0:
            ctx.out += body
        else:
            ctx.emit(ir.If(failed, body, []))
    if orelse:
        ctx.emit(ir.If(failed, orelse, []))
