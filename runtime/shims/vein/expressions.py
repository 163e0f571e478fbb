"""Expressions with filters (Vein specification, section 2.2)."""

import re
from dataclasses import dataclass

from cmc.runtime.core.errors import LuaError

_ATOM = re.compile(r"""(["'])(?:\\.|(?!\1)[^\\])*\1|\[(=*)\[.*?\]\2\]|[(\[{}\])|]""", re.DOTALL)
_FILTER = re.compile(r"(\w+)\s*(?:\((.*)\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filtered:
    """A Lua expression and the filters that its value goes through, each with the text of its arguments."""

    base: str
    filters: tuple[tuple[str, str], ...]


def parse_expression(text: str) -> Filtered:
    """The parts of an expression.

    Raises:
        LuaError: a filter is malformed.
    """
    base, *rest = split_pipes(text)
    filters = []
    for part in rest:
        match = _FILTER.fullmatch(part)
        if match is None:
            raise LuaError(f"Invalid filter syntax: {part}")
        filters.append((match[1], (match[2] or "").strip()))
    return Filtered(base, tuple(filters))


def split_pipes(text: str) -> list[str]:
    """The parts of a text between bars that are neither in strings nor in brackets."""
    parts, start, depth = [], 0, 0
    for atom in _ATOM.finditer(text):
        sign = atom[0]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "|" and depth <= 0:
            parts.append(text[start : atom.start()].strip())
            start = atom.end()
    parts.append(text[start:].strip())
    return parts
