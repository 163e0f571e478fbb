"""Iterating over all nodes of a tree."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from cmc.transpiler.syntax import nodes as lua

_PLAIN = frozenset(("id", "start", "end", "line", "trivia", "comments", "trailing"))


def _child_fields(node: lua.Node) -> tuple[str, ...]:
    kind: type = type(node)
    return _child_fields_of(kind)


@cache
def _child_fields_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _PLAIN)


def children(node: lua.Node) -> Iterator[lua.Node]:
    """The direct children of a node, in the order of the text."""
    for name in _child_fields(node):
        value = getattr(node, name)
        if isinstance(value, lua.Node):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, lua.Node):
                    yield item
                elif isinstance(item, tuple):
                    yield from item


def walk(node: lua.Node, *, into_functions: bool = True, without: frozenset[int] = frozenset()) -> Iterator[lua.Node]:
    """`node` and everything below it, parents first; functions below are yielded but not always entered.

    `without` are the ids of nodes that are left out with everything below them.
    """
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if into_functions or current is node or not isinstance(current, lua.Function):
            found = reversed(list(children(current)))
            pending.extend(found if not without else (child for child in found if child.id not in without))
