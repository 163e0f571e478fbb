"""Replacement strings of `gsub`: `%0` to `%9` and `%%` (manual §6.4).

Like patterns, they are only found to be wrong when they are used: `gsub` without a match accepts any.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from cmc.runtime.core.errors import located
from cmc.runtime.core.text import to_bytes
from cmc.runtime.stdlib.string.compiled import CACHE_SIZE, Compiled

_ESCAPE = re.compile("%(.?)", re.DOTALL)


class _Mistake(Exception):
    """A replacement string cannot be used."""


Part = str | int | _Mistake
"""Text, the number of a group, or what is wrong."""


class Replacement:
    """A replacement string for one pattern.

    `expand(match)` gives the text for a match. `template` is what `re.Pattern.subn` takes: that function, or a text.
    """

    __slots__ = ("expand", "template")

    def __init__(self, expand: Callable[[Any], Any], template: Any = None) -> None:
        self.expand = expand
        self.template = expand if template is None else template


@lru_cache(CACHE_SIZE)
def replacement_for(text: str, compiled: Compiled) -> Replacement:
    """How the matches of a pattern are replaced by a replacement string."""
    parts = _parse(text, compiled.captures)
    if not all(isinstance(part, str) or (isinstance(part, int) and part not in compiled.positions) for part in parts):
        return Replacement(_careful(parts, compiled))
    encode: Callable[[str], Any] = to_bytes if compiled.is_bytes else str
    groups = [part for part in parts if isinstance(part, int)]
    if not groups:
        literal = encode("".join(map(str, parts)))
        return Replacement(lambda found: literal, literal.replace(encode("\\"), encode("\\\\")))
    if len(groups) == 1:
        group = groups[0]
        place = parts.index(group)
        before, after = encode("".join(map(str, parts[:place]))), encode("".join(map(str, parts[place + 1 :])))
        if not before and not after:
            return Replacement(itemgetter(group))
        return Replacement(lambda found: before + found[group] + after)
    form = encode("".join("%s" if isinstance(part, int) else str(part).replace("%", "%%") for part in parts))
    return Replacement(lambda found: form % found.group(*groups))


def _parse(text: str, captures: int) -> list[Part]:
    """The parts of a replacement string; the first mistake is the last part."""
    parts: list[Part] = []
    position = 0
    for escape in _ESCAPE.finditer(text):
        if escape.start() > position:
            parts.append(text[position : escape.start()])
        position = escape.end()
        character = escape[1]
        if character == "%":
            parts.append("%")
        elif not character or character not in "0123456789":
            return [*parts, _Mistake("invalid use of '%' in replacement string")]
        elif int(character) <= max(captures, 1):
            # Without captures, %1 is the whole match.
            parts.append(int(character) if captures else 0)
        else:
            return [*parts, _Mistake(f"invalid capture index %{character}")]
    if position < len(text):
        parts.append(text[position:])
    return parts


def _careful(parts: list[Part], compiled: Compiled) -> Callable[[Any], Any]:
    """The expansion of a replacement string with a mistake or with positions."""
    encode: Callable[[str], Any] = to_bytes if compiled.is_bytes else str

    def piece(part: Part, found: Any) -> Any:
        if isinstance(part, _Mistake):
            raise located(str(part))
        if isinstance(part, str):
            return encode(part)
        return encode(str(found.start(part) + 1)) if part in compiled.positions else found[part]

    return lambda found: encode("").join([piece(part, found) for part in parts])
