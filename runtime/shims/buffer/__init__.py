"""`buffer`: byte buffers with a cursor (CopperMoon specification, section 18)."""

from typing import Annotated, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.values import type_name
from cmc.runtime.declare import lua_function
from cmc.runtime.lua_form import Kind
from cmc.runtime.shims.buffer.buffer import Buffer
from cmc.runtime.shims.buffer.data import Data, bytes_of
from cmc.runtime.shims.buffer.encodings import EncodingError, from_base64, from_hex
from cmc.runtime.shims.kinds import Unsigned

__all__ = ["Buffer", "alloc", "concat", "from_base64_text", "from_data", "from_hex_text", "is_buffer", "new"]


@lua_function("buffer.new")
def new(size: Unsigned) -> Buffer:
    """A buffer of so many zero bytes."""
    return Buffer(bytearray(size))


@lua_function("buffer.alloc")
def alloc(size: Unsigned, fill: int = 0) -> Buffer:
    """A buffer of so many bytes of one value, which is taken modulo 256."""
    return Buffer(bytearray(bytes((fill & 0xFF,)) * size))


@lua_function("buffer.from")
def from_data(data: Data) -> Buffer:
    """A buffer with a copy of the bytes of a string or another buffer."""
    return Buffer(bytearray(bytes_of(data)))


@lua_function("buffer.fromHex")
def from_hex_text(text: str) -> Buffer:
    """A buffer of the bytes that hexadecimal digits spell.

    Raises:
        LuaError: a character is no digit, or one is missing.
    """
    try:
        return Buffer(bytearray(from_hex(text)))
    except EncodingError as error:
        raise LuaError(f"Buffer.fromHex: invalid hex: {error}") from error


@lua_function("buffer.fromBase64")
def from_base64_text(text: str) -> Buffer:
    """A buffer of the bytes that a base64 text spells.

    Raises:
        LuaError: the text is no base64.
    """
    try:
        return Buffer(bytearray(from_base64(text)))
    except EncodingError as error:
        raise LuaError(f"Buffer.fromBase64: decode error: {error}") from error


def _to_buffer(value: Any, number: int, name: str) -> Buffer:
    if isinstance(value, Buffer):
        return value
    if type_name(value) == "userdata":
        raise LuaError("userdata is not expected type")
    raise LuaError("buffer.concat: all arguments must be Buffers")


_BufferOnly = Annotated[Buffer, Kind("buffer.Buffer", "False", _to_buffer)]


@lua_function("buffer.concat")
def concat(*buffers: _BufferOnly) -> Buffer:
    """A buffer with the bytes of all arguments, one after the other.

    Raises:
        LuaError: an argument is no buffer.
    """
    return Buffer(bytearray().join(each.content for each in buffers))


@lua_function("buffer.isBuffer")
def is_buffer(value: Any) -> bool:
    """Whether a value is a buffer."""
    return isinstance(value, Buffer)
