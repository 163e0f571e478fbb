"""Matching by backtracking, for the patterns that `re` cannot express (manual §6.4.1).

Those are patterns with `%b`, malformed ones, whose error depends on how far matching gets, and those so long that Lua
may call them too complex. The classes here answer the calls that the library makes on `re.Pattern` and `re.Match`.
"""

import re
from typing import Any

from cmc.runtime.core.errors import located
from cmc.runtime.stdlib.string.patterns import (
    BackReference,
    Balance,
    Close,
    End,
    Frontier,
    Item,
    Malformed,
    Open,
    Single,
    frontier_text,
    set_text,
)

MAX_DEPTH = 200  # MAXCCALLS

Span = tuple[int, int]
Subject = Any
"""Text in ASCII or bytes, and pieces of the same kind."""


class BacktrackingMatch:
    """A match, with the methods of `re.Match` that the library uses."""

    __slots__ = ("spans", "subject", "unfinished")

    def __init__(self, subject: Subject, spans: list[Span], unfinished: frozenset[int]) -> None:
        self.subject = subject
        self.spans = spans
        self.unfinished = unfinished

    def __getitem__(self, group: int) -> Subject:
        if group in self.unfinished:
            raise located("unfinished capture")
        first, last = self.spans[group]
        return self.subject[first:last]

    def group(self, *groups: int) -> tuple[Subject, ...]:
        """The texts of two or more groups."""
        return tuple(self[group] for group in groups)

    def groups(self) -> tuple[Subject, ...]:
        """The texts of all captures."""
        return tuple(self[group] for group in range(1, len(self.spans)))

    def start(self, group: int = 0) -> int:
        """Where a group begins."""
        return self.spans[group][0]

    def end(self, group: int = 0) -> int:
        """Where a group ends."""
        return self.spans[group][1]

    def span(self, group: int = 0) -> Span:
        """Where a group begins and ends."""
        return self.spans[group]


class BacktrackingPattern:
    """A pattern for one kind of subject, with the methods of `re.Pattern` that the library uses."""

    def __init__(self, items: list[Item], *, is_bytes: bool) -> None:
        self.is_bytes = is_bytes
        self.limit = 256 if is_bytes else 128
        self.steps: list[tuple[Item, Any]] = [(item, self._compile(item)) for item in items]
        opened = [item.group for item in items if isinstance(item, Open) and not item.is_position]
        closed = {item.group for item in items if isinstance(item, Close)}
        self.unfinished = frozenset(group for group in opened if group not in closed)
        self.groups = sum(isinstance(item, Open) for item in items)
        # A pattern that begins with a plain character can only match where that is.
        first = self.steps[0] if self.steps else None
        self.first: Any = None
        if first is not None and isinstance(first[0], Balance):
            self.first = first[1][0].search
        elif first is not None and isinstance(first[0], Single) and first[0].quantifier in ("", "+"):
            self.first = first[1].search

    def _compile(self, item: Item) -> Any:
        """What an item needs for matching, as regular expressions."""
        match item:
            case Single(codes, quantifier):
                # As many as there are, at least one; matching tries how many of them it takes.
                repeat = "+" if quantifier in ("*", "+", "-") else ""
                return self._regex(set_text(codes, self.limit) + repeat)
            case Frontier(codes):
                return self._regex(frontier_text(codes, self.limit))
            case Balance(opening, closing):
                ends = set_text(frozenset((opening, closing)), self.limit)
                return self._regex(set_text(frozenset((opening,)), self.limit)), self._regex(ends), self._char(closing)
        return None

    def _regex(self, text: str) -> Any:
        return re.compile(text.encode() if self.is_bytes else text, re.DOTALL)

    def _char(self, code: int) -> Subject:
        return bytes((code,)) if self.is_bytes else chr(code)

    def search(self, subject: Subject, position: int = 0) -> BacktrackingMatch | None:
        """The first match that begins at `position` or later."""
        while position <= len(subject):
            if self.first is not None:
                candidate = self.first(subject, position)
                if candidate is None:
                    return None
                position = candidate.start()
            found = self.match(subject, position)
            if found is not None:
                return found
            position += 1
        return None

    def match(self, subject: Subject, position: int = 0) -> BacktrackingMatch | None:
        """A match that begins at `position`."""
        spans: list[Span] = [(position, position)] * (self.groups + 1)
        end = self._run(subject, position, 0, spans, 1)
        if end < 0:
            return None
        spans[0] = position, end
        return BacktrackingMatch(subject, spans, self.unfinished)

    def _run(self, subject: Subject, position: int, step: int, spans: list[Span], depth: int) -> int:
        """The end of a match of the items from `step` on, -1 when there is none.

        `depth` counts the calls that Lua's matcher would be in: it enters one for every choice and every parenthesis.
        """
        steps = self.steps
        while step < len(steps):
            if depth > MAX_DEPTH:
                raise located("pattern too complex")
            item, compiled = steps[step]
            step += 1
            match item:
                case Single(_, quantifier):
                    run = compiled.match(subject, position)
                    if run is None:
                        if quantifier in ("", "+"):
                            return -1
                    elif quantifier == "":
                        position += 1
                    elif quantifier == "?":
                        end = self._run(subject, position + 1, step, spans, depth + 1)
                        if end >= 0:
                            return end
                    else:
                        shortest, longest = position + (quantifier == "+"), run.end()
                        lengths = range(shortest, longest + 1)
                        for taken in lengths if quantifier == "-" else reversed(lengths):
                            end = self._run(subject, taken, step, spans, depth + 1)
                            if end >= 0:
                                return end
                        return -1
                case Open(group, _):
                    spans[group] = position, position
                    depth += 1
                case Close(group):
                    spans[group] = spans[group][0], position
                    depth += 1
                case BackReference(group, is_position):
                    first, last = spans[group]
                    if is_position or not subject.startswith(subject[first:last], position):
                        return -1
                    position += last - first
                case Frontier():
                    if compiled.match(subject, position) is None:
                        return -1
                case Balance():
                    position = _balanced_end(subject, position, *compiled)
                    if position < 0:
                        return -1
                case End():
                    if position != len(subject):
                        return -1
                case Malformed(message):
                    raise located(message)
        if depth > MAX_DEPTH:
            raise located("pattern too complex")
        return position


def _balanced_end(subject: Subject, position: int, opening: Any, ends: Any, closing: Subject) -> int:
    """The end of the balanced text that begins at `position`, -1 when there is none."""
    if opening.match(subject, position) is None:
        return -1
    nesting = 1
    for found in ends.finditer(subject, position + 1):
        # The closing character counts first: both may be the same.
        if found[0] == closing:
            nesting -= 1
            if nesting == 0:
                return found.end()  # type: ignore[no-any-return]
        else:
            nesting += 1
    return -1


def needs_depth(items: list[Item]) -> bool:
    """Whether Lua's matcher might call a pattern too complex."""
    return sum(_nests(item) for item in items) >= MAX_DEPTH


def _nests(item: Item) -> bool:
    return isinstance(item, Open | Close) or (isinstance(item, Single) and item.quantifier != "")
