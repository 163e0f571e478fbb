"""Characters in UTF-8 (manual §6.5): where a function is lax, up to six bytes for 31 bits, else as Unicode allows."""

from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_integer, check_string, optional_integer
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import float_to_integer, parse_number
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import byte_length, cached_bytes, from_bytes, has_escaped
from cmc.runtime.stdlib.library import library, register
from cmc.runtime.stdlib.string.basic import MAX_RESULTS

MAX_CODE = 0x7FFFFFFF
MAX_UNICODE = 0x10FFFF
CHARACTER_PATTERN = from_bytes(b"[\0-\x7f\xc2-\xfd][\x80-\xbf]*")

_LEAST_CODE = (0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000)
"""The least code that needs so many continuation bytes."""


def decode(data: bytes, position: int, lax: bool) -> tuple[int, int] | None:
    """The code of the character at `position` and the position after it, None where no character begins."""
    lead = data[position]
    if lead < 0x80:
        return lead, position + 1
    if not 0xC0 <= lead < 0xFE:
        return None
    count = 1 + (lead >= 0xE0) + (lead >= 0xF0) + (lead >= 0xF8) + (lead >= 0xFC)
    end = position + count + 1
    if end > len(data):
        return None
    code = lead & (0x3F >> count)
    for byte in data[position + 1 : end]:
        if byte & 0xC0 != 0x80:
            return None
        code = code << 6 | byte & 0x3F
    if code < _LEAST_CODE[count] or not (lax or is_unicode(code)):
        return None
    return code, end


def encode(code: int) -> bytes:
    """The bytes of a code of up to 31 bits."""
    if code < 0x80:
        return bytes((code,))
    count = next((count for count in range(1, 5) if code < _LEAST_CODE[count + 1]), 5)
    lead = 0xFF << (7 - count) & 0xFF | code >> (6 * count)
    return bytes((lead, *(0x80 | code >> (6 * place) & 0x3F for place in reversed(range(count)))))


def is_unicode(code: int) -> bool:
    """Whether a code is that of a character in Unicode: not too large, no surrogate."""
    return code <= MAX_UNICODE and not 0xD800 <= code <= 0xDFFF


def is_continuation(data: bytes, position: int) -> bool:
    """Whether a byte, if there is one, goes on with a character."""
    return position < len(data) and data[position] & 0xC0 == 0x80


def absolute(position: int, size: int) -> int:
    """A position from 1 on; negative ones count from the end, and become 0 where they lead before the start."""
    if position >= 0:
        return position
    return 0 if -position > size else size + position + 1


def _is_true(value: Any) -> bool:
    return value is not None and value is not False


def lua_char(*codes: Any) -> str:
    """`utf8.char(···)`"""
    checked = []
    for number, code in enumerate(codes, 1):
        if type(code) is not int:
            code = check_integer(code, number)
        if not 0 <= code <= MAX_CODE:
            raise argument_error(number, "value out of range")
        checked.append(code)
    if all(map(is_unicode, checked)):
        return "".join(map(chr, checked))
    return from_bytes(b"".join(map(encode, checked)))


def lua_len(s: Any = MISSING, i: Any = None, j: Any = None, lax: Any = None, *_: Any) -> Any:
    """`utf8.len(s [, i [, j [, lax]]])`"""
    s = check_string(s, 1)
    size = byte_length(s)
    first = absolute(optional_integer(i, 2, 1), size)
    last = absolute(optional_integer(j, 3, -1), size)
    if not 1 <= first <= size + 1:
        raise argument_error(2, "initial position out of bounds")
    if last > size:
        raise argument_error(3, "final position out of bounds")
    if s.isascii():
        return max(last - first + 1, 0)
    if first == 1 and last == size and not has_escaped(s):
        return len(s)
    data = cached_bytes(s)
    position = first - 1
    count = 0
    while position < last:
        found = decode(data, position, _is_true(lax))
        if found is None:
            return None, position + 1
        position = found[1]
        count += 1
    return count


def lua_codepoint(s: Any = MISSING, i: Any = None, j: Any = None, lax: Any = None, *_: Any) -> Any:
    """`utf8.codepoint(s [, i [, j [, lax]]])`"""
    data = cached_bytes(check_string(s, 1))
    first = absolute(optional_integer(i, 2, 1), len(data))
    last = absolute(optional_integer(j, 3, first), len(data))
    if first < 1:
        raise argument_error(2, "out of bounds")
    if last > len(data):
        raise argument_error(3, "out of bounds")
    if last - first >= MAX_RESULTS:
        raise located("stack overflow (string slice too long)")
    codes = []
    position = first - 1
    while position < last:
        found = decode(data, position, _is_true(lax))
        if found is None:
            raise located("invalid UTF-8 code")
        codes.append(found[0])
        position = found[1]
    return codes[0] if len(codes) == 1 else tuple(codes)


def lua_offset(s: Any = MISSING, n: Any = MISSING, i: Any = None, *_: Any) -> int | None:
    """`utf8.offset(s, n [, i])`"""
    data = cached_bytes(check_string(s, 1))
    n = check_integer(n, 2)
    position = absolute(optional_integer(i, 3, 1 if n >= 0 else len(data) + 1), len(data)) - 1
    if not 0 <= position <= len(data):
        raise argument_error(3, "position out of bounds")
    if n == 0:
        return _start_of_character(data, position) + 1
    if is_continuation(data, position):
        raise located("initial position is a continuation byte")
    while n < 0 and position > 0:
        position = _start_of_character(data, position - 1)
        n += 1
    while n > 1 and position < len(data):
        position += 1
        while is_continuation(data, position):
            position += 1
        n -= 1
    return position + 1 if n == 0 or n == 1 else None


def _start_of_character(data: bytes, position: int) -> int:
    while position > 0 and is_continuation(data, position):
        position -= 1
    return position


def lua_codes(s: Any = MISSING, lax: Any = None, *_: Any) -> tuple[Any, ...]:
    """`utf8.codes(s [, lax])`"""
    text = check_string(s, 1)
    if is_continuation(cached_bytes(text), 0):
        raise argument_error(1, "invalid UTF-8 code")
    return next_lax_code if _is_true(lax) else next_code, text, 0


def next_code(s: Any = MISSING, position: Any = None, *_: Any) -> Any:
    """The iterator of `utf8.codes`."""
    return _code_after(s, position, False)


def next_lax_code(s: Any = MISSING, position: Any = None, *_: Any) -> Any:
    """The iterator of lax `utf8.codes`."""
    return _code_after(s, position, True)


def _code_after(s: Any, position: Any, lax: bool) -> Any:
    """The next character behind its first byte, which is the one before `position`.

    A continuation byte that belongs to no character is an error (5.4.4 overlooks that).
    """
    data = cached_bytes(check_string(s, 1))
    if type(position) is not int:
        position = _to_integer(position)
    if position < 0:
        return ()
    while is_continuation(data, position):
        position += 1
    if position >= len(data):
        return ()
    found = decode(data, position, lax)
    if found is None or is_continuation(data, found[1]):
        raise located("invalid UTF-8 code")
    return position + 1, found[0]


def _to_integer(value: Any) -> int:
    """The integer that a value is or spells, else 0 (lua_tointeger)."""
    number = parse_number(value) if type(value) is str else value
    if type(number) is float:
        number = float_to_integer(number)
    return number if type(number) is int else 0


def utf8_library() -> Table:
    """A new `utf8` table."""
    register(next_code)
    register(next_lax_code)
    return library(
        {
            "char": lua_char,
            "charpattern": CHARACTER_PATTERN,
            "codepoint": lua_codepoint,
            "codes": lua_codes,
            "len": lua_len,
            "offset": lua_offset,
        }
    )
