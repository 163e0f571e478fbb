"""Cookies: reading the header `Cookie`, writing `Set-Cookie` (HoneyMoon specification, sections 7.2 and 8.1)."""

import re
import time
from typing import Any

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims.honeymoon.options import option
from cmc.runtime.shims.http.headers import header_value
from cmc.runtime.shims.http.queries import decode_plus
from cmc.runtime.stdlib.base import to_string

_UNSAFE = re.compile(rb"[^A-Za-z0-9\-_.~]")


def encode_component(text: str) -> str:
    """A text with percent escapes for all bytes but letters, digits and `-_.~`."""
    return _UNSAFE.sub(lambda found: b"%%%02X" % found[0][0], to_bytes(text)).decode("ascii")


def parse_cookies(header: str) -> Table:
    """The cookies of a `Cookie` header."""
    cookies = Table()
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            value = value.strip()
            if len(value) >= 2 and value[0] == value[-1] == '"':
                value = value[1:-1]
            cookies[name.strip()] = decode_plus(value)
    return cookies


def http_date(seconds: float) -> str:
    """A time since the epoch as headers have it."""
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(seconds))


def cookie_line(name: str, value: Any, options: Table | None) -> str:
    """The value of a `Set-Cookie` header."""
    parts = [f"{encode_component(name)}={encode_component(to_string(value))}"]
    max_age, expires = option(options, "maxAge"), option(options, "expires")
    if type(max_age) in (int, float):
        parts.append(f"Max-Age={int(max_age)}")
    if type(expires) in (int, float):
        parts.append(f"Expires={http_date(expires)}")
    elif isinstance(expires, str):
        parts.append(f"Expires={_attribute(expires)}")
    parts.append(f"Path={_attribute(option(options, 'path', '/'))}")
    if option(options, "domain"):
        parts.append(f"Domain={_attribute(option(options, 'domain'))}")
    if option(options, "secure"):
        parts.append("Secure")
    if option(options, "httpOnly") is not False:
        parts.append("HttpOnly")
    same_site = option(options, "sameSite", "Lax")
    if same_site is not False:
        parts.append(f"SameSite={_attribute(same_site)}")
    return "; ".join(parts)


def _attribute(value: Any) -> str:
    """The value of an attribute, which ends before a semicolon."""
    return header_value(to_string(value)).partition(";")[0]


EXPIRED = {"maxAge": 0, "expires": 0}
"""Options of a cookie that the client is to remove."""
