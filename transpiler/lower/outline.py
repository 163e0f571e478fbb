"""CPython nests at most 20 loops, `with` and `try` blocks; deeper ones continue in a function of their own."""

from collections.abc import Callable

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.ir.walk import statements_of
from cmc.transpiler.lower.context import Context, Frame
from cmc.transpiler.lower.jumps import leave_flags, surround
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua

MAX_DEPTH = 14


def in_new_block(ctx: Context, node: lua.Node, build: Callable[[Context], ir.Statement]) -> None:
    """Emits the compound statement that `build` makes, one level deeper, or in a function where that is too deep."""
    if ctx.depth < MAX_DEPTH:
        ctx.depth += 1
        ctx.emit(build(ctx))
        ctx.depth -= 1
        return
    outline(ctx, node, build)


def outline(ctx: Context, node: lua.Node, build: Callable[[Context], ir.Statement]) -> None:
    """`def block(): …` and a call of it.

    The function returns None when its code ends, and a tuple of one with what the Lua function is to return.
    """
    symbol = ctx.symbol("block")
    symbol.alone = True
    origin = ctx.origin(node)
    function = ir.FunctionDef(symbol, [], None, [], [], parent=ctx.function, origin=origin)
    inner = Context(ctx.unit, ctx.scope, function, function.body, ctx, outlined=True, closing=ctx.closing)
    frame = Frame(node, function)
    inner.frames.append(frame)
    before = len(ctx.out)
    inner.emit(build(inner))
    function.body.append(ir.Return(constant(None)))
    ctx.emit(function)
    if not any(isinstance(s, ir.Return) and s.value is not None for s in statements_of(function.body[:-1])):
        # Nothing in there returns from the Lua function, which may be the chunk, a module.
        ctx.emit(ir.ExpressionStatement(ir.Call(ir.Variable(symbol), []), origin))
        surround(ctx, frame, before)
        leave_flags(ctx, frame)
        return
    outcome = ctx.symbol("outcome")
    ctx.emit(ir.Assign(ir.Variable(outcome), ir.Call(ir.Variable(symbol), []), origin))
    result = ir.Item(ir.Variable(outcome), constant(0))
    returned: ir.Expression = ir.Tuple([result]) if ctx.outlined else result
    test = ir.Compare("is not", ir.Variable(outcome), constant(None))
    ctx.emit(ir.If(test, [ir.Return(returned, origin)], []))
    surround(ctx, frame, before)
    leave_flags(ctx, frame)
