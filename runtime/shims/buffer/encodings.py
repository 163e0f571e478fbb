"""Base64 and hexadecimal texts, with the messages of the CopperMoon specification (sections 9 and 18)."""

import base64
import string

_STANDARD = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
_VALUES = {symbol: value for value, symbol in enumerate(_STANDARD)}
# The alphabet of URLs is read as well: the tokens that programs have to take apart are written in it.
_URL_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_DIGITS = frozenset(string.hexdigits.encode())


class EncodingError(ValueError):
    """A text that is no encoding of bytes; the message says why, with offsets in bytes from 0."""


def to_base64(data: bytes | bytearray) -> str:
    """Base64 in the standard alphabet with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text in the standard alphabet or that of URLs, with or without padding.

    Raises:
        EncodingError: a symbol is not in the alphabet, the length cannot be, or bits are left over.
    """
    data = text.encode("utf-8", "surrogateescape").translate(_URL_TO_STANDARD)
    symbols = data.rstrip(b"=") if len(data) - len(data.rstrip(b"=")) <= -len(data.rstrip(b"=")) % 4 else data
    for offset, symbol in enumerate(symbols):
        if symbol not in _VALUES:
            original = text.encode("utf-8", "surrogateescape")[offset]
            raise EncodingError(f"Invalid symbol {original}, offset {offset}.")
    left_over = len(symbols) % 4
    if left_over == 1:
        raise EncodingError(f"Invalid input length: {len(data)}")
    if left_over and _VALUES[symbols[-1]] & (0xF if left_over == 2 else 0x3):
        raise EncodingError(f"Invalid last symbol {symbols[-1]}, offset {len(symbols) - 1}.")
    return base64.b64decode(symbols + b"=" * (-len(symbols) % 4))


def from_hex(text: str) -> bytes:
    """The bytes of hexadecimal digits.

    Raises:
        EncodingError: there is an odd number of digits, or another character.
    """
    data = text.encode("utf-8", "surrogateescape")
    if len(data) % 2:
        raise EncodingError("Odd number of digits")
    for position, digit in enumerate(data):
        if digit not in _DIGITS:
            raise EncodingError(f"Invalid character '{chr(digit)}' at position {position}")
    return bytes.fromhex(data.decode("ascii"))
