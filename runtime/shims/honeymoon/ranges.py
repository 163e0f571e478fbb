"""Byte ranges (RFC 9110, section 14)."""

import re

_RANGE = re.compile(r"\s*([0-9]*)\s*-\s*([0-9]*)\s*")


def parse_ranges(header: str | None, size: int) -> list[tuple[int, int]] | None:
    """The ranges of a `Range` header as first and last position in a content of `size` bytes.

    None if the header is absent, in another unit or malformed, and is to be ignored; an empty list if none of them
    can be satisfied.
    """
    unit, equals, text = (header or "").partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    found = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        if match is None or not (match[1] or match[2]):
            return None
        if not match[1]:
            first, last = max(size - int(match[2]), 0), size - 1
        else:
            first, last = int(match[1]), min(int(match[2] or size), size - 1)
            if match[2] and int(match[2]) < first:
                return None
        if first <= last:
            found.append((first, last))
    return found
