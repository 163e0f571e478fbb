"""Gotos and labels (manual §3.3.4).

A goto to the end of the surrounding loop's body is `continue`. Other labels turn their block into a loop that is left
after one pass; a goto goes round again, and the parts of the block between labels are skipped up to the one aimed at:

    state = 0
    while True:
        if state < 1:
            …  # up to the first label
        …  # after it
        break
"""

from collections.abc import Callable

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.context import Context, Frame
from cmc.transpiler.lower.jumps import CONTINUE, find_frame, leave, leave_flags, surround
from cmc.transpiler.lower.outline import in_new_block
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua

LowerStatements = Callable[[Context, lua.Block, int, int], None]


def loop_continued_by(ctx: Context, label: lua.Label) -> lua.Node | None:
    """The loop whose next iteration a goto to `label` means, if that is what it means."""
    site = ctx.unit.scopes.labels[label.id]
    if not site.at_end or site.backward:
        return None
    return ctx.loop_bodies.get(site.block.id)


def is_dispatched(ctx: Context, statement: lua.Statement) -> bool:
    """Whether a statement is a label that only a dispatch loop can reach."""
    if not isinstance(statement, lua.Label):
        return False
    site = ctx.unit.scopes.labels.get(statement.id)
    return site is not None and site.targeted and loop_continued_by(ctx, statement) is None


def lower_dispatched(ctx: Context, block: lua.Block, bounds: list[int], lower_statements: LowerStatements) -> None:
    """Emits a block as a loop over its parts; `bounds` are the ends of the parts, labels all but first and last."""
    state = ctx.symbol("state")
    before = len(ctx.out)
    ctx.emit(ir.Assign(ir.Variable(state), constant(0)))
    made: list[Frame] = []

    def build(inner: Context) -> ir.Statement:
        frame = Frame(block, inner.function, is_loop=True)
        made.append(frame)
        for number, index in enumerate(bounds[1:-1], 1):
            inner.label_states[block.statements[index].id] = (frame, state, number)
        inner.frames.append(frame)
        outer, inner.out = inner.out, []
        for number in range(len(bounds) - 2):
            body, inner.out = inner.out, []
            lower_statements(inner, block, bounds[number], bounds[number + 1])
            part, inner.out = inner.out, body
            if part:
                test = ir.Compare("<", ir.Variable(state), constant(number + 1))
                inner.emit(ir.If(test, part, []))
        lower_statements(inner, block, bounds[-2], bounds[-1])
        inner.emit(ir.Break())
        body, inner.out = inner.out, outer
        inner.frames.pop()
        return ir.While(constant(True), body, ctx.origin(block))

    in_new_block(ctx, block, build)
    surround(ctx, made[0], before)
    leave_flags(ctx, made[0])


def lower_goto(ctx: Context, node: lua.Goto) -> bool:
    label = ctx.unit.scopes.jumps[node.id].label
    loop = loop_continued_by(ctx, label.node)
    if loop is not None:
        leave(ctx, find_frame(ctx, loop), CONTINUE)
    else:
        frame, state, number = _state_of(ctx, label.node)
        ctx.emit(ir.Assign(ir.Variable(state), constant(number), ctx.origin(node)))
        leave(ctx, frame, CONTINUE)
    return True


def _state_of(ctx: Context, label: lua.Label) -> tuple[Frame, ir.Symbol, int]:
    context: Context | None = ctx
    while context is not None:
        if label.id in context.label_states:
            return context.label_states[label.id]
        context = context.parent
    raise AssertionError("goto to a label whose block is not open")
