"""Base64 and hexadecimal texts, with the messages of the CopperMoon specification (sections 9 and 18)."""

import base64
import binascii
import re

from cmc.runtime.core.text import to_bytes

_SYMBOLS = re.compile(rb"[A-Za-z0-9+/]*")
_DIGITS = re.compile(rb"[0-9A-Fa-f]*")
# The alphabet of URLs is read as well: the tokens that programs have to take apart are written in it.
_URL_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


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
    data = to_bytes(text)
    decoded = _canonical(data)
    if decoded is not None:
        return decoded
    symbols = data.translate(_URL_TO_STANDARD).rstrip(b"=")
    valid = _SYMBOLS.match(symbols)
    size = len(symbols)
    if valid is not None and valid.end() < size:
        raise EncodingError(f"Invalid symbol {data[valid.end()]}, offset {valid.end()}.")
    padding = len(data) - size
    left_over = size % 4
    if padding > (-size % 4 if left_over != 1 else 0):
        offset = size if left_over in (0, 1) else size + 4 - left_over
        raise EncodingError(f"Invalid symbol 61, offset {offset}.")
    if left_over == 1:
        raise EncodingError(f"Invalid input length: {size}")
    decoded = base64.b64decode(symbols + b"=" * (-size % 4))
    if left_over and base64.b64encode(decoded).rstrip(b"=") != symbols:
        raise EncodingError(f"Invalid last symbol {data[size - 1]}, offset {size - 1}.")
    return decoded


def _canonical(data: bytes) -> bytes | None:
    """The bytes of a text in the standard alphabet with all its padding, None if it takes a closer look."""
    if len(data) % 4:
        return None
    try:
        decoded = binascii.a2b_base64(data, strict_mode=True)
    except binascii.Error:
        return None
    # Bits that are left over have to be zero.
    rest = decoded[len(decoded) // 3 * 3 :]
    return decoded if not rest or base64.b64encode(rest) == data[-4:] else None


def from_hex(text: str) -> bytes:
    """The bytes of hexadecimal digits.

    Raises:
        EncodingError: there is an odd number of digits, or another character.
    """
    try:
        decoded = bytes.fromhex(text)
    except ValueError:
        decoded = b""
    if len(decoded) * 2 == len(text):  # Python passes over blanks
        return decoded
    data = to_bytes(text)
    if len(data) % 2:
        raise EncodingError("Odd number of digits")
    valid = _DIGITS.match(data)
    if valid is not None and valid.end() < len(data):
        raise EncodingError(f"Invalid character '{chr(data[valid.end()])}' at position {valid.end()}")
    return bytes.fromhex(data.decode("ascii"))
