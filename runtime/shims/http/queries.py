"""Decoding of queries and of forms that are sent like queries (CopperMoon specification, section 23.4)."""

from urllib.parse import unquote_to_bytes

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes, to_bytes


def parse_pairs(text: str) -> Table:
    """The pairs of a query: parts without `=` do not count, of several with one name the last one does."""
    pairs = Table()
    for part in text.split("&") if text else ():
        name, equals, value = part.partition("=")
        if equals:
            pairs[decode_plus(name)] = decode_plus(value)
    return pairs


def decode_plus(text: str) -> str:
    """A name or value of a query: `+` is a blank, percent escapes are bytes, malformed ones stay as they are."""
    if "+" in text:
        text = text.replace("+", " ")
    return from_bytes(unquote_to_bytes(to_bytes(text))) if "%" in text else text
