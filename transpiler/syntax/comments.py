"""Giving comments and blank lines to the statements that they belong to.

A comment belongs to the statement that follows it in the same block, to the statement that ends on its line, or to the
end of the block. Comments inside an expression go to the statement around it.
"""

from bisect import bisect_left

from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def attach_comments(chunk: lua.Chunk, text: str) -> None:
    """Fills the `trivia` and `trailing` of every block of a chunk."""
    blocks = [node for node in walk(chunk.body) if isinstance(node, lua.Block)]
    starts = [comment.start for comment in chunk.comments]
    taken: set[int] = set()
    # Inner blocks first: what they do not take is left to the statement around them.
    for block in sorted(blocks, key=lambda block: block.end - block.start):
        first = bisect_left(starts, block.start)
        last = bisect_left(starts, block.end)
        comments = [chunk.comments[i] for i in range(first, last) if i not in taken]
        taken.update(range(first, last))
        _distribute(block, comments, text)


def _distribute(block: lua.Block, comments: list[lua.Comment], text: str) -> None:
    remaining = comments
    previous_end = block.start
    for statement in block.statements:
        leading = [comment for comment in remaining if comment.end <= statement.start]
        rest = remaining[len(leading) :]
        inside = [comment for comment in rest if comment.start < statement.end]
        rest = rest[len(inside) :]
        trailing = None
        if rest and not rest[0].own_line and "\n" not in text[statement.end : rest[0].start]:
            trailing, rest = rest[0], rest[1:]
        first = leading[0].start if leading else statement.start
        between = text[previous_end:first]
        blank = between.count("\n") > 1 and previous_end > block.start
        if blank or leading or inside or trailing:
            block.trivia[statement.id] = lua.Trivia(blank, tuple(leading + inside), False, trailing)
        previous_end = trailing.end if trailing else statement.end
        remaining = rest
    block.trailing = tuple(remaining)
