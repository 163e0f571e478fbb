"""Where a parser stands in a pattern, and the flags that hold there."""

from dataclasses import dataclass, field, replace

from cmc.runtime.shims.re.errors import PatternError, Span, pattern_error


@dataclass(frozen=True, slots=True)
class Flags:
    """`i` ignores case, `m` has `^` and `$` match at lines, `s` has `.` match line ends, `U` swaps greedy and lazy,
    `u` is Unicode, `R` takes CR LF for a line end, `x` passes over white space and comments."""

    i: bool = False
    m: bool = False
    s: bool = False
    U: bool = False
    u: bool = True
    R: bool = False
    x: bool = False

    def changed(self, names: list[str], value: bool) -> "Flags":
        """The flags with some of them set or cleared."""
        return replace(self, **dict.fromkeys(names, value))


@dataclass(slots=True)
class Cursor:
    """A pattern and a position in it.

    `groups` counts the groups that capture, `names` maps their names to their numbers, `name_spans` to where they are.
    `meaning_error` is the first error of a pattern that is well formed but has no meaning.
    """

    pattern: str
    position: int = 0
    flags: Flags = field(default_factory=Flags)
    groups: int = 0
    names: dict[str, int] = field(default_factory=dict)
    name_spans: dict[str, Span] = field(default_factory=dict)
    meaning_error: PatternError | None = None

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.pattern)

    @property
    def char(self) -> str:
        """The character here; empty at the end."""
        return self.pattern[self.position : self.position + 1]

    def bump(self) -> bool:
        """Moves on by a character; false at the end."""
        self.position = min(self.position + 1, len(self.pattern))
        return not self.is_at_end

    def bump_and_skip(self) -> bool:
        """Moves on by a character and over what the flag `x` passes over; false at the end."""
        self.bump()
        self.skip()
        return not self.is_at_end

    def skip(self) -> None:
        """Moves over white space and comments, with the flag `x`."""
        if self.flags.x:
            self.position = self._after_space(self.position)

    def _after_space(self, position: int) -> int:
        pattern = self.pattern
        while position < len(pattern):
            if pattern[position] == "#":
                end = pattern.find("\n", position)
                position = len(pattern) if end < 0 else end + 1
            elif pattern[position].isspace():
                position += 1
            else:
                break
        return position

    def take(self, prefix: str) -> bool:
        """Moves behind a text, if it is here."""
        if not self.pattern.startswith(prefix, self.position):
            return False
        self.position += len(prefix)
        return True

    def following(self) -> str:
        """The character after the one here, beyond what the flag `x` passes over."""
        position = self.position + 1
        if self.flags.x:
            position = self._after_space(position)
        return self.pattern[position : position + 1]

    def span(self, start: int | None = None) -> Span:
        """From a position, by default this one, to here."""
        return (self.position if start is None else start), self.position

    def span_char(self) -> Span:
        """The character here."""
        return self.position, self.position + 1

    def note_meaning_error(self, span: Span, reason: str) -> None:
        """Keeps an error for the end: those of form come first, wherever they are."""
        if self.meaning_error is None:
            self.meaning_error = self.error(span, reason)

    def error(self, span: Span, reason: str, *others: Span) -> PatternError:
        """An error at a place of the pattern."""
        return pattern_error(self.pattern, reason, span, *others)
