"""Reading from files: the formats of `read` and `lines` (manual §6.8, `file:read`)."""

import re
from io import UnsupportedOperation
from typing import Any

from cmc.runtime.core.arguments import argument_error, check_integer, check_string
from cmc.runtime.core.errors import located
from cmc.runtime.core.metatable import first_of
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.text import from_bytes
from cmc.runtime.stdlib.io.files import File, StandardInput
from cmc.runtime.stdlib.io.outcome import error_code, error_message
from cmc.runtime.stdlib.library import register

_MAX_NUMERAL = 200
_DECIMAL = re.compile(rb"[ \f\n\r\t\v]*([+-]?(?:[1-9][0-9]*|0(?![xX0-9]))(?:\.[0-9]*)?)(?=[^0-9.eE])")
"""A short numeral and what may stand around it, all in the buffer; the rest is for `_read_numeral`."""


def read_line(stream: Any) -> str | None:
    """A line without its end (`l`), None at the end of the file."""
    data = stream.readline()
    if not data:
        return None
    text: str = data.decode("utf-8", "surrogateescape")
    return text[:-1] if text[-1] == "\n" else text


def read_full_line(stream: Any) -> str | None:
    """A line with its end (`L`), None at the end of the file."""
    data = stream.readline()
    return from_bytes(data) if data else None


def read_rest(stream: Any) -> str:
    """All that is left (`a`)."""
    return from_bytes(stream.read())


def read_count(stream: Any, count: int) -> str | None:
    """At most `count` bytes, None at the end of the file."""
    if count <= 0:
        if count < 0:  # C takes it for an enormous size
            raise MemoryError
        return "" if _peek(stream) else None
    data = stream.read(count)
    return from_bytes(data) if data else None


def _peek(stream: Any) -> bytes:
    """What the buffer holds, at least one byte before the end of the file."""
    try:
        return stream.peek(1)  # type: ignore[no-any-return]
    except AttributeError:
        raise UnsupportedOperation from None  # it can only be written


def read_number(stream: Any) -> int | float | None:
    """A numeral (`n`), None if there is none; the longest prefix that looks like one is consumed either way."""
    match = _DECIMAL.match(_peek(stream))
    if match is None or match.end() > _MAX_NUMERAL:
        return parse_number(_read_numeral(stream))
    stream.read(match.end())
    numeral = match[1]
    if b"." in numeral:
        return float(numeral)
    return int(numeral) if len(numeral) < 19 else parse_number(numeral.decode("ascii"))


class _Scanner:
    """Takes a numeral from a stream byte by byte; `text` holds what was taken, unless it got too long."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.text = b""
        self.overflow = False

    def accept(self, allowed: bytes) -> bool:
        """Takes the next byte if it is one of some."""
        byte = self.stream.peek(1)[:1]
        if not byte or byte not in allowed:
            return False
        if len(self.text) >= _MAX_NUMERAL:
            self.overflow = True
            return False
        self.text += self.stream.read(1)
        return True

    def accept_all(self, allowed: bytes) -> int:
        """Takes bytes as long as they are among some; returns how many."""
        start = len(self.text)
        while self.accept(allowed):
            pass
        return len(self.text) - start


def _read_numeral(stream: Any) -> str:
    """The longest prefix of a numeral that the stream begins with after white space; empty if it is too long."""
    while (byte := stream.peek(1)[:1]) and byte in b" \f\n\r\t\v":
        stream.read(1)
    scanner = _Scanner(stream)
    digits = b"0123456789"
    exponent = b"eE"
    count = 0
    scanner.accept(b"+-")
    if scanner.accept(b"0"):
        if scanner.accept(b"xX"):
            digits, exponent = b"0123456789abcdefABCDEF", b"pP"
        else:
            count = 1
    count += scanner.accept_all(digits)
    if scanner.accept(b"."):
        count += scanner.accept_all(digits)
    if count > 0 and scanner.accept(exponent):
        scanner.accept(b"+-")
        scanner.accept_all(b"0123456789")
    return "" if scanner.overflow else scanner.text.decode("ascii")


_READERS = {"a": read_rest, "l": read_line, "L": read_full_line, "n": read_number}


def _read_format(stream: Any, form: Any, number: int) -> Any:
    """What one format reads; `number` is that of the argument."""
    if type(form) is int:
        return read_count(stream, form)
    if type(form) is float:
        return read_count(stream, check_integer(form, number))
    letter = check_string(form, number)
    reader = _READERS.get(letter[1:2] if letter[:1] == "*" else letter[:1])
    if reader is None:
        raise argument_error(number, "invalid format")
    return reader(stream)


def read_formats(file: File, formats: tuple[Any, ...], first: int) -> Any:
    """What `read` returns for some formats, of which the first is argument number `first`.

    Raises:
        OSError: reading failed.
    """
    stream = file.reader()
    if not formats:
        return read_line(stream)
    if len(formats) == 1:
        form = formats[0]
        reader = _READERS.get(form)
        return _read_format(stream, form, first) if reader is None else reader(stream)
    found = []
    for number, form in enumerate(formats, first):
        value = _read_format(stream, form, number)
        found.append(value)
        if value is None:
            break
    return found[0] if len(found) == 1 else tuple(found)


def line_reader(file: File, formats: tuple[Any, ...], *, closes: bool) -> Any:
    """The iterator of `lines`; `closes` is set where the end of the file closes it."""

    def next_line(*_: Any) -> Any:
        stream = file.stream
        if stream is None:
            raise located("file is already closed")
        try:
            found = read_line(stream) if plain else read_formats(file, formats, 2)
        except OSError as error:
            raise located(error_message(error_code(error))) from error
        if first_of(found) is None:
            if closes:
                file.close()
            return ()
        return found

    plain = not formats and not isinstance(file, StandardInput)
    return register(next_line)
