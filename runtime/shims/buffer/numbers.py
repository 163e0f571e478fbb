"""Numbers in buffers, at the cursor and in both byte orders (CopperMoon specification, section 18)."""

import math
import struct
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from cmc.runtime.declare import lua_method

Method = TypeVar("Method", bound=Callable[..., Any])

_FLOAT_OVERFLOW = 3.4028235677973366e38
"""The least number that rounds to infinity in 32 bits: the greatest float32 and half a unit of its last place."""


def _integer_reader(lua_name: str, name: str, layout: str) -> Callable[[Any], int]:
    packing = struct.Struct(layout)

    def read(self: "NumberMethods") -> int:
        value: int = packing.unpack(self.take(packing.size))[0]
        return value

    return _named(read, lua_name, name, f"The next bytes as an integer ({layout!r} in the notation of `struct`).")


def _integer_writer(lua_name: str, name: str, layout: str) -> Callable[[Any, int], None]:
    packing = struct.Struct(layout.upper())
    mask = (1 << packing.size * 8) - 1

    def write(self: "NumberMethods", value: int) -> None:
        self.put(packing.pack(value & mask))

    return _named(write, lua_name, name, f"Writes an integer, taken modulo 2^{packing.size * 8}.")


def _float_reader(lua_name: str, name: str, layout: str) -> Callable[[Any], float]:
    packing = struct.Struct(layout)

    def read(self: "NumberMethods") -> float:
        value: float = packing.unpack(self.take(packing.size))[0]
        return value

    return _named(read, lua_name, name, f"The next {packing.size} bytes as a float.")


def _float_writer(lua_name: str, name: str, layout: str) -> Callable[[Any, float], None]:
    packing = struct.Struct(layout)

    def write(self: "NumberMethods", value: float) -> None:
        if packing.size == 4 and abs(value) >= _FLOAT_OVERFLOW:
            value = math.copysign(math.inf, value)  # `struct` refuses what does not fit
        self.put(packing.pack(value))

    return _named(write, lua_name, name, f"Writes a float of {packing.size} bytes.")


def _named(function: Method, lua_name: str, name: str, doc: str) -> Method:
    function.__name__, function.__qualname__, function.__doc__ = name, f"NumberMethods.{name}", doc
    return lua_method(f"buffer.Buffer:{lua_name}")(function)


class NumberMethods:
    """The methods of Buffer that read and write numbers."""

    __slots__ = ()

    @abstractmethod
    def take(self, size: int) -> bytes:
        """The next bytes; the cursor moves behind them."""

    @abstractmethod
    def put(self, data: bytes) -> None:
        """Writes bytes at the cursor, which moves behind them."""

    read_uint8 = _integer_reader("readUInt8", "read_uint8", "B")
    read_int8 = _integer_reader("readInt8", "read_int8", "b")
    read_uint16_le = _integer_reader("readUInt16LE", "read_uint16_le", "<H")
    read_uint16_be = _integer_reader("readUInt16BE", "read_uint16_be", ">H")
    read_int16_le = _integer_reader("readInt16LE", "read_int16_le", "<h")
    read_int16_be = _integer_reader("readInt16BE", "read_int16_be", ">h")
    read_uint32_le = _integer_reader("readUInt32LE", "read_uint32_le", "<I")
    read_uint32_be = _integer_reader("readUInt32BE", "read_uint32_be", ">I")
    read_int32_le = _integer_reader("readInt32LE", "read_int32_le", "<i")
    read_int32_be = _integer_reader("readInt32BE", "read_int32_be", ">i")
    read_int64_le = _integer_reader("readInt64LE", "read_int64_le", "<q")
    read_int64_be = _integer_reader("readInt64BE", "read_int64_be", ">q")
    read_float_le = _float_reader("readFloatLE", "read_float_le", "<f")
    read_float_be = _float_reader("readFloatBE", "read_float_be", ">f")
    read_double_le = _float_reader("readDoubleLE", "read_double_le", "<d")
    read_double_be = _float_reader("readDoubleBE", "read_double_be", ">d")

    write_uint8 = _integer_writer("writeUInt8", "write_uint8", "B")
    write_int8 = _integer_writer("writeInt8", "write_int8", "b")
    write_uint16_le = _integer_writer("writeUInt16LE", "write_uint16_le", "<H")
    write_uint16_be = _integer_writer("writeUInt16BE", "write_uint16_be", ">H")
    write_int16_le = _integer_writer("writeInt16LE", "write_int16_le", "<h")
    write_int16_be = _integer_writer("writeInt16BE", "write_int16_be", ">h")
    write_uint32_le = _integer_writer("writeUInt32LE", "write_uint32_le", "<I")
    write_uint32_be = _integer_writer("writeUInt32BE", "write_uint32_be", ">I")
    write_int32_le = _integer_writer("writeInt32LE", "write_int32_le", "<i")
    write_int32_be = _integer_writer("writeInt32BE", "write_int32_be", ">i")
    write_int64_le = _integer_writer("writeInt64LE", "write_int64_le", "<q")
    write_int64_be = _integer_writer("writeInt64BE", "write_int64_be", ">q")
    write_float_le = _float_writer("writeFloatLE", "write_float_le", "<f")
    write_float_be = _float_writer("writeFloatBE", "write_float_be", ">f")
    write_double_le = _float_writer("writeDoubleLE", "write_double_le", "<d")
    write_double_be = _float_writer("writeDoubleBE", "write_double_be", ">d")
