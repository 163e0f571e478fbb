"""Lua strings are byte strings; here they are `str`, the UTF-8 decoding with `surrogateescape`.

Every byte string has exactly one such `str`, the canonical form: bytes that are no valid UTF-8 stand as lone surrogates
U+DC80 to U+DCFF. Text stays text for every Python library, and all byte-wise operations of Lua go through this module
(`#`, positions, comparison, joining), with `str.isascii()` as the fast path, for which both views agree.
"""

import re
from functools import lru_cache

_ESCAPED = re.compile("[\udc80-\udcff]")
_ESCAPED_RUN = re.compile("[\udc80-\udcff]{2,}")


def to_bytes(text: str) -> bytes:
    """The bytes of the Lua string `text`."""
    return text.encode("utf-8", "surrogateescape")


def from_bytes(data: bytes) -> str:
    """The canonical `str` of a byte string."""
    return data.decode("utf-8", "surrogateescape")


# Loops over the bytes of one string (`s:byte(i)`, `s:sub(i, i)`) would otherwise encode it at every step.
cached_bytes = lru_cache(maxsize=32)(to_bytes)

BYTE = tuple(from_bytes(bytes((code,))) for code in range(256))
"""The one-byte Lua string of each byte."""


def byte_length(text: str) -> int:
    """`#text`: the number of bytes."""
    if text.isascii():
        return len(text)
    return len(text) if len(text) == 1 and "\udc80" <= text <= "\udcff" else len(cached_bytes(text))


def join(left: str, right: str) -> str:
    """`left .. right` in canonical form: halves of a character that meet become the character."""
    if left.isascii() or right.isascii() or not (left[-1:] >= "\udc80" and "\udc80" <= right[0] <= "\udcff"):
        return left + right
    if left[-1] > "\udcff":
        return left + right
    seam = from_bytes(to_bytes(left[-3:] + right[:3]))
    return left[:-3] + seam + right[3:]


def join_all(parts: list[str] | tuple[str, ...], separator: str = "") -> str:
    """All `parts` joined, in canonical form."""
    return canonical(separator.join(parts))


def canonical(text: str) -> str:
    """`text` with adjacent escaped bytes merged to the characters they spell."""
    if text.isascii() or _ESCAPED_RUN.search(text) is None:
        return text
    return from_bytes(to_bytes(text))


def has_escaped(text: str) -> bool:
    """Whether `text` holds bytes that are no valid UTF-8."""
    return not text.isascii() and _ESCAPED.search(text) is not None


def less_than(left: str, right: str) -> bool:
    """`left < right` by bytes, as the C locale orders them."""
    # Code point order is UTF-8 byte order, but for the surrogates that stand for single bytes.
    if (left.isascii() and right.isascii()) or not (has_escaped(left) or has_escaped(right)):
        return left < right
    return to_bytes(left) < to_bytes(right)


def less_equal(left: str, right: str) -> bool:
    """`left <= right` by bytes."""
    return not less_than(right, left)
