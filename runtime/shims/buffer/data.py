"""Arguments that are data: strings of any bytes, or Buffers."""

from typing import Annotated, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes
from cmc.runtime.lua_form import Kind, to_byte_string
from cmc.runtime.shims.buffer.buffer import Buffer


def _to_data(value: Any, number: int, name: str) -> "str | Buffer":
    return value if isinstance(value, Buffer) else to_byte_string(value, number, name)


def _to_strict_data(value: Any, number: int, name: str) -> "str | Buffer":
    if isinstance(value, str | Buffer):
        return value
    raise LuaError("Expected string or Buffer")


Data = Annotated[str | bytes | Buffer, Kind("string|buffer.Buffer", "type({x}) is str", _to_data)]
"""Annotation of parameters that take strings, numbers (as texts) and Buffers."""

StrictData = Annotated[str | bytes | Buffer, Kind("string|buffer.Buffer", "type({x}) is str", _to_strict_data)]
"""The same without numbers."""


def bytes_of(data: str | bytes | Buffer) -> bytes:
    """The bytes of a Lua string or a Buffer."""
    if isinstance(data, str):
        return data.encode() if data.isascii() else to_bytes(data)
    return data if isinstance(data, bytes) else bytes(data.content)
