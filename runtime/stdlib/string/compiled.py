"""Patterns ready to match: compiled once per kind of subject and kept (manual §6.4.1).

Subjects in ASCII are matched as `str`, all others as `bytes`; positions are byte positions in both.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from operator import itemgetter, methodcaller
from typing import TYPE_CHECKING, Any

from cmc.runtime.core.text import from_bytes, to_bytes

if TYPE_CHECKING:
    from cmc.runtime.stdlib.string.patterns import Item

CACHE_SIZE = 1024
_SPECIAL = re.compile(r"[\^$*+?.(\[%-]")

_GROUPS = methodcaller("groups")

WHOLE, ONE, SEVERAL, MIXED = range(4)
"""What a match gives: the whole text, one captured text, several, or captures with positions among them."""


class Compiled:
    """A pattern for one kind of subject.

    `find(subject, position)` gives the first match from a position on; that of an anchored pattern begins right there.
    `matches(subject, position)` gives one match after the other, as `gmatch` and `gsub` find them. `substitute` is
    `subn` of `re.Pattern` where that replaces the very same matches, else None. `group` is the group that comes first
    among the results, and `results` gives those of one match after the other. `raises` says that matching may find
    something wrong with the pattern.
    """

    __slots__ = (
        "anchored",
        "captures",
        "find",
        "group",
        "is_bytes",
        "matches",
        "positions",
        "raises",
        "results",
        "shape",
        "substitute",
    )

    def __init__(self, items: "list[Item]", *, anchored: bool, is_bytes: bool) -> None:
        # Imported on demand, as many programs do without patterns.
        from cmc.runtime.stdlib.string.matcher import BacktrackingPattern, needs_depth
        from cmc.runtime.stdlib.string.patterns import Open, Single, may_be_empty, translate

        self.anchored = anchored
        self.is_bytes = is_bytes
        self.captures = sum(isinstance(item, Open) for item in items)
        self.positions = frozenset(item.group for item in items if isinstance(item, Open) and item.is_position)
        self.shape = MIXED if self.positions else min(self.captures, SEVERAL)
        self.group = 1 if self.captures else 0
        self.results: Callable[[Iterator[Any]], Iterator[Any]] = partial(map, self._result())
        text = None if needs_depth(items) else translate(items, 256 if is_bytes else 128)
        engine: Any
        if text is not None:
            engine = re.compile(text.encode() if is_bytes else text, re.DOTALL)
        else:
            engine = BacktrackingPattern(items, is_bytes=is_bytes)
        self.raises = text is None
        self.find: Callable[[Any, int], Any] = engine.match if anchored else engine.search
        self.substitute: Callable[..., tuple[Any, int]] | None = None
        self.matches: Callable[[Any, int], Iterator[Any]]
        if anchored:
            self.matches = _first_match(engine.match)
        elif text is None:
            self.matches = _stepping(engine.search)
        elif not may_be_empty(items):
            self.matches = engine.finditer
            self.substitute = engine.subn
        elif any(isinstance(item, Single) and item.quantifier == "-" for item in items):
            self.matches = _stepping(engine.search)
        else:
            self.matches = _skipping(engine.finditer)

    def _result(self) -> Callable[[Any], Any]:
        """What makes the results of a match, in C if that can be."""
        if self.is_bytes or self.shape == MIXED:
            return partial(captures_of, self)
        return itemgetter(self.group) if self.shape <= ONE else _GROUPS


def _first_match(match: Callable[[Any, int], Any]) -> Callable[[Any, int], Iterator[Any]]:
    """The matches of an anchored pattern: one at most."""

    def matches(subject: Any, position: int) -> Iterator[Any]:
        found = match(subject, position)
        return iter(()) if found is None else iter((found,))

    return matches


def _skipping(finditer: Callable[[Any, int], Iterator[Any]]) -> Callable[[Any, int], Iterator[Any]]:
    """The matches of a pattern that takes nothing only where it cannot take more.

    Python also finds the empty text right behind a match, Lua does not.
    """

    def matches(subject: Any, position: int) -> Iterator[Any]:
        last = -1
        for found in finditer(subject, position):
            end = found.end()
            if end != last:
                last = end
                yield found

    return matches


def _stepping(search: Callable[[Any, int], Any]) -> Callable[[Any, int], Iterator[Any]]:
    """The matches of a pattern that may prefer the empty text.

    After an empty match, Python asks for a longer one at the same place, Lua moves on.
    """

    def matches(subject: Any, position: int) -> Iterator[Any]:
        last = -1
        while position <= len(subject):
            found = search(subject, position)
            if found is None:
                return
            if found.end() == last:
                position = last + 1
                continue
            yield found
            position = last = found.end()

    return matches


@lru_cache(CACHE_SIZE)
def for_text(pattern: str) -> Compiled:
    """A pattern for subjects in ASCII."""
    return _compile(pattern, is_bytes=False)


@lru_cache(CACHE_SIZE)
def for_bytes(pattern: str) -> Compiled:
    """A pattern for subjects as bytes."""
    return _compile(pattern, is_bytes=True)


def _compile(pattern: str, *, is_bytes: bool) -> Compiled:
    from cmc.runtime.stdlib.string.patterns import parse

    return Compiled(parse(to_bytes(pattern.removeprefix("^"))), anchored=pattern[:1] == "^", is_bytes=is_bytes)


@lru_cache(CACHE_SIZE)
def to_find(pattern: str) -> Compiled | None:
    """A pattern for `find` in ASCII, None when it is plain text."""
    return for_text(pattern) if _SPECIAL.search(pattern) else None


def is_plain(pattern: str) -> bool:
    """Whether a pattern is plain text for `find`."""
    return _SPECIAL.search(pattern) is None


def captures_of(compiled: Compiled, found: Any) -> Any:
    """The results of a match: captured texts and positions, or the whole match (push_captures)."""
    return explicit_captures(compiled, found) if compiled.captures > 1 else first_capture(compiled, found)


def first_capture(compiled: Compiled, found: Any) -> Any:
    """The first of these results."""
    return found.start(1) + 1 if 1 in compiled.positions else text_of(found[compiled.group])


def captures_as_tuple(compiled: Compiled, found: Any) -> tuple[Any, ...]:
    """The same as a tuple, also of one value."""
    return explicit_captures(compiled, found) if compiled.captures else (text_of(found[0]),)


def explicit_captures(compiled: Compiled, found: Any) -> tuple[Any, ...]:
    """The captures of a match, none where the pattern has none."""
    if not compiled.positions:
        return tuple(map(text_of, found.groups()))
    positions = compiled.positions
    return tuple(
        found.start(group) + 1 if group in positions else text_of(found[group])
        for group in range(1, compiled.captures + 1)
    )


def text_of(piece: Any) -> Any:
    """A piece of a subject as a Lua string."""
    return from_bytes(piece) if type(piece) is bytes else piece
