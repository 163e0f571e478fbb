"""The numeric `for` (manual §3.3.5)."""

from cmc.transpiler.analysis.kinds import INTEGER
from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import lower_block
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.loops.frames import in_loop
from cmc.transpiler.lower.registry import lower_expression
from cmc.transpiler.lower.values import constant, helper
from cmc.transpiler.syntax import nodes as lua


def lower_numeric_for(ctx: Context, node: lua.NumericFor) -> bool:
    """`for i in range(…):` or `for i in steps(first, limit, step):`"""
    iterable = _plain_range(ctx, node) or _steps(ctx, node)

    def build(inner: Context) -> ir.Statement:
        inner.loop_bodies[node.body.id] = node
        inner.hide(3, (node.body.start, node.body.end))
        symbol = inner.declare(ctx.unit.scopes.declares[node.var.id])
        outer, inner.out = inner.out, []
        target = symbol
        if symbol.boxed:
            target = inner.symbol("value")
            inner.emit(ir.Assign(ir.Variable(symbol), helper("Cell", ir.Variable(target))))
        lower_block(inner, node.body)
        body, inner.out = inner.out, outer
        return ir.For(ir.Variable(target), iterable, body or [ir.Pass()], ctx.origin(node))

    in_loop(ctx, node, node.body, [node.var], build)
    return True


def _plain_range(ctx: Context, node: lua.NumericFor) -> ir.Expression | None:
    """`range` where all three are integers and the step is known to go up, or to go down."""
    types = ctx.unit.types
    parts = [node.first, node.limit] if node.step is None else [node.first, node.limit, node.step]
    if not all(types.of(part) and not types.of(part) & ~INTEGER for part in parts):
        return None
    bounds = (1, 1) if node.step is None else types.range_of(node.step)
    if bounds is None or bounds[0] <= 0 <= bounds[1]:
        return None
    args = [lower_expression(ctx, node.first), _beyond(lower_expression(ctx, node.limit), 1 if bounds[0] > 0 else -1)]
    if bounds != (1, 1):
        assert node.step is not None
        literal = _literal(node.step)
        args.append(lower_expression(ctx, node.step) if literal is None else constant(literal))
    return ir.Call(ir.Builtin("range"), args)


def _literal(node: lua.Expression) -> int | None:
    if isinstance(node, lua.Unary) and node.op == "-":
        value = _literal(node.operand)
        return -value if value is not None else None
    return node.value if isinstance(node, lua.Number) and isinstance(node.value, int) else None


def _beyond(limit: ir.Expression, by: int) -> ir.Expression:
    """The limit of Lua, which is included, as the end of a `range`, which is not."""
    if isinstance(limit, ir.Constant) and isinstance(limit.value, int):
        return constant(limit.value + by)
    if isinstance(limit, ir.Binary) and limit.op == ("-" if by > 0 else "+") and _is_one(limit.right):
        # Python's integers do not wrap around.
        return limit.left
    return ir.Binary("+" if by > 0 else "-", limit, constant(1))


def _is_one(node: ir.Expression) -> bool:
    return isinstance(node, ir.Constant) and type(node.value) is int and node.value == 1


def _steps(ctx: Context, node: lua.NumericFor) -> ir.Expression:
    args = [lower_expression(ctx, node.first), lower_expression(ctx, node.limit)]
    if node.step is not None:
        args.append(lower_expression(ctx, node.step))
    return helper("steps", *args, origin=ctx.origin(node, "for"))
