"""Text to tokens (manual §3.1).

The whole text is cut in one go. What Lua's lexer would reject becomes a token of kind `error` whose value is the
message, so that the parser meets the problem exactly where Lua does, one token ahead, and earlier problems win.
"""

import re
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.transpiler.syntax.nodes import Comment

KEYWORDS = frozenset(
    [
        "and",
        "break",
        "do",
        "else",
        "elseif",
        "end",
        "false",
        "for",
        "function",
        "goto",
        "if",
        "in",
        "local",
        "nil",
        "not",
        "or",
        "repeat",
        "return",
        "then",
        "true",
        "until",
        "while",
    ]
)

NAME, STRING, NUMBER, EOF, ERROR = "<name>", "<string>", "<number>", "<eof>", "<error>"


@dataclass(slots=True)
class Tokens:
    """Parallel lists, one entry a token; `lines` holds the line on which a token ends."""

    kinds: list[str]
    values: list[Any]
    starts: list[int]
    ends: list[int]
    lines: list[int]
    comments: list[Comment]
    shebang: str | None
    text: str


_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\f\v]+)
  | (?P<newline>\r\n|\n\r|\n|\r)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<comment>--)
  | (?P<long>\[=*\[)
  | (?P<badlong>\[=+)
  | (?P<number>\.?0[xX](?:[pP][+-]?|[0-9a-fA-F.])*[A-Za-z_]?|\.?[0-9](?:[eE][+-]?|[0-9a-fA-F.])*[A-Za-z_]?)
  | (?P<op>\.\.\.|\.\.|==|~=|<=|>=|<<|>>|//|::|[-+*/%^\#&~|<>=(){}\[\];:,.])
  | (?P<quote>["'])
    """,
    re.VERBOSE | re.ASCII,
)
_LINE_END = re.compile(r"[\r\n]")
_NEWLINE = re.compile(r"\r\n|\n\r|\n|\r")
_PLAIN = {'"': re.compile(r'[^"\\\r\n]*'), "'": re.compile(r"[^'\\\r\n]*")}
_SKIPPED_SPACE = re.compile(r"(?:\r\n|\n\r|[ \t\f\v\n\r])*")
_SIMPLE_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"', "'": "'",
}  # fmt: skip
_HEX = frozenset("0123456789abcdefABCDEF")


class _Bad(Exception):
    """A malformed token: Lua's message, the text it shows after `near`, and where reading stopped."""

    def __init__(self, message: str, near: str, end: int) -> None:
        self.message, self.near, self.end = message, near, end


def tokenize(text: str, *, is_file: bool = True) -> Tokens:
    """The tokens of `text`; the last one is always `<eof>`.

    Only files may begin with a byte order mark and a line that starts with `#` (manual §7).
    """
    kinds: list[str] = []
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    lines: list[int] = []
    comments: list[Comment] = []
    shebang = None
    position, line, size = 0, 1, len(text)
    line_has_token = False

    if is_file and text[:1] == "\ufeff":
        position = 1
    if is_file and text[position : position + 1] == "#":
        end = _line_end(text, position)
        shebang = text[position:end]
        position = end

    def add(kind: str, value: Any, end: int) -> None:
        kinds.append(kind)
        values.append(value)
        starts.append(position)
        ends.append(end)
        lines.append(line)

    match_at = _TOKEN.match
    while position < size:
        match = match_at(text, position)
        if match is None:
            # Not a token of the language; the parser says what it expected instead.
            add(text[position], None, position + 1)
            position += 1
            continue
        group = match.lastgroup
        end = match.end()
        if group == "space":
            position = end
            continue
        if group == "newline":
            line += 1
            line_has_token = False
            position = end
            continue
        if group == "name":
            word = match[0]
            add(word if word in KEYWORDS else NAME, word, end)
        elif group == "op":
            add(match[0], None, end)
        elif group == "badlong":
            add(ERROR, ("invalid long string delimiter", f"'{match[0]}'"), end)
        elif group == "number":
            spelling = match[0]
            number = parse_number(spelling)
            if number is None:
                add(ERROR, ("malformed number", f"'{spelling}'"), end)
            else:
                add(NUMBER, (number, spelling), end)
        elif group == "comment":
            end, newlines, comment = _comment(text, position, not line_has_token)
            if comment is None:
                message = f"unfinished long comment (starting at line {line})"
                line += newlines
                add(ERROR, (message, "<eof>"), size)
                position = size
                break
            comments.append(comment)
            line += newlines
            line_has_token = line_has_token and not newlines
            position = end
            continue
        elif group == "long":
            level = end - position - 2
            closing = text.find("]" + "=" * level + "]", end)
            if closing < 0:
                message = f"unfinished long string (starting at line {line})"
                line += len(_NEWLINE.findall(text, end))
                add(ERROR, (message, "<eof>"), size)
                position = size
                break
            value, newlines = _long_text(text[end:closing])
            end = closing + level + 2
            line += newlines
            add(STRING, (value, True), end)
        else:
            try:
                value, end, newlines = _quoted(text, position)
                line += newlines
                add(STRING, (value, False), end)
            except _Bad as bad:
                line += bad.end and len(_NEWLINE.findall(text, position, bad.end))
                end = max(bad.end, position + 1)
                add(ERROR, (bad.message, bad.near), end)
        line_has_token = True
        position = end
    position = size
    add(EOF, None, size)
    return Tokens(kinds, values, starts, ends, lines, comments, shebang, text)


def _line_end(text: str, position: int) -> int:
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)


def _comment(text: str, start: int, own_line: bool) -> tuple[int, int, Comment | None]:
    """End, number of line breaks and the comment that begins at `start`; None when it is never closed."""
    opening = re.compile(r"\[(=*)\[").match(text, start + 2)
    if opening is None:
        end = _line_end(text, start)
        return end, 0, Comment(start, end, text[start + 2 : end], False, own_line)
    closing = text.find("]" + opening[1] + "]", opening.end())
    if closing < 0:
        return len(text), len(_NEWLINE.findall(text, start)), None
    value, newlines = _long_text(text[opening.end() : closing])
    end = closing + len(opening[1]) + 2
    return end, newlines, Comment(start, end, value, True, own_line)


def _long_text(raw: str) -> tuple[str, int]:
    """The value of a long bracket's inside, and how many line breaks it holds."""
    if "\r" in raw:
        value, newlines = _NEWLINE.subn("\n", raw)
    else:
        value, newlines = raw, raw.count("\n")
    return value.removeprefix("\n"), newlines


def _quoted(text: str, start: int) -> tuple[str, int, int]:
    """Value, end and number of line breaks of the quoted string at `start`."""
    quote = text[start]
    plain = _PLAIN[quote]
    parts: list[str] = []
    position = start + 1
    newlines = 0
    raw_bytes = False
    while True:
        match = plain.match(text, position)
        assert match is not None
        if match.end() > position:
            parts.append(match[0])
            position = match.end()
        character = text[position : position + 1]
        if character == quote:
            break
        if character != "\\":
            near = "<eof>" if character == "" else f"'{quote}{''.join(parts)}'"
            raise _Bad("unfinished string", near, position)
        escape = text[position + 1 : position + 2]
        if escape in _SIMPLE_ESCAPES and escape:
            parts.append(_SIMPLE_ESCAPES[escape])
            position += 2
        elif escape in ("\n", "\r"):
            newline = _NEWLINE.match(text, position + 1)
            assert newline is not None
            parts.append("\n")
            newlines += 1
            position = newline.end()
        elif escape == "z":
            skipped = _SKIPPED_SPACE.match(text, position + 2)
            assert skipped is not None
            newlines += len(_NEWLINE.findall(skipped[0]))
            position = skipped.end()
        elif escape == "":
            raise _Bad("unfinished string", "<eof>", position + 1)
        else:
            before = quote + "".join(parts)
            if escape == "x":
                piece, position = _hex_escape(text, position, before)
            elif escape.isascii() and escape.isdigit():
                piece, position = _decimal_escape(text, position, before)
            elif escape == "u":
                piece, position = _utf8_escape(text, position, before)
            else:
                raise _escape_error("invalid escape sequence", text, position, position + 1, before)
            raw_bytes = raw_bytes or piece >= "\x80"
            parts.append(piece)
    value = "".join(parts)
    if raw_bytes:
        value = from_bytes(to_bytes(value))
    return value, position + 1, newlines


def _escape_error(message: str, text: str, start: int, stop: int, before: str) -> _Bad:
    """The error of an escape that starts at `start` and goes wrong at the character at `stop`."""
    return _Bad(message, f"'{before}{text[start : stop + 1]}'", stop)


def _hex_escape(text: str, start: int, before: str) -> tuple[str, int]:
    for offset in (2, 3):
        if text[start + offset : start + offset + 1] not in _HEX:
            raise _escape_error("hexadecimal digit expected", text, start, start + offset, before)
    return from_bytes(bytes((int(text[start + 2 : start + 4], 16),))), start + 4


def _decimal_escape(text: str, start: int, before: str) -> tuple[str, int]:
    end = start + 1
    while end < start + 4 and text[end : end + 1].isascii() and text[end : end + 1].isdigit():
        end += 1
    code = int(text[start + 1 : end])
    if code > 255:
        raise _escape_error("decimal escape too large", text, start, end, before)
    return from_bytes(bytes((code,))), end


def _utf8_escape(text: str, start: int, before: str) -> tuple[str, int]:
    if text[start + 2 : start + 3] != "{":
        raise _escape_error("missing '{'", text, start, start + 2, before)
    position = start + 3
    if text[position : position + 1] not in _HEX or position >= len(text):
        raise _escape_error("hexadecimal digit expected", text, start, position, before)
    code = 0
    while text[position : position + 1] in _HEX and position < len(text):
        if code > 0x7FFFFFFF >> 4:
            raise _escape_error("UTF-8 value too large", text, start, position, before)
        code = code * 16 + int(text[position], 16)
        position += 1
    if text[position : position + 1] != "}":
        raise _escape_error("missing '}'", text, start, position, before)
    return from_bytes(encode_utf8(code)), position + 1


def encode_utf8(code: int) -> bytes:
    """The UTF-8 form of `code`, up to 2^31 - 1 as the original definition has it (luaO_utf8esc)."""
    if code < 0x80:
        return bytes((code,))
    tail: list[int] = []
    first_limit = 0x3F
    while code > first_limit:
        tail.append(0x80 | (code & 0x3F))
        code >>= 6
        first_limit >>= 1
    tail.append((~first_limit << 1) & 0xFF | code)
    return bytes(reversed(tail))
