"""`crypto`: digests, random bytes, base64 and hexadecimal (CopperMoon specification, section 9).

Of the verdicts there: `base64_decode` takes the alphabet of URLs as well, and padding may be missing, as in JSON web
tokens. Digests and encodings take Buffers wherever they take strings.
"""

import hashlib
import hmac as _hmac
import os
import uuid as _uuid
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.buffer.data import Data, bytes_of
from cmc.runtime.shims.buffer.encodings import EncodingError, from_base64, from_hex, to_base64
from cmc.runtime.shims.kinds import Unsigned
from cmc.runtime.threads import in_thread

_IN_PLACE = 1 << 20
"""Bytes up to which a digest is so quick that a thread would take longer."""

_HMAC_DIGESTS = ("sha256", "sha1")


@lua_function("crypto.sha256", suspends=True)
def sha256(data: Data) -> str:
    """The SHA-256 digest, as 64 hexadecimal digits in lower case."""
    content = bytes_of(data)
    if len(content) > _IN_PLACE:
        return _in_thread(hashlib.sha256, content)
    return hashlib.sha256(content, usedforsecurity=False).hexdigest()


@lua_function("crypto.sha1", suspends=True)
def sha1(data: Data) -> str:
    """The SHA-1 digest, as 40 hexadecimal digits in lower case."""
    content = bytes_of(data)
    if len(content) > _IN_PLACE:
        return _in_thread(hashlib.sha1, content)
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@lua_function("crypto.md5", suspends=True)
def md5(data: Data) -> str:
    """The MD5 digest, as 32 hexadecimal digits in lower case."""
    content = bytes_of(data)
    if len(content) > _IN_PLACE:
        return _in_thread(hashlib.md5, content)
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _in_thread(algorithm: Callable[..., Any], content: bytes) -> str:
    digest = in_thread(lambda: algorithm(content, usedforsecurity=False))
    return digest.hexdigest()  # type: ignore[no-any-return]


@lua_function("crypto.hmac", suspends=True)
def hmac(algorithm: str, key: Data, data: Data) -> str:
    """The HMAC of a text by `sha256` or `sha1`, in hexadecimal digits.

    Raises:
        LuaError: another algorithm was asked for.
    """
    name = algorithm.lower()
    if name not in _HMAC_DIGESTS:
        raise LuaError(f"Unsupported HMAC algorithm: {algorithm}. Use 'sha256' or 'sha1'")
    content = bytes_of(data)
    if len(content) > _IN_PLACE:
        return in_thread(_hmac.new, bytes_of(key), content, name).hexdigest()  # type: ignore[no-any-return]
    return _hmac.new(bytes_of(key), content, name).hexdigest()


@lua_function("crypto.random_bytes")
def random_bytes(size: Unsigned) -> str:
    """So many bytes of the system's random generator, which are fit for keys."""
    return from_bytes(os.urandom(size))


@lua_function("crypto.uuid")
def uuid() -> str:
    """A random UUID (version 4) in lower case, with hyphens."""
    return str(_uuid.uuid4())


@lua_function("crypto.base64_encode")
def base64_encode(data: Data) -> str:
    """Base64 in the standard alphabet, padded, on one line."""
    return to_base64(bytes_of(data))


@lua_function("crypto.base64_decode")
def base64_decode(text: str) -> str:
    """The bytes of a base64 text.

    Raises:
        LuaError: a symbol, the length or the last bits are wrong; offsets count bytes from 0.
    """
    try:
        return from_bytes(from_base64(text))
    except EncodingError as error:
        raise LuaError(f"Base64 decode error: {error}") from error


@lua_function("crypto.hex_encode")
def hex_encode(data: Data) -> str:
    """Two hexadecimal digits a byte, in lower case."""
    return bytes_of(data).hex()


@lua_function("crypto.hex_decode")
def hex_decode(text: str) -> str:
    """The bytes of hexadecimal digits of either case.

    Raises:
        LuaError: a character is no digit, or one is missing; positions count bytes from 0.
    """
    try:
        return from_bytes(from_hex(text))
    except EncodingError as error:
        raise LuaError(f"Hex decode error: {error}") from error
