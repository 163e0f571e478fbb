"""Branches that never run, because the version of the language decides so when the program is compiled.

    if _VERSION < "Lua 5.3" then … end

Programs for several versions ask for it before they use what others lack.
"""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from cmc.transpiler.analysis.library import Library
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "~=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


class Branches(NamedTuple):
    """The ids of the blocks of `if` statements that never run, and of those that do whenever control gets there."""

    dead: frozenset[int] = frozenset()
    certain: frozenset[int] = frozenset()


def find_branches(chunk: lua.Chunk, library: Library) -> Branches:
    """What is sure of the blocks of `if` statements."""
    dead: set[int] = set()
    certain: set[int] = set()
    for node in walk(chunk.body):
        if isinstance(node, lua.If):
            is_decided = False
            for condition, block in node.arms:
                holds = _truth(condition, library)
                if is_decided or holds is False:
                    dead.add(block.id)
                elif holds:
                    certain.add(block.id)
                    is_decided = True
            if is_decided and node.orelse is not None:
                dead.add(node.orelse.id)
    return Branches(frozenset(dead), frozenset(certain))


def _truth(node: lua.Expression, library: Library) -> bool | None:
    """Whether a condition holds, None where that is found out at run time."""
    if isinstance(node, lua.Paren):
        return _truth(node.inner, library)
    if isinstance(node, lua.Unary) and node.op == "not":
        inner = _truth(node.operand, library)
        return None if inner is None else not inner
    if isinstance(node, lua.Binary) and node.op in ("and", "or"):
        left, right = _truth(node.left, library), _truth(node.right, library)
        decides = node.op == "or"
        if left is decides:
            return decides
        return right if left is not None else None
    if isinstance(node, lua.Binary) and node.op in _COMPARISONS:
        left_text, right_text = _text(node.left, library), _text(node.right, library)
        if left_text is not None and right_text is not None:
            return _COMPARISONS[node.op](left_text, right_text)
    return None


def _text(node: lua.Expression, library: Library) -> str | None:
    return node.value if isinstance(node, lua.String) else library.version_of(node)
