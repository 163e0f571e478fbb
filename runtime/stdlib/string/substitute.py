"""`gsub` (manual §6.4)."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from cmc.runtime.core.arguments import MISSING, check_string, optional_integer, type_mismatch
from cmc.runtime.core.errors import located
from cmc.runtime.core.metamethods import first_of
from cmc.runtime.core.numbers import format_number
from cmc.runtime.core.text import cached_bytes, canonical, from_bytes, join_all, to_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.string.compiled import (
    ONE,
    SEVERAL,
    Compiled,
    captures_as_tuple,
    first_capture,
    for_bytes,
    for_text,
)
from cmc.runtime.stdlib.string.replacement import replacement_for


def lua_gsub(s: Any = MISSING, pattern: Any = MISSING, repl: Any = MISSING, n: Any = None, *_: Any) -> Any:
    """`string.gsub(s, pattern, repl [, n])`"""
    if type(s) is not str:
        s = check_string(s, 1)
    if type(pattern) is not str:
        pattern = check_string(pattern, 2)
    if n is None and type(repl) is str and s.isascii():
        compiled = for_text(pattern)
        if compiled.substitute is not None:
            result, count = compiled.substitute(replacement_for(repl, compiled).template, s)
            return (result if result.isascii() else canonical(result)), count
    limit = None if n is None else max(optional_integer(n, 4, 0), 0)
    kind = type_name(repl)
    if kind not in ("string", "table", "function", "number"):
        raise type_mismatch(3, repl, "string/function/table")
    if limit == 0:
        return s, 0
    compiled = for_text(pattern) if s.isascii() else for_bytes(pattern)
    if kind == "function":
        return _with_values(s, compiled, repl, limit, False)
    if kind == "table":
        return _with_values(s, compiled, repl.__getitem__, limit, True)
    return _with_text(s, compiled, repl if kind == "string" else format_number(repl), limit)


def _with_text(s: str, compiled: Compiled, text: str, limit: int | None) -> tuple[str, int]:
    """`gsub` with a replacement string."""
    subject: Any = cached_bytes(s) if compiled.is_bytes else s
    replacement = replacement_for(text, compiled)
    if compiled.substitute is not None:
        result, count = compiled.substitute(replacement.template, subject, limit or 0)
        return from_bytes(result) if compiled.is_bytes else canonical(result), count
    expand = replacement.expand
    if compiled.anchored:
        found = compiled.find(subject, 0)
        if found is None:
            return s, 0
        return _joined(s, subject, [expand(found)], found.end()), 1
    pieces = []
    count = position = 0
    matches = compiled.matches(subject, 0)
    for found in matches if limit is None else islice(matches, limit):
        count += 1
        first, last = found.span()
        pieces.append(subject[position:first])
        pieces.append(expand(found))
        position = last
    return _joined(s, subject, pieces, position), count


def _with_values(
    s: str, compiled: Compiled, value_of: Callable[..., Any], limit: int | None, is_table: bool
) -> tuple[str, int]:
    """`gsub` with a function of the captures, or with the fields of a table by the first capture."""
    is_bytes, shape, group = compiled.is_bytes, compiled.shape, compiled.group
    one = not is_bytes and (shape <= ONE or (is_table and shape == SEVERAL))
    if one and compiled.substitute is not None:

        def expand(found: Any) -> Any:
            value = value_of(found[group])
            return value if type(value) is str else _kept_or_text(value, found)

        result, count = compiled.substitute(expand, s, limit or 0)
        return canonical(result), count
    subject: Any = cached_bytes(s) if is_bytes else s
    pieces = []
    count = position = 0
    matches = compiled.matches(subject, 0)
    for found in matches if limit is None else islice(matches, limit):
        count += 1
        if one:
            value = value_of(found[group])
        elif is_table:
            value = value_of(first_capture(compiled, found))
        else:
            value = value_of(*captures_as_tuple(compiled, found))
        if type(value) is not str:
            value = first_of(value)
            if value is None or value is False:
                continue
            value = _replacement_text(value)
        first, last = found.span()
        pieces.append(subject[position:first])
        pieces.append(to_bytes(value) if is_bytes else value)
        position = last
    return _joined(s, subject, pieces, position), count


def _kept_or_text(value: Any, found: Any) -> Any:
    """The text in place of a match, which stays for nil and false."""
    value = first_of(value)
    return found[0] if value is None or value is False else _replacement_text(value)


def _replacement_text(value: Any) -> str:
    """A result of the function or table, neither nil nor false, as text."""
    if type(value) is str:
        return value
    if type(value) is int or type(value) is float:
        return format_number(value)
    raise located(f"invalid replacement value (a {type_name(value)})")


def _joined(s: str, subject: Any, pieces: list[Any], position: int) -> str:
    """The subject with its replaced pieces and what is left from `position` on."""
    if not pieces:
        return s
    pieces.append(subject[position:])
    return from_bytes(b"".join(pieces)) if type(subject) is bytes else join_all(pieces)
