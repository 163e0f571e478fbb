"""A JSON reader that says what is wrong and where, in the words of the CopperMoon specification, section 8.

It goes through the UTF-8 bytes one by one and is only used where orjson has given up, or where the two would disagree.
Positions: most messages point at the byte that was looked at but not taken, so one past `index`; those about the inside
of strings, numbers and words point behind what was taken.
"""

from typing import Any, NoReturn

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER

_MAX_NESTED = 127
_ESCAPES = {34: '"', 92: "\\", 47: "/", 98: "\b", 102: "\f", 110: "\n", 114: "\r", 116: "\t"}
_WORDS = {116: (b"true", True), 102: (b"false", False), 110: (b"null", None)}
_BLANKS = b" \t\n\r"
_DIGITS = frozenset(b"0123456789")
_HEX = frozenset(b"0123456789abcdefABCDEF")


def read_document(text: str) -> Any:
    """The document as dictionaries, lists, strings, numbers, booleans and None.

    Raises:
        LuaError: `JSON decode error: <reason> at line L column C`.
    """
    reader = _Reader(text.encode())
    value = reader.value(0)
    if reader.peek_token() >= 0:
        reader.fail_ahead("trailing characters")
    return value


class _Reader:
    """The bytes of a document and how far they are read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.index = 0

    # Errors

    def fail(self, reason: str) -> NoReturn:
        """Raises an error that points behind what was taken."""
        self._fail_at(self.index, reason)

    def fail_ahead(self, reason: str) -> NoReturn:
        """Raises an error that points at the next byte."""
        self._fail_at(min(self.index + 1, len(self.data)), reason)

    def _fail_at(self, index: int, reason: str) -> NoReturn:
        before = self.data[:index]
        line = before.count(b"\n") + 1
        column = index - (before.rfind(b"\n") + 1)
        raise LuaError(f"JSON decode error: {reason} at line {line} column {column}")

    # Bytes

    def peek(self) -> int:
        """The next byte, -1 at the end."""
        return self.data[self.index] if self.index < len(self.data) else -1

    def peek_token(self) -> int:
        """The next byte that is no white space, -1 at the end."""
        while self.index < len(self.data) and self.data[self.index] in _BLANKS:
            self.index += 1
        return self.peek()

    def take(self) -> int:
        """Takes the next byte, -1 at the end."""
        byte = self.peek()
        if byte >= 0:
            self.index += 1
        return byte

    # Values

    def value(self, depth: int) -> Any:
        """The value that begins at the next token."""
        byte = self.peek_token()
        if byte < 0:
            self.fail_ahead("EOF while parsing a value")
        if byte in _WORDS:
            return self._word(*_WORDS[byte])
        if byte == 34:
            self.index += 1
            return self._string()
        if byte == 45 or byte in _DIGITS:
            return self._number()
        if byte in b"[{":
            if depth >= _MAX_NESTED:
                self.fail_ahead("recursion limit exceeded")
            self.index += 1
            return self._array(depth + 1) if byte == 91 else self._object(depth + 1)
        return self.fail_ahead("expected value")

    def _word(self, word: bytes, value: Any) -> Any:
        for expected in word:
            byte = self.take()
            if byte < 0:
                self.fail("EOF while parsing a value")
            if byte != expected:
                self.fail("expected ident")
        return value

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while True:
            byte = self.peek_token()
            if byte == 93:
                self.index += 1
                return items
            if byte < 0:
                self.fail_ahead("EOF while parsing a list")
            if items:
                if byte != 44:
                    self.fail_ahead("expected `,` or `]`")
                self.index += 1
                byte = self.peek_token()
                if byte == 93:
                    self.fail_ahead("trailing comma")
                if byte < 0:
                    self.fail_ahead("EOF while parsing a value")
            items.append(self.value(depth))

    def _object(self, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        first = True
        while True:
            byte = self.peek_token()
            if byte == 125:
                self.index += 1
                return members
            if byte < 0:
                self.fail_ahead("EOF while parsing an object")
            if not first:
                if byte != 44:
                    self.fail_ahead("expected `,` or `}`")
                self.index += 1
                byte = self.peek_token()
                if byte == 125:
                    self.fail_ahead("trailing comma")
                if byte < 0:
                    self.fail_ahead("EOF while parsing a value")
            first = False
            if byte != 34:
                self.fail_ahead("key must be a string")
            self.index += 1
            name = self._string()
            byte = self.peek_token()
            if byte != 58:
                self.fail_ahead("EOF while parsing an object" if byte < 0 else "expected `:`")
            self.index += 1
            members[name] = self.value(depth)

    # Numbers

    def _number(self) -> int | float:
        start = self.index
        negative = self.peek() == 45
        if negative:
            self.index += 1
        byte = self.take()
        if byte == 48:
            if self.peek() in _DIGITS:
                self.fail_ahead("invalid number")
        elif byte < 0:
            self.fail("EOF while parsing a value")
        elif byte in _DIGITS:
            self._digits()
        else:
            self.fail("invalid number")
        is_integer = True
        if self.peek() == 46:
            is_integer = False
            self.index += 1
            if not self._digits():
                self.fail_ahead("EOF while parsing a value" if self.peek() < 0 else "invalid number")
        if self.peek() in (69, 101):
            is_integer = False
            self._exponent()
        text = self.data[start : self.index].decode()
        if is_integer and text != "-0" and len(text) <= 20 and MIN_INTEGER <= int(text) <= MAX_INTEGER:
            return int(text)
        return self._float(text)

    def _digits(self) -> bool:
        start = self.index
        while self.peek() in _DIGITS:
            self.index += 1
        return self.index > start

    def _exponent(self) -> None:
        self.index += 1
        if self.peek() in (43, 45):
            self.index += 1
        byte = self.take()
        if byte < 0:
            self.fail("EOF while parsing a value")
        if byte not in _DIGITS:
            self.fail("invalid number")
        self._digits()

    def _float(self, text: str) -> float:
        value = float(text)
        if value in (float("inf"), float("-inf")):
            self.fail("number out of range")
        return value

    # Strings

    def _string(self) -> str:
        parts: list[str] = []
        start = self.index
        while True:
            byte = self.take()
            if byte < 0:
                self.fail("EOF while parsing a string")
            if byte == 34:
                parts.append(self.data[start : self.index - 1].decode())
                return "".join(parts)
            if byte < 32:
                self.fail("control character (\\u0000-\\u001F) found while parsing a string")
            if byte == 92:
                parts.append(self.data[start : self.index - 1].decode())
                parts.append(self._escape())
                start = self.index

    def _escape(self) -> str:
        byte = self.take()
        if byte < 0:
            self.fail("EOF while parsing a string")
        if byte in _ESCAPES:
            return _ESCAPES[byte]
        if byte != 117:
            self.fail("invalid escape")
        code = self._hex()
        if 0xDC00 <= code <= 0xDFFF:
            self.fail("lone leading surrogate in hex escape")
        if not 0xD800 <= code <= 0xDBFF:
            return chr(code)
        for expected in b"\\u":
            byte = self.take()
            if byte < 0:
                self.fail("EOF while parsing a string")
            if byte != expected:
                self.fail("unexpected end of hex escape")
        low = self._hex()
        if not 0xDC00 <= low <= 0xDFFF:
            self.fail("lone leading surrogate in hex escape")
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))

    def _hex(self) -> int:
        digits = self.data[self.index : self.index + 4]
        self.index += len(digits)
        if len(digits) < 4:
            self.fail("EOF while parsing a string")
        if any(digit not in _HEX for digit in digits):
            self.fail("invalid escape")
        return int(digits, 16)
