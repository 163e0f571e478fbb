"""A tree as text, one line a node, for tests and for looking at it.

The text depends on the tree alone: never on node ids, and on positions and comments only when they are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache

from cmc.transpiler.syntax import nodes as lua

_PLACES = frozenset(("id", "start", "end", "line", "name_line", "end_line", "nodes"))
_COMMENTS = frozenset(("comments", "trivia", "trailing"))


def dump(node: lua.Node, *, positions: bool = False, comments: bool = False) -> str:
    """The text of `node` and everything below it.

    Children are indented, after the name of the field that holds them; fields that are None or empty are left out.
    `positions` adds `[start:end line]`, and the other lines that a node keeps. `comments` adds the comments of the
    chunk and those that were attached to statements and blocks.
    """
    lines: list[str] = []
    # A stack instead of recursion: trees are as deep as the longest chain of operators.
    pending: list[_Entry] = [_Entry(0, "", node)]
    while pending:
        entry = pending.pop()
        line = "  " * entry.depth + entry.label
        current = entry.node
        if current is not None:
            line += type(current).__name__ + _scalars(current)
            if positions:
                line += _place(current)
            pending.extend(reversed(list(_below(current, entry.depth + 1, comments))))
        lines.append(line)
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line to write: a node after its label, or the label alone."""

    depth: int
    label: str
    node: lua.Node | None = None


def _fields(node: lua.Node) -> tuple[str, ...]:
    kind: type = type(node)
    return _fields_of(kind)


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _PLACES | _COMMENTS)


def _scalars(node: lua.Node) -> str:
    """The fields of a node that are no nodes, as ` name=value`; strings in ASCII, so that every byte shows."""
    values = ((name, getattr(node, name)) for name in _fields(node))
    return "".join(f" {name}={value!a}" for name, value in values if isinstance(value, str | int | float))


def _place(node: lua.Node) -> str:
    lines = [node.line]
    if isinstance(node, lua.MethodCall):
        lines.append(node.name_line)
    elif isinstance(node, lua.Function):
        lines.append(node.end_line)
    return f" [{node.start}:{node.end} {' '.join(map(str, lines))}]"


def _below(node: lua.Node, depth: int, comments: bool) -> Iterator[_Entry]:
    for name in _fields(node):
        value = getattr(node, name)
        for item in value if isinstance(value, list) else (value,):
            for child in item if isinstance(item, tuple) else (item,):
                if isinstance(child, lua.Node):
                    trivia = node.trivia.get(child.id) if comments and isinstance(node, lua.Block) else None
                    if trivia is not None:
                        yield from _trivia(trivia, depth)
                    yield _Entry(depth, f"{name}: ", child)
    if comments and isinstance(node, lua.Block):
        for comment in node.trailing:
            yield _Entry(depth, _comment("at the end", comment))
    elif comments and isinstance(node, lua.Chunk | lua.Table):
        for comment in node.comments:
            yield _Entry(depth, _comment("comment", comment))


def _trivia(trivia: lua.Trivia, depth: int) -> Iterator[_Entry]:
    """What goes with the statement on the next line."""
    if trivia.blank_before:
        yield _Entry(depth, "blank line")
    for comment in trivia.leading:
        yield _Entry(depth, _comment("before", comment))
    if trivia.blank_after_leading:
        yield _Entry(depth, "blank line")
    if trivia.trailing is not None:
        yield _Entry(depth, _comment("beside", trivia.trailing))


def _comment(label: str, comment: lua.Comment) -> str:
    kind = "long" if comment.long else "short"
    place = "own line" if comment.own_line else "after code"
    return f"{label}: {kind}, {place}, {comment.text!a}"
