"""Types that authors wrote down: LuaLS annotations in the comments above a function.

    ---@param name string
    ---@param count? integer
    ---@return string

They are trusted (docs/semantics.md): a program that passes something else gets what the plain Python operators give.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from cmc.transpiler.analysis.kinds import ANY, BOOLEAN, FUNCTION, INTEGER, NIL, NUMBER, OTHER, TABLE, TEXT
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.walk import walk

_PARAM = re.compile(r"^-\s*@param\s+([A-Za-z_]\w*)(\??)\s+(.+)$")
_RETURN = re.compile(r"^-\s*@return\s+(.+)$")
_CLASS = re.compile(r"^---+\s*@class\s+(?:\([^)]*\)\s*)?([A-Za-z_][\w.]*)", re.MULTILINE)
_TYPE = re.compile(r"fun\([^)]*\)(?::\s*\S+)?|[^\s|?<]+(?:<[^>]*>)?(?:\?|\[\])*")

_KINDS = {
    "any": ANY, "boolean": BOOLEAN, "false": BOOLEAN, "true": BOOLEAN, "function": FUNCTION, "integer": INTEGER,
    "nil": NIL, "number": NUMBER, "string": TEXT, "table": TABLE, "thread": OTHER, "userdata": OTHER, "unknown": ANY,
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Signature:
    """What is written about one function: kinds of parameters by name, and those of its results in order."""

    params: dict[str, int] = field(default_factory=dict)
    results: list[int] = field(default_factory=list)


def find_annotations(chunk: lua.Chunk, text: str) -> dict[int, Signature]:
    """The annotated functions of a chunk, by their ids. Words that are no types may be the beginning of a sentence."""
    if "---" not in text:
        return {}
    classes = frozenset(_CLASS.findall(text))
    comments = [comment for comment in chunk.comments if comment.text.startswith("-")]
    ends = [comment.end for comment in comments]
    found: dict[int, Signature] = {}
    for node in walk(chunk.body):
        function = function_of(node)
        if function is None:
            continue
        signature = Signature()
        last = node.start
        position = bisect_left(ends, node.start)
        if position < len(ends) and ends[position] <= node.start:
            position += 1
        for comment in reversed(comments[:position]):
            # Directly above: nothing but one line break and indentation in between.
            gap = text[comment.end : last]
            if gap.strip() or gap.count("\n") > 1:
                break
            _read(comment.text.rstrip(), signature, classes)
            last = comment.start
        if signature.params or signature.results:
            signature.results.reverse()
            found[function.id] = signature
    return found


def function_of(node: lua.Node) -> lua.Function | None:
    """The function that a statement defines."""
    if isinstance(node, lua.FunctionStatement | lua.LocalFunction):
        return node.function
    if isinstance(node, lua.Local | lua.Assign) and len(node.values) == 1 and isinstance(node.values[0], lua.Function):
        return node.values[0]
    return None


def _read(line: str, signature: Signature, classes: frozenset[str]) -> None:
    if match := _PARAM.match(line):
        name, optional, written = match.groups()
        signature.params.setdefault(name, kind_of(written, classes) | (NIL if optional else 0))
    elif match := _RETURN.match(line):
        signature.results.append(kind_of(match[1], classes))


def kind_of(written: str, classes: frozenset[str] = frozenset()) -> int:
    """The kinds that a type stands for; what follows the type is a description. `classes` are tables."""
    kind = 0
    position = 0
    while (match := _TYPE.match(written, position)) is not None:
        name = match[0]
        if name.endswith("?"):
            kind |= NIL
            name = name.rstrip("?")
        if name.endswith("[]") or name.startswith(("table<", "{")):
            kind |= TABLE
        elif name.startswith("fun("):
            kind |= FUNCTION
        else:
            unknown = TABLE | OTHER if name in classes else ANY
            kind |= TEXT if name[:1] in "\"'" else _KINDS.get(name, unknown)
        position = match.end()
        if written[position : position + 1] != "|":
            break
        position += 1
    return kind or ANY
