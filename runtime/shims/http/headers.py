"""Header names and values as they may go over the wire (RFC 9110, section 5)."""

import re
from functools import lru_cache

from cmc.runtime.core.text import has_escaped, to_bytes

_NO_NAME = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")

# Characters that would end a header line and begin another one, and others that no header may hold.
_CONTROLS = {code: None for code in range(32) if code != 9} | {127: None}


@lru_cache(maxsize=1024)
def header_name(text: str) -> str:
    """A name without the characters that names cannot have."""
    return _NO_NAME.sub("", text)


def header_value(text: str) -> str:
    """A value without control characters; bytes that are no UTF-8 are replaced."""
    if text.isascii() and text.isprintable():
        return text
    if has_escaped(text):
        text = to_bytes(text).decode("utf-8", "replace")
    return text.translate(_CONTROLS)
