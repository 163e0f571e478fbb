"""From a template's text to its tags (Vein specification, section 2.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cmc.runtime.core.errors import LuaError

KINDS = ("output", "raw", "code", "comment", "include", "partial")

DEFAULT_DELIMITERS: dict[str, tuple[str, str]] = {
    "output": ("{{", "}}"),
    "raw": ("{!", "!}"),
    "code": ("{%", "%}"),
    "comment": ("{#", "#}"),
    "include": ("{@", "@}"),
    "partial": ("{>", ">}"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a template: `text` verbatim, or the trimmed content of a tag. `line` is where it begins, from 1 on.

    `newlines` are the line ends in the whole piece, with what is around the content of a tag.
    """

    kind: str
    value: str
    line: int
    newlines: int


_RAW_END = re.compile(r"\{%\s*endraw\s*%\}")


def tokenize(template: str, delimiters: Mapping[str, tuple[str, str]] = DEFAULT_DELIMITERS) -> list[Token]:
    """The tokens of a template; comments are left out, but their line ends are there as empty texts.

    Raises:
        LuaError: a tag is not closed.
    """
    opening = {begin: kind for kind, (begin, _) in delimiters.items()}
    tag = re.compile("|".join(re.escape(begin) for begin in sorted(opening, key=len, reverse=True)))
    tokens: list[Token] = []
    position, line = 0, 1

    def add(kind: str, value: str, source: str) -> None:
        nonlocal line
        newlines = source.count("\n")
        if kind == "text":
            if source:
                tokens.append(Token(kind, value, line, newlines))
        else:
            tokens.append(Token(kind, value.strip(), line, newlines))
        line += newlines

    while (found := tag.search(template, position)) is not None:
        add("text", template[position : found.start()], template[position : found.start()])
        kind = opening[found[0]]
        close = delimiters[kind][1]
        end = _end_of_tag(template, found.end(), close, is_code=kind != "comment")
        if end < 0:
            place = len(template[: found.start()].encode("utf-8", "surrogateescape")) + 1
            raise LuaError(f"Unclosed tag '{found[0]}' at position {place}")
        source = template[found.start() : end + len(close)]
        content = template[found.end() : end]
        position = end + len(close)
        if kind == "code" and content.strip() == "raw":
            verbatim = _RAW_END.search(template, position)
            if verbatim is None:
                raise LuaError(f"Unclosed tag 'raw' in line {line}")
            add("comment", "", source)
            add("text", template[position : verbatim.start()], template[position : verbatim.start()])
            add("comment", "", verbatim[0])
            position = verbatim.end()
        else:
            add(kind, content, source)
    add("text", template[position:], template[position:])
    return tokens


_IN_CODE = re.compile(r"""(["'])(?:\\.|(?!\1)[^\\\n])*\1|\[(=*)\[.*?\]\2\]|[{}]""", re.DOTALL)


def _end_of_tag(template: str, start: int, close: str, *, is_code: bool) -> int:
    """Where the closing delimiter of a tag begins, -1 if there is none.

    In code, delimiters in strings and in braces do not count, unless none is left then.
    """
    first = template.find(close, start)
    if first < 0 or not is_code:
        return first
    position, depth = start, 0
    while True:
        end = template.find(close, position)
        if end < 0:
            return first
        item = _IN_CODE.search(template, position)
        if item is None or item.start() > end or (item.start() == end and depth <= 0):
            if depth <= 0:
                return end
            if item is None:
                return first
        if item.start() > end and depth > 0 and close[0] != "}":
            # Braces of a table that another tag closes.
            return first
        if item[0] == "{":
            depth += 1
        elif item[0] == "}":
            depth -= 1
        position = item.end()
