"""Classes of characters in brackets, with nested classes and set operations."""

from cmc.runtime.shims.re.cursor import Cursor
from cmc.runtime.shims.re.errors import PatternError, Span
from cmc.runtime.shims.re.escapes import Escaped, parse_escape
from cmc.runtime.shims.re.nodes import Assertion, Characters, CharacterSet, Operation, Union, characters

_UNCLOSED = "unclosed character class"

_ASCII_CLASSES: dict[str, tuple[str, ...]] = {
    "alnum": ("09", "AZ", "az"),
    "alpha": ("AZ", "az"),
    "ascii": ("\0\x7f",),
    "blank": ("\t\t", "  "),
    "cntrl": ("\0\x1f", "\x7f\x7f"),
    "digit": ("09",),
    "graph": ("!~",),
    "lower": ("az",),
    "print": (" ~",),
    "punct": ("!/", ":@", "[`", "{~"),
    "space": ("\t\t", "\n\n", "\v\v", "\f\f", "\r\r", "  "),
    "upper": ("AZ",),
    "word": ("09", "AZ", "__", "az"),
    "xdigit": ("09", "AF", "af"),
}

PERL_ASCII = {"d": "digit", "s": "space", "w": "word"}
"""What the classes `\\d`, `\\s` and `\\w` are without Unicode."""

_MAX_DEPTH = 250


def ascii_class(name: str) -> Characters:
    """The characters of a class of POSIX."""
    return Characters(tuple((ord(first), ord(last)) for first, last in map(tuple, _ASCII_CLASSES[name])))


def parse_class(cursor: Cursor, depth: int = 0) -> CharacterSet:
    """Reads a class from its bracket on.

    Raises:
        PatternError: it is malformed.
    """
    start = cursor.position
    if depth > _MAX_DEPTH:
        raise cursor.error(
            cursor.span_char(), f"exceed the maximum number of nested parentheses/brackets ({_MAX_DEPTH})"
        )
    is_negated, items = _parse_opening(cursor, start)
    opening = cursor.span(start)
    left: CharacterSet | None = None
    operator = ""
    while True:
        cursor.skip()
        if cursor.is_at_end:
            raise cursor.error(opening, _UNCLOSED)
        char = cursor.char
        if char == "]":
            cursor.bump()
            return Union((_combined(left, operator, items),), is_negated)
        if char == "[":
            items.append(_parse_posix(cursor) or parse_class(cursor, depth + 1))
        elif char in "&-~" and cursor.following() == char and cursor.pattern[cursor.position + 1] == char:
            left, operator, items = _combined(left, operator, items), char * 2, []
            cursor.bump()
            cursor.bump()
        else:
            items.append(_parse_range(cursor, cursor.error(opening, _UNCLOSED)))


def _combined(left: CharacterSet | None, operator: str, items: list[CharacterSet]) -> CharacterSet:
    union = Union(tuple(items))
    return union if left is None else Operation(operator, left, union)


def _parse_opening(cursor: Cursor, start: int) -> tuple[bool, list[CharacterSet]]:
    """Reads the bracket, `^`, and the `-` or `]` that stand for themselves at the beginning."""
    if not cursor.bump_and_skip():
        raise cursor.error(cursor.span(start), _UNCLOSED)
    is_negated = cursor.char == "^"
    if is_negated and not cursor.bump_and_skip():
        raise cursor.error(cursor.span(start), _UNCLOSED)
    items: list[CharacterSet] = []
    while cursor.char == "-":
        items.append(characters("-"))
        if not cursor.bump_and_skip():
            raise cursor.error((start, start), _UNCLOSED)
    if not items and cursor.char == "]":
        items.append(characters("]"))
        if not cursor.bump_and_skip():
            raise cursor.error(cursor.span(start), _UNCLOSED)
    return is_negated, items


def _parse_posix(cursor: Cursor) -> CharacterSet | None:
    """Reads `[:name:]` or `[:^name:]`, if it is here."""
    start = cursor.position
    if cursor.take("[:"):
        is_negated = cursor.take("^")
        end = cursor.pattern.find(":]", cursor.position)
        name = cursor.pattern[cursor.position : end]
        if end >= 0 and name in _ASCII_CLASSES:
            cursor.position = end + 2
            return Union((ascii_class(name),), is_negated)
    cursor.position = start
    return None


def _parse_range(cursor: Cursor, unclosed: PatternError) -> CharacterSet:
    first = _parse_item(cursor)
    cursor.skip()
    if cursor.is_at_end:
        raise unclosed
    if cursor.char != "-" or cursor.following() in ("]", "-"):
        return _as_set(cursor, first)
    if not cursor.bump_and_skip():
        raise unclosed
    last = _parse_item(cursor)
    span = first.span[0], last.span[1]
    low, high = _as_literal(cursor, first), _as_literal(cursor, last)
    if low > high:
        raise cursor.error(span, "invalid character class range, the start must be <= the end")
    return Characters(((low, high),))


def _parse_item(cursor: Cursor) -> Escaped:
    if cursor.char == "\\":
        return parse_escape(cursor)
    span: Span = cursor.span_char()
    value = characters(cursor.char)
    cursor.bump()
    return Escaped(value, span)


def _as_set(cursor: Cursor, item: Escaped) -> CharacterSet:
    value = item.value
    if isinstance(value, Assertion):
        raise cursor.error(item.span, "invalid escape sequence found in character class")
    if not cursor.flags.u:
        if not isinstance(value, Characters):
            return Union((ascii_class(PERL_ASCII[value.query]),), value.is_negated)
        if value.ranges[0][0] > 0x7F:
            cursor.note_meaning_error(item.span, "Unicode not allowed here")
    return value


def _as_literal(cursor: Cursor, item: Escaped) -> int:
    if not isinstance(item.value, Characters):
        raise cursor.error(item.span, "invalid range boundary, must be a literal")
    _as_set(cursor, item)
    return item.value.ranges[0][0]
