"""Escape sequences of patterns."""

import string
from dataclasses import dataclass

from cmc.runtime.shims.re.charsets import PropertyError, resolve_property
from cmc.runtime.shims.re.cursor import Cursor
from cmc.runtime.shims.re.errors import Span
from cmc.runtime.shims.re.nodes import Assertion, AssertionKind, Characters, Property, characters

META = frozenset("\\.+*?()|[]{}^$#&-~")
"""Characters that may have a meaning in patterns; `re.escape` puts a backslash before them."""

_ESCAPEABLE = frozenset(map(chr, range(128))) - frozenset(string.ascii_letters + string.digits + "<>")
_CONTROLS = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_ASSERTIONS: dict[str, AssertionKind] = {"A": "start", "z": "end", "b": "boundary", "B": "no boundary"}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_UNSUPPORTED_BOUNDARY = "word boundary assertions with a direction are not supported"


@dataclass(frozen=True, slots=True)
class Escaped:
    """What an escape sequence stands for, and where it is."""

    value: Characters | Property | Assertion
    span: Span


def parse_escape(cursor: Cursor) -> Escaped:
    """Reads an escape sequence.

    Raises:
        PatternError: there is no such sequence.
    """
    start = cursor.position
    if not cursor.bump():
        raise cursor.error(cursor.span(start), "incomplete escape sequence, reached end of pattern prematurely")
    char = cursor.char
    if char in string.digits:
        raise cursor.error((start, cursor.position + 1), "backreferences are not supported")
    if char in _HEX_DIGITS:
        return Escaped(characters(_parse_hex(cursor, _HEX_DIGITS[char])), cursor.span(start))
    if char in "pP":
        return _parse_property(cursor, start)
    cursor.bump()
    span = cursor.span(start)
    if char in "dswDSW":
        return Escaped(Property(char.lower(), char.isupper()), span)
    if char in _ESCAPEABLE:
        return Escaped(characters(char), span)
    if char in _CONTROLS:
        return Escaped(characters(_CONTROLS[char]), span)
    if char in "<>" or (char == "b" and cursor.char == "{" and not _is_count(cursor)):
        raise cursor.error(span, _UNSUPPORTED_BOUNDARY)
    if char in _ASSERTIONS:
        return Escaped(Assertion(_ASSERTIONS[char], is_ascii=not cursor.flags.u), span)
    raise cursor.error(span, "unrecognized escape sequence")


def _is_count(cursor: Cursor) -> bool:
    """Whether the brace here begins a repetition, as in `\\b{2}`."""
    following = cursor.pattern[cursor.position + 1 :].lstrip()[:1]
    return following == "" or following in "0123456789,"


def _parse_hex(cursor: Cursor, digits: int) -> str:
    unfinished = "incomplete escape sequence, reached end of pattern prematurely"
    if not cursor.bump_and_skip():
        raise cursor.error(cursor.span(), unfinished)
    if cursor.char == "{":
        brace = cursor.position
        text = ""
        while cursor.bump_and_skip() and cursor.char != "}":
            text += _hex_digit(cursor)
        if cursor.is_at_end:
            raise cursor.error(cursor.span(brace), unfinished)
        span = brace + 1, cursor.position
        cursor.bump_and_skip()
        if not text:
            raise cursor.error(cursor.span(brace), "hexadecimal literal empty")
    else:
        start = cursor.position
        text = _hex_digit(cursor)
        for _ in range(digits - 1):
            if not cursor.bump_and_skip():
                raise cursor.error(cursor.span(), unfinished)
            text += _hex_digit(cursor)
        cursor.bump_and_skip()
        span = cursor.span(start)
    code = int(text, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise cursor.error(span, "hexadecimal literal is not a Unicode scalar value")
    return chr(code)


def _hex_digit(cursor: Cursor) -> str:
    if cursor.char not in string.hexdigits:
        raise cursor.error(cursor.span_char(), "invalid hexadecimal digit")
    return cursor.char


def _parse_property(cursor: Cursor, start: int) -> Escaped:
    unfinished = "incomplete escape sequence, reached end of pattern prematurely"
    is_negated = cursor.char == "P"
    if not cursor.bump_and_skip():
        raise cursor.error(cursor.span(), unfinished)
    if cursor.char == "{":
        name = ""
        while cursor.bump_and_skip() and cursor.char != "}":
            name += cursor.char
        if cursor.is_at_end:
            raise cursor.error(cursor.span(), unfinished)
        cursor.bump()
    else:
        name = cursor.char
        if name == "\\":
            raise cursor.error(cursor.span_char(), "invalid Unicode character class")
        cursor.bump_and_skip()
    span = cursor.span(start)
    if not cursor.flags.u:
        cursor.note_meaning_error(span, "Unicode not allowed here")
        return Escaped(characters(name[:1] or "p"), span)
    for operator in ("!=", ":", "="):
        if operator in name:
            left, _, right = name.partition(operator)
            is_negated ^= operator == "!="
            name = f"{left}={right}"
            break
    try:
        return Escaped(Property(resolve_property(name), is_negated), span)
    except PropertyError as error:
        cursor.note_meaning_error(span, str(error))
        return Escaped(characters(name[:1] or "p"), span)
