"""Arguments that are data: strings of any bytes, or Buffers."""

from typing import Annotated, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import to_bytes
from cmc.runtime.lua_form import Kind, to_byte_string
from cmc.runtime.shims.buffer.buffer import Buffer


def _to_data(value: Any, number: int, name: str) -> bytes:
    """The bytes of a string, a number as text, or a Buffer."""
    if isinstance(value, Buffer):
        return bytes(value.content)
    return to_bytes(to_byte_string(value, number, name))


def _to_strict_data(value: Any, number: int, name: str) -> bytes:
    """The bytes of a string or a Buffer; unlike elsewhere, numbers are no texts."""
    if isinstance(value, Buffer):
        return bytes(value.content)
    if type(value) is str:
        return to_bytes(value)
    raise LuaError("Expected string or Buffer")


Data = Annotated[bytes, Kind("string|buffer.Buffer", "type({x}) is bytes", _to_data)]
"""Annotation of parameters that take strings, numbers and Buffers; the function gets bytes."""

StrictData = Annotated[bytes, Kind("string|buffer.Buffer", "type({x}) is bytes", _to_strict_data)]
"""The same without numbers."""
