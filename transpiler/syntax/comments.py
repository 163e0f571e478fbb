"""Giving comments and blank lines to the statements that they belong to.

A comment belongs to the statement that follows it in the same block, to the statement that ends on its line, or to the
end of the block. Comments inside an expression go to the statement around it. What the file begins with, and a blank
line ends, is about the file as a whole.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from cmc.transpiler.source import printable
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk


def attach_comments(chunk: lua.Chunk, text: str) -> None:
    """Fills the `trivia` and `trailing` of every block of a chunk."""
    blocks = [node for node in walk(chunk.body) if isinstance(node, lua.Block)]
    starts = [comment.start for comment in chunk.comments]
    chunk.header = _header(chunk, text)
    taken = set(range(len(chunk.header)))
    # Inner blocks first: what they do not take is left to the statement around them.
    for block in sorted(blocks, key=lambda block: block.end - block.start):
        first = bisect_left(starts, block.start)
        last = bisect_left(starts, block.end)
        comments = [chunk.comments[i] for i in range(first, last) if i not in taken]
        taken.update(range(first, last))
        _distribute(block, comments, text)


def _header(chunk: lua.Chunk, text: str) -> tuple[lua.Comment, ...]:
    """The comments that a chunk begins with, down to the first blank line; none if code comes earlier or tags do."""
    header: list[lua.Comment] = []
    end = 0
    for comment in chunk.comments:
        gap = text[end : comment.start]
        if (not comment.own_line) or (header and (gap.strip() or gap.count("\n") > 1)):
            break
        if not header and gap.strip() and (chunk.shebang is None or gap.strip() != chunk.shebang.strip()):
            return ()
        if re.match(r"-\s*@", comment.text):
            return ()
        header.append(comment)
        end = comment.end
    following = text[end:]
    is_apart = following[: len(following) - len(following.lstrip())].count("\n") > 1
    return tuple(header) if header and is_apart else ()


def lines_of(comments: Sequence[lua.Comment]) -> list[str]:
    """The lines of comments without their dashes."""
    lines: list[str] = []
    for comment in comments:
        text = comment.text if comment.long else comment.text.lstrip("-")
        lines += text.strip("\n").splitlines() or [""]
    return lines


def as_prose(comments: Sequence[lua.Comment]) -> str:
    """What comments say as the text of a docstring: without what they are indented by, and rules of dashes."""
    lines = [printable(line.expandtabs()).rstrip() for line in lines_of(comments)]
    lines = [line for line in lines if not line or line.strip("-=*#~_ ")]
    return "\n".join(line.removeprefix(" ") for line in lines).strip()


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
