"""Lua patterns (manual §6.4.1): the items a pattern consists of, and how `re` writes them.

A pattern is a plain sequence of items, so which captures are open or closed at an item is known without matching. What
is wrong with a pattern becomes an item as well: Lua only complains when matching gets there.
"""

from dataclasses import dataclass

MAX_CAPTURES = 32

_LOWER = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_UPPER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset(b"0123456789")
_LETTERS = _LOWER | _UPPER
_VISIBLE = frozenset(range(33, 127))

ALL = frozenset(range(256))

CLASSES: dict[int, frozenset[int]] = {
    ord("a"): _LETTERS,
    ord("c"): frozenset((*range(32), 127)),
    ord("d"): _DIGITS,
    ord("g"): _VISIBLE,
    ord("l"): _LOWER,
    ord("p"): _VISIBLE - _LETTERS - _DIGITS,
    ord("s"): frozenset(b" \t\n\v\f\r"),
    ord("u"): _UPPER,
    ord("w"): _LETTERS | _DIGITS,
    ord("x"): frozenset(b"0123456789abcdefABCDEF"),
    ord("z"): frozenset((0,)),
}
"""Bytes of the character classes, as the C locale has them."""

CLASSES |= {letter - 32: ALL - members for letter, members in CLASSES.items()}


@dataclass(frozen=True, slots=True)
class Single:
    """One byte out of a set, with a quantifier: empty, `?`, `*`, `+` or `-`."""

    codes: frozenset[int]
    quantifier: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """`(`: the beginning of capture `group`; a position capture `()` begins and ends here."""

    group: int
    is_position: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """`)`: the end of capture `group`."""

    group: int


@dataclass(frozen=True, slots=True)
class BackReference:
    """`%1`: the text of a closed capture. That of a position capture never matches."""

    group: int
    is_position: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """`%f[set]`: where the set begins to hold; before the start and after the end of the subject stands a zero byte."""

    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Balance:
    """`%bxy`: from an `x` to the `y` that balances it."""

    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class End:
    """`$` at the end of the pattern."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Where matching fails with a message."""

    message: str


Item = Single | Open | Close | BackReference | Frontier | Balance | End | Malformed


class PatternError(Exception):
    """A pattern cannot be read any further."""


def parse(pattern: bytes) -> list[Item]:
    """The items of a pattern whose anchor `^` has been taken off; a malformed one ends with `Malformed`."""
    parser = _Parser(pattern)
    try:
        while parser.position < len(pattern):
            parser.items.append(parser.item())
    except PatternError as error:
        parser.items.append(Malformed(str(error)))
    return parser.items


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: bytes) -> None:
        self.pattern = pattern
        self.position = 0
        self.items: list[Item] = []
        self.open_groups: list[int] = []
        self.position_groups: set[int] = set()
        self.groups = 0

    def item(self) -> Item:
        """The next item."""
        code = self.pattern[self.position]
        following = self.pattern[self.position + 1 : self.position + 2]
        if code == ord("("):
            return self.open_capture(following == b")")
        if code == ord(")"):
            if not self.open_groups:
                raise PatternError("invalid pattern capture")
            self.position += 1
            return Close(self.open_groups.pop())
        if code == ord("$") and not following:
            self.position += 1
            return End()
        if code == ord("%") and following:
            if following == b"b":
                return self.balance()
            if following == b"f":
                return self.frontier()
            if following.isdigit():
                return self.back_reference(int(following))
        codes = self.single()
        quantifier = self.pattern[self.position : self.position + 1]
        if quantifier and quantifier in b"?*+-":
            self.position += 1
            return Single(codes, quantifier.decode())
        return Single(codes)

    def open_capture(self, is_position: bool) -> Item:
        """`(` or `()`"""
        if self.groups >= MAX_CAPTURES:
            raise PatternError("too many captures")
        self.groups += 1
        self.position += 2 if is_position else 1
        if is_position:
            self.position_groups.add(self.groups)
        else:
            self.open_groups.append(self.groups)
        return Open(self.groups, is_position)

    def balance(self) -> Item:
        """`%bxy`"""
        arguments = self.pattern[self.position + 2 : self.position + 4]
        if len(arguments) < 2:
            raise PatternError("malformed pattern (missing arguments to '%b')")
        self.position += 4
        return Balance(arguments[0], arguments[1])

    def frontier(self) -> Item:
        """`%f[set]`"""
        self.position += 2
        if self.pattern[self.position : self.position + 1] != b"[":
            raise PatternError("missing '[' after '%f' in pattern")
        return Frontier(self.bracket())

    def back_reference(self, group: int) -> Item:
        """`%0` to `%9`"""
        if not 1 <= group <= self.groups or group in self.open_groups:
            raise PatternError(f"invalid capture index %{group}")
        self.position += 2
        return BackReference(group, group in self.position_groups)

    def single(self) -> frozenset[int]:
        """The bytes that a character, class or set stands for."""
        code = self.pattern[self.position]
        if code == ord("["):
            return self.bracket()
        self.position += 1
        if code == ord("."):
            return ALL
        if code == ord("%"):
            if self.position == len(self.pattern):
                raise PatternError("malformed pattern (ends with '%')")
            self.position += 1
            return character_class(self.pattern[self.position - 1])
        return frozenset((code,))

    def bracket(self) -> frozenset[int]:
        """The bytes of a set `[…]`."""
        pattern = self.pattern
        start = self.position + 1
        negated = pattern[start : start + 1] == b"^"
        if negated:
            start += 1
        # A bracket right at the start belongs to the set.
        end = start
        while True:
            if end >= len(pattern):
                raise PatternError("malformed pattern (missing ']')")
            end += 2 if pattern[end] == ord("%") else 1
            if pattern[end : end + 1] == b"]":
                break
        self.position = end + 1
        codes = _members(pattern[start:end])
        return ALL - codes if negated else codes


def _members(text: bytes) -> frozenset[int]:
    """The bytes that the inside of a set stands for."""
    codes: set[int] = set()
    index = 0
    while index < len(text):
        if text[index] == ord("%"):
            # After a range that takes the first of two `%`, the second one escapes the closing bracket.
            codes |= character_class(text[index + 1] if index + 1 < len(text) else ord("]"))
            index += 2
        elif text[index + 1 : index + 2] == b"-" and index + 2 < len(text):
            codes.update(range(text[index], text[index + 2] + 1))
            index += 3
        else:
            codes.add(text[index])
            index += 1
    return frozenset(codes)


def character_class(code: int) -> frozenset[int]:
    """The bytes of `%` and a character: a class, or the character itself."""
    return CLASSES.get(code) or frozenset((code,))


def translate(items: list[Item], limit: int) -> str | None:
    """The regular expression of a pattern, None when `re` has no way to say it.

    Parameters:
        limit: the number of different characters that subjects may hold, 128 for text in ASCII, 256 for bytes.
    """
    pieces: list[str] = []
    unclosed = 0
    for number, item in enumerate(items):
        match item:
            case Single(codes, "+") if all(isinstance(before, Open) for before in items[:number]):
                # `re` searches fast for a character that must come first, but does not see it in `x+`.
                pieces.append(set_text(codes, limit) * 2 + "*")
            case Single(codes, quantifier):
                pieces.append(set_text(codes, limit) + ("*?" if quantifier == "-" else quantifier))
            case Open(_, is_position):
                pieces.append("()" if is_position else "(")
                unclosed += not is_position
            case Close():
                pieces.append(")")
                unclosed -= 1
            case BackReference(group, is_position):
                pieces.append("(?!)" if is_position else f"(?:\\{group})")
            case Frontier(codes):
                pieces.append(frontier_text(codes, limit))
            case End():
                pieces.append(r"\Z")
            case _:
                return None
    return None if unclosed else "".join(pieces)


def frontier_text(codes: frozenset[int], limit: int) -> str:
    """The assertions of `%f[set]`."""
    inside, outside = set_text(codes, limit), set_text(ALL - codes, limit)
    if 0 in codes:
        return f"(?<={outside})(?!{outside})"
    return f"(?<!{inside})(?={inside})"


def set_text(codes: frozenset[int], limit: int) -> str:
    """A set of characters below `limit` as `re` writes it."""
    members = [code for code in sorted(codes) if code < limit]
    if len(members) == limit:
        return "."
    if len(members) == 1:
        return _character(members[0])
    if not members:
        return rf"[^\x00-\x{limit - 1:02x}]"
    ranges = _ranges(members)
    others = _ranges([code for code in range(limit) if code not in codes])
    if len(others) < len(ranges):
        return f"[^{_ranges_text(others)}]"
    return f"[{_ranges_text(ranges)}]"


def _ranges(members: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of successive numbers."""
    ranges: list[tuple[int, int]] = []
    for code in members:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    return ranges


def _ranges_text(ranges: list[tuple[int, int]]) -> str:
    return "".join(
        _character(first) if first == last else f"{_character(first)}-{_character(last)}" for first, last in ranges
    )


def _character(code: int) -> str:
    """A character that means itself, inside of sets and outside."""
    character = chr(code)
    return character if code < 128 and character.isalnum() else rf"\x{code:02x}"


def may_be_empty(items: list[Item]) -> bool:
    """Whether a pattern can match the empty text."""
    for item in items:
        if isinstance(item, Balance) or (isinstance(item, Single) and item.quantifier in ("", "+")):
            return False
    return True
