"""`honeymoon.utils` (HoneyMoon specification, section 13.1), and what other modules share with it."""

import base64
import binascii
import re
import secrets
import string
from typing import Any

from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, lua_function
from cmc.runtime.shims.honeymoon.cookies import encode_component
from cmc.runtime.shims.honeymoon.mime import mime_type
from cmc.runtime.shims.honeymoon.schema import EMAIL, URL, UUID
from cmc.runtime.shims.honeymoon.statuses import status_text
from cmc.runtime.shims.http.queries import decode_plus

_LETTERS = string.ascii_letters + string.digits
_BLANKS = " \t\n\r\f\v"


def deep_copy(value: Table) -> Table:
    """A table with copies of all tables in it, without metatables; tables that contain themselves do so in the copy."""
    copy: Table = _copied(value, {})
    return copy


def _copied(value: Any, known: dict[int, Table]) -> Any:
    if not isinstance(value, Table):
        return value
    if id(value) in known:
        return known[id(value)]
    copy = known[id(value)] = Table()
    for k, item in entries(value):
        copy[_copied(k, known)] = _copied(item, known)
    return copy


def frozen_copy(value: Any, around: tuple[int, ...] = ()) -> Any:
    """What tells two states of a value apart: tables as sets of their entries."""
    if not isinstance(value, Table):
        return type(value).__name__, value
    if id(value) in around:
        return "cycle"
    inner = (*around, id(value))
    return frozenset((frozen_copy(k, inner), frozen_copy(item, inner)) for k, item in entries(value))


@lua_function("honeymoon.utils.urlEncode")
def urlEncode(text: Bytes) -> str:
    """A text with percent escapes for all bytes but letters, digits and `-_.~`."""
    return encode_component(text)


@lua_function("honeymoon.utils.urlDecode")
def urlDecode(text: Bytes) -> str:
    """A text without percent escapes; `+` is a blank."""
    return decode_plus(text)


@lua_function("honeymoon.utils.randomString")
def randomString(length: int = 32) -> str:
    """Letters and digits that nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


@lua_function("honeymoon.utils.deepCopy")
def deepCopy(value: Any = None) -> Any:
    """A value with copies of all tables in it."""
    return deep_copy(value) if isinstance(value, Table) else value


@lua_function("honeymoon.utils.merge")
def merge(*tables: Any) -> Table:
    """A table with the fields of several; those of later ones win."""
    merged = Table()
    for each in tables:
        for k, value in entries(each) if isinstance(each, Table) else ():
            merged[k] = value
    return merged


@lua_function("honeymoon.utils.base64Encode")
def base64Encode(data: Bytes) -> str:
    """Base64 text."""
    return base64.b64encode(to_bytes(data)).decode("ascii")


@lua_function("honeymoon.utils.base64Decode")
def base64Decode(text: Bytes) -> str:
    """The bytes of base64 text, of both alphabets; other characters do not count."""
    plain = re.sub(rb"[^A-Za-z0-9+/]", b"", to_bytes(text).replace(b"-", b"+").replace(b"_", b"/"))
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return from_bytes(base64.b64decode(plain + b"=" * (-len(plain) % 4)))
    except binascii.Error:
        return ""


@lua_function("honeymoon.utils.trim")
def trim(text: Bytes) -> str:
    """A text without blanks at its ends."""
    return text.strip(_BLANKS)


@lua_function("honeymoon.utils.split")
def split(text: Bytes, delimiters: Bytes = ",") -> Table:
    """The parts of a text between any of some characters, without empty ones."""
    parts = re.split("[" + re.escape(delimiters) + "]", text) if delimiters else [text]
    return array(*[part for part in parts if part])


@lua_function("honeymoon.utils.isEmail")
def isEmail(text: Any = None) -> bool:
    """Whether a value is an address of electronic mail."""
    return isinstance(text, str) and EMAIL.fullmatch(text) is not None


@lua_function("honeymoon.utils.isUrl")
def isUrl(text: Any = None) -> bool:
    """Whether a value is an address with `http://` or `https://`."""
    return isinstance(text, str) and URL.fullmatch(text) is not None


@lua_function("honeymoon.utils.isUuid")
def isUuid(text: Any = None) -> bool:
    """Whether a value is a UUID."""
    return isinstance(text, str) and UUID.fullmatch(text) is not None


@lua_function("honeymoon.utils.getMimeType")
def getMimeType(extension: str) -> str:
    """The content type of an extension."""
    return mime_type(extension)


@lua_function("honeymoon.utils.getStatusText")
def getStatusText(code: int) -> str:
    """The name of a status."""
    return status_text(code)


@lua_function("honeymoon.utils.normalizePath")
def normalizePath(path: Bytes) -> str:
    """A path with one slash at its begin and none at its end, without double ones."""
    collapsed = re.sub("//+", "/", "/" + path)
    return collapsed.rstrip("/") or "/"


@lua_function("honeymoon.utils.joinPath")
def joinPath(*parts: str) -> str:
    """Parts of a path, joined."""
    return normalizePath("/".join(parts))


@lua_function("honeymoon.utils.isSafePath")
def isSafePath(path: str) -> bool:
    """Whether a path neither leads upwards nor into `/etc` or `/proc`."""
    inner = path.rstrip("/") + "/"
    return ".." not in path and not inner.startswith(("/etc/", "/proc/"))
