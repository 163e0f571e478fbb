"""Sequences of statements: comments, gotos and `<close>` are where a block is more than its statements."""

from dataclasses import replace
from functools import partial

from cmc.transpiler.ir import nodes as ir
from cmc.transpiler.lower.closing import lower_closing, needs_closing
from cmc.transpiler.lower.context import Context
from cmc.transpiler.lower.documentation import document
from cmc.transpiler.lower.gotos import is_dispatched, lower_dispatched
from cmc.transpiler.lower.registry import lower_statement
from cmc.transpiler.lower.values import constant
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.comments import lines_of


def lower_block(ctx: Context, block: lua.Block) -> None:
    """Emits a block's statements into the current list."""
    first = len(ctx.out)
    lower_range(ctx, block, 0, len(block.statements))
    if block.trailing:
        if len(ctx.out) == first:
            ctx.emit(ir.Pass())
        last = ctx.out[-1]
        last.trivia = replace(last.trivia or ir.Trivia(), after=tuple(lines_of(block.trailing)))


def lower_range(ctx: Context, block: lua.Block, start: int, stop: int) -> None:
    """Emits `block.statements[start:stop]`, as a dispatch loop where gotos ask for it."""
    first_closing = next((i for i in range(start, stop) if needs_closing(block.statements[i])), stop)
    labels = [i for i in range(start, first_closing) if is_dispatched(ctx, block.statements[i])]
    if labels:
        lower_dispatched(ctx, block, [start, *labels, stop], lower_statements)
    else:
        lower_statements(ctx, block, start, stop)


def lower_statements(ctx: Context, block: lua.Block, start: int, stop: int) -> None:
    """Emits `block.statements[start:stop]` one after the other."""
    left: tuple[str, ...] = ()
    for index in range(start, stop):
        statement = block.statements[index]
        if isinstance(statement, lua.Label):
            continue
        first = len(ctx.out)
        if isinstance(statement, lua.Local) and needs_closing(statement):
            lower_closing(ctx, statement, block, partial(lower_range, block=block, start=index + 1, stop=stop))
            attach(ctx, block, statement, first, left)
            return
        lower_statement(ctx, statement)
        left = attach(ctx, block, statement, first, left)
    if left:
        ctx.emit(ir.Pass())
        ctx.out[-1].trivia = ir.Trivia(False, left, "")


def attach(
    ctx: Context, block: lua.Block, statement: lua.Statement, first: int, before: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Gives the comments of a Lua statement to the first Python statement that came from it.

    Returns those that are left as there is no such statement; `before` are those left of the statements before.
    """
    trivia = block.trivia.get(statement.id)
    placed, ctx.placed = ctx.placed, None
    while placed is None and first < len(ctx.out):
        made = ctx.out[first]
        placed = None if isinstance(made, ir.FunctionDef) and made.symbol.inlined else made
        first += 1
    if trivia is None and not before:
        return ()
    trivia = trivia or lua.Trivia()
    if placed is None:
        return (*before, *lines_of(trivia.leading), *lines_of([trivia.trailing] if trivia.trailing else []))
    text = ctx.unit.source.text
    comments = document(statement, placed, trivia.leading, text)
    leading = (*before, *_groups(comments, text, statement.start))
    trailing = trivia.trailing.text.strip() if trivia.trailing else ""
    if placed.trivia is not None:
        # A member that stands in a class as a field: its comments go with those of the class.
        placed.trivia = replace(placed.trivia, leading=(*placed.trivia.leading, *leading, *filter(None, [trailing])))
    else:
        placed.trivia = ir.Trivia(trivia.blank_before, leading, trailing)
    return ()


def _groups(comments: tuple[lua.Comment, ...], text: str, start: int) -> tuple[str | None, ...]:
    """The lines of comments above a statement, with the blank lines that the author put between them."""
    lines: list[str | None] = []
    ends = [*(comment.start for comment in comments[1:]), start]
    for comment, following in zip(comments, ends, strict=False):
        lines += lines_of([comment])
        gap = text[comment.end : following]
        if gap.count("\n") > 1 and not gap.strip():
            lines.append(None)
    return tuple(lines)


def lower_body(ctx: Context, block: lua.Block) -> list[ir.Statement]:
    """The statements of a nested block as a list of their own, never empty."""
    outer, ctx.out = ctx.out, []
    lower_block(ctx, block)
    forget_locals(ctx, block)
    body, ctx.out = ctx.out, outer
    return body or [ir.Pass()]


def forget_locals(ctx: Context, block: lua.Block, *bindings: lua.Binding) -> None:
    """Clears the variables of a block that ends here, for programs that watch the collector.

    Python keeps them to the end of the function. What closures share lives on in any case.
    """
    if not ctx.unit.watches_collector or (ctx.out and leaves(ctx.out)):
        return
    declared = [*bindings]
    for statement in block.statements:
        if isinstance(statement, lua.Local):
            declared += [name for name in statement.names if name.attribute != "close"]
        elif isinstance(statement, lua.LocalFunction):
            declared.append(statement.name)
    for binding in declared:
        variable = ctx.unit.scopes.declares[binding.id]
        if not variable.captured or ctx.unit.is_fresh(variable):
            symbol = ctx.find(variable)
            if symbol is not None:
                ctx.emit(ir.Assign(ir.Variable(symbol), constant(None)))


def leaves(body: list[ir.Statement]) -> bool:
    """Whether control never reaches the end of a statement list."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ir.Return | ir.Raise | ir.Break | ir.Continue):
        return True
    if isinstance(last, ir.If):
        return leaves(last.body) and leaves(last.orelse)
    if isinstance(last, ir.With):
        return leaves(last.body)
    if isinstance(last, ir.While):
        endless = isinstance(last.test, ir.Constant) and last.test.value is True
        return endless and not _breaks(last.body)
    return False


def _breaks(body: list[ir.Statement]) -> bool:
    """Whether a statement list holds a `break` of the loop that it is the body of."""
    for statement in body:
        if isinstance(statement, ir.Break):
            return True
        if isinstance(statement, ir.If) and (_breaks(statement.body) or _breaks(statement.orelse)):
            return True
        if isinstance(statement, ir.With | ir.Try) and _breaks(statement.body):
            return True
    return False


def lower_do(ctx: Context, node: lua.Do) -> bool:
    """`do … end` needs no block in Python; its names are kept apart by the naming pass."""
    lower_block(ctx, node.body)
    forget_locals(ctx, node.body)
    return True
