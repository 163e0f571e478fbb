"""`while` and `repeat` (manual §3.3.4)."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import lower_block
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.loops.frames import in_loop
from cmc.transpiler.lower.registry import lower_condition
from cmc.transpiler.lower.values import constant, negate
from cmc.transpiler.syntax import nodes as lua


def lower_while(ctx: Context, node: lua.While) -> bool:
    """`while condition:`, or a test inside where the condition needs statements of its own."""
    origin = ir.Origin(node.body.line, node.condition.start)

    def build(inner: Context) -> ir.Statement:
        inner.loop_bodies[node.body.id] = node
        outer, inner.out = inner.out, []
        test = lower_condition(inner, node.condition)
        if inner.out:
            inner.emit(ir.If(negate(test), [ir.Break()], []))
            test = constant(True)
        lower_block(inner, node.body)
        body, inner.out = inner.out, outer
        return ir.While(test, body or [ir.Pass()], origin)

    in_loop(ctx, node, node.body, [], build)
    return True


def lower_repeat(ctx: Context, node: lua.Repeat) -> bool:
    """`while True: … if condition: break`"""

    def build(inner: Context) -> ir.Statement:
        outer, inner.out = inner.out, []
        lower_block(inner, node.body)
        inner.temporaries_used = 0
        test = lower_condition(inner, node.condition)
        if not (isinstance(test, ir.Constant) and test.value is False):
            origin = ir.Origin(node.condition.line, node.condition.start)
            inner.emit(ir.If(test, [ir.Break()], [], origin))
        body, inner.out = inner.out, outer
        return ir.While(constant(True), body or [ir.Pass()], ctx.origin(node))

    in_loop(ctx, node, node.body, [], build)
    return True
