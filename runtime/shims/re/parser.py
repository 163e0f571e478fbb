"""Patterns in the syntax of Rust's `regex` (CopperMoon specification, section 20), as trees."""

from dataclasses import dataclass

from cmc.runtime.shims.re.brackets import PERL_ASCII, ascii_class, parse_class
from cmc.runtime.shims.re.cursor import Cursor, Flags
from cmc.runtime.shims.re.errors import Span
from cmc.runtime.shims.re.escapes import parse_escape
from cmc.runtime.shims.re.nodes import (
    ANYTHING,
    Alternatives,
    Assertion,
    Characters,
    CharacterSet,
    Group,
    Node,
    OneOf,
    Property,
    Repetition,
    Sequence,
    Union,
    characters,
)

_MISSING = "repetition operator missing expression"
_UNCLOSED_COUNT = "unclosed counted repetition"
_MAX_DEPTH = 250
_MAX_COUNT = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, the number of groups that capture, and their names."""

    node: Node
    groups: int
    names: dict[str, int]


def parse_pattern(pattern: str) -> Parsed:
    """The tree of a pattern.

    Raises:
        PatternError: it is malformed.
    """
    cursor = Cursor(pattern)
    node = _parse_alternatives(cursor, None, 0)
    if cursor.meaning_error is not None:
        raise cursor.meaning_error
    return Parsed(node, cursor.groups, cursor.names)


def _parse_alternatives(cursor: Cursor, opening: Span | None, depth: int) -> Node:
    """Reads to the end of a group, whose parenthesis is at `opening`, or of the pattern."""
    if depth > _MAX_DEPTH:
        raise cursor.error(
            opening or cursor.span(), f"exceed the maximum number of nested parentheses/brackets ({_MAX_DEPTH})"
        )
    branches: list[Node] = []
    nodes: list[Node] = []
    repeatable = False
    while True:
        cursor.skip()
        char = cursor.char
        if char in ("", ")", "|"):
            branches.append(nodes[0] if len(nodes) == 1 else Sequence(tuple(nodes)))
            nodes, repeatable = [], False
            if char != "|":
                break
            cursor.bump()
        elif char in ("?", "*", "+", "{"):
            if not repeatable:
                raise cursor.error(cursor.span(), _MISSING)
            nodes[-1] = _parse_counted(cursor, nodes[-1]) if char == "{" else _parse_repetition(cursor, nodes[-1])
        else:
            node = _parse_group(cursor, depth) if char == "(" else _parse_primitive(cursor)
            repeatable = node is not None
            if node is not None:
                nodes.append(node)
    _close(cursor, opening)
    return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))


def _close(cursor: Cursor, opening: Span | None) -> None:
    """Reads the parenthesis that ends a group."""
    if opening is not None and cursor.is_at_end:
        raise cursor.error(opening, "unclosed group")
    if opening is None and not cursor.is_at_end:
        raise cursor.error(cursor.span_char(), "unopened group")


# Repetition


def _parse_repetition(cursor: Cursor, node: Node) -> Node:
    least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[cursor.char]
    cursor.bump()
    return _repeated(cursor, node, least, most)


def _repeated(cursor: Cursor, node: Node, least: int, most: int | None) -> Repetition:
    is_lazy = cursor.take("?")
    return Repetition(node, least, most, is_lazy == cursor.flags.U)


def _parse_counted(cursor: Cursor, node: Node) -> Node:
    start = cursor.position
    if not cursor.bump_and_skip():
        raise cursor.error(cursor.span(start), _UNCLOSED_COUNT)
    least, span = _parse_decimal(cursor)
    if cursor.is_at_end:
        raise cursor.error(cursor.span(start), _UNCLOSED_COUNT)
    most: int | None = least
    if cursor.char == ",":
        if not cursor.bump_and_skip():
            raise cursor.error(cursor.span(start), _UNCLOSED_COUNT)
        most = None
        if cursor.char != "}":
            most, most_span = _parse_decimal(cursor)
            if least is None or most is None:
                raise cursor.error(
                    span if least is None else most_span, "repetition quantifier expects a valid decimal"
                )
    if least is None:
        raise cursor.error(span, "repetition quantifier expects a valid decimal")
    if cursor.char != "}":
        raise cursor.error(cursor.span(start), _UNCLOSED_COUNT)
    cursor.bump_and_skip()
    repeated = _repeated(cursor, node, least, most)
    if most is not None and least > most:
        raise cursor.error(cursor.span(start), "invalid repetition count range, the start must be <= the end")
    return repeated


def _parse_decimal(cursor: Cursor) -> tuple[int | None, Span]:
    """A number, None where there is none, and where it is."""
    while cursor.char.isspace():
        cursor.bump()
    start = cursor.position
    digits = ""
    while cursor.char.isascii() and cursor.char.isdigit():
        digits += cursor.char
        cursor.bump_and_skip()
    span = cursor.span(start)
    while cursor.char.isspace():
        cursor.bump_and_skip()
    if digits and int(digits) > _MAX_COUNT:
        raise cursor.error(span, "decimal literal invalid")
    return (int(digits) if digits else None), span


# Groups


def _parse_group(cursor: Cursor, depth: int) -> Node | None:
    """Reads a group; None for one that only sets flags for what follows."""
    opening = cursor.span_char()
    cursor.bump_and_skip()
    for prefix in ("?=", "?!", "?<=", "?<!"):
        if cursor.take(prefix):
            raise cursor.error(
                (opening[0], cursor.position), "look-around, including look-ahead and look-behind, is not supported"
            )
    inner = cursor.position
    outer_flags = cursor.flags
    index: int | None = None
    if cursor.take("?P<") or cursor.take("?<"):
        cursor.groups += 1
        index = cursor.groups
        _parse_name(cursor, index)
    elif cursor.take("?"):
        if cursor.is_at_end:
            raise cursor.error(opening, "unclosed group")
        has_flags = _parse_flags(cursor)
        end = cursor.char
        cursor.bump()
        if end == ")":
            if not has_flags:
                raise cursor.error((inner, inner), _MISSING)
            return None
    else:
        cursor.groups += 1
        index = cursor.groups
    node = _parse_alternatives(cursor, opening, depth + 1)
    cursor.flags = outer_flags
    cursor.bump()
    return Group(node, index)


def _parse_name(cursor: Cursor, index: int) -> None:
    unclosed = "unclosed capture group name"
    if cursor.is_at_end:
        raise cursor.error(cursor.span(), unclosed)
    start = cursor.position
    while not cursor.is_at_end and cursor.char != ">":
        char = cursor.char
        is_first = cursor.position == start
        if not (char == "_" or char.isalpha() or (not is_first and (char in ".[]" or char.isalnum()))):
            raise cursor.error(cursor.span_char(), "invalid capture group character")
        cursor.bump()
    span = cursor.span(start)
    if cursor.is_at_end:
        raise cursor.error(cursor.span(), unclosed)
    cursor.bump()
    name = cursor.pattern[slice(*span)]
    if not name:
        raise cursor.error((start, start), "empty capture group name")
    if name in cursor.names:
        raise cursor.error(span, "duplicate capture group name", cursor.name_spans[name])
    cursor.names[name] = index
    cursor.name_spans[name] = span


def _parse_flags(cursor: Cursor) -> bool:
    """Reads flags up to `:` or `)` and sets them; whether there were any."""
    spans: dict[str, Span] = {}
    last = ""
    while cursor.char not in (":", ")"):
        char, span = cursor.char, cursor.span_char()
        if char in spans:
            reason = "flag negation operator repeated" if char == "-" else "duplicate flag"
            raise cursor.error(span, reason, spans[char])
        if char not in "-imsUuRx":
            raise cursor.error(span, "unrecognized flag")
        spans[char] = span
        last = char
        if not cursor.bump():
            raise cursor.error(cursor.span(), "expected flag but got end of regex")
    if last == "-":
        raise cursor.error(spans["-"], "dangling flag negation operator")
    names = list(spans)
    cut = names.index("-") if "-" in names else len(names)
    cursor.flags = cursor.flags.changed(names[:cut], True).changed(names[cut + 1 :], False)
    return bool(names)


# Single characters and places


def _parse_primitive(cursor: Cursor) -> Node:
    char, flags, start = cursor.char, cursor.flags, cursor.position
    if char == "[":
        return _one_of(cursor, parse_class(cursor), start)
    if char == "\\":
        escaped = parse_escape(cursor)
        if isinstance(escaped.value, Assertion):
            return escaped.value
        return _one_of(cursor, escaped.value, start)
    cursor.bump()
    if char == ".":
        return _one_of(cursor, _dot(flags), start)
    if char in ("^", "$"):
        return _line_assertion(cursor, char, start)
    return OneOf(characters(char), flags.i)


def _dot(flags: Flags) -> CharacterSet:
    if flags.s:
        return ANYTHING
    return Union((characters("\r", "\n") if flags.R else characters("\n"),), is_negated=True)


def _line_assertion(cursor: Cursor, char: str, start: int) -> Assertion:
    if not cursor.flags.m:
        return Assertion("start" if char == "^" else "end")
    if cursor.flags.R:
        raise cursor.error(cursor.span(start), "the flag R is not supported for line anchors")
    return Assertion("line start" if char == "^" else "line end")


def _one_of(cursor: Cursor, value: CharacterSet, start: int) -> OneOf:
    """A class where the flags hold that hold here; without Unicode there is only ASCII."""
    flags = cursor.flags
    if not flags.u:
        if isinstance(value, Property):
            value = Union((ascii_class(PERL_ASCII[value.query]),), value.is_negated)
        if (value is ANYTHING or not isinstance(value, Characters)) and _matches_more_than_ascii(value):
            cursor.note_meaning_error(cursor.span(start), "pattern can match invalid UTF-8")
    return OneOf(value, flags.i)


def _matches_more_than_ascii(value: CharacterSet) -> bool:
    from cmc.runtime.shims.re.charsets import bits_of

    return bits_of(value, False) >> 128 != 0
