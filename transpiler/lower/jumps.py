"""`break`, and what else leaves a loop: plain where Python can say it, by a flag where loops have to be crossed."""

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context, Frame
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua

BREAK, CONTINUE = 1, 2


def find_frame(ctx: Context, node: lua.Node) -> Frame:
    """The frame of a Lua loop or dispatched block around the current place."""
    context: Context | None = ctx
    while context is not None:
        for frame in reversed(context.frames):
            if frame.node is node and frame.is_loop:
                return frame
        context = context.parent
    raise AssertionError("jump to a loop that is not open")


def leave(ctx: Context, target: Frame, how: int) -> None:
    """Emits a `break` or `continue` of `target`, which may be several loops out."""
    innermost = ctx.frames[-1]
    if innermost is target:
        ctx.emit(ir.Break() if how == BREAK else ir.Continue())
        return
    if target.flag is None:
        target.flag = ir.Symbol("leaving", target.function)
        target.function.locals.append(target.flag)
    ctx.emit(ir.Assign(ir.Variable(target.flag), constant(how)))
    context: Context | None = ctx
    while context is not None:
        for frame in reversed(context.frames):
            if frame is target:
                break
            frame.crossing.setdefault(target, set()).add(how)
        else:
            context = context.parent
            continue
        break
    ctx.emit(ir.Break() if innermost.is_loop else ir.Return(constant(None)))


def surround(ctx: Context, frame: Frame, before: int) -> None:
    """Clears the flags that code inside `frame` may set, ahead of the statements emitted since `before`."""
    for target in reversed(frame.crossing):
        assert target.flag is not None
        ctx.out.insert(before, ir.Assign(ir.Variable(target.flag), constant(0)))


def leave_flags(ctx: Context, frame: Frame) -> None:
    """After the loop of `frame`: goes on with the jumps that only passed through it."""
    for target, ways in frame.crossing.items():
        assert target.flag is not None
        flag = ir.Variable(target.flag)
        if ctx.frames and ctx.frames[-1] is target:
            for how in sorted(ways):
                statement: ir.Statement = ir.Break() if how == BREAK else ir.Continue()
                ctx.emit(ir.If(ir.Compare("==", flag, constant(how)), [statement], []))
            continue
        onward: ir.Statement = ir.Break() if ctx.frames[-1].is_loop else ir.Return(constant(None))
        ctx.emit(ir.If(ir.Compare("!=", flag, constant(0)), [onward], []))


def lower_break(ctx: Context, node: lua.Break) -> bool:
    leave(ctx, find_frame(ctx, ctx.unit.scopes.breaks[node.id]), BREAK)
    ctx.out[-1].origin = ctx.origin(node)
    return True
