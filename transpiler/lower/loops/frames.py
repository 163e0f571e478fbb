"""What all loops have in common: a frame for jumps, and a place for flags before and after."""

from collections.abc import Callable

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.blocks import forget_locals
from cmc.transpiler.lower.context import Context, Frame
from cmc.transpiler.lower.jumps import leave_flags, surround
from cmc.transpiler.lower.outline import in_new_block
from cmc.transpiler.syntax import nodes as lua


def in_loop(
    ctx: Context, node: lua.Node, body: lua.Block, names: list[lua.Binding], build: Callable[[Context], ir.Statement]
) -> None:
    """Emits the Python loop that `build` makes for the Lua loop `node`; `names` are its control variables."""
    before = len(ctx.out)
    made: list[Frame] = []

    def build_in_frame(inner: Context) -> ir.Statement:
        frame = Frame(node, inner.function, is_loop=True)
        made.append(frame)
        inner.frames.append(frame)
        statement = build(inner)
        inner.frames.pop()
        return statement

    in_new_block(ctx, node, build_in_frame)
    surround(ctx, made[0], before)
    if not ctx.outlined:
        forget_locals(ctx, body, *names)
    leave_flags(ctx, made[0])
