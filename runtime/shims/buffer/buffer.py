"""The Buffer object (CopperMoon specification, section 18): positions count from 1, ranges include both ends."""

from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.declare import Bytes, HostObject, lua_method
from cmc.runtime.shims.buffer.encodings import to_base64
from cmc.runtime.shims.buffer.numbers import NumberMethods
from cmc.runtime.shims.kinds import Unsigned
from cmc.runtime.stdlib.library import library


class Buffer(NumberMethods, HostObject, path="buffer.Buffer"):
    """Bytes that a program can change, and a cursor for reading and writing.

    Attributes:
        content: the bytes.
        cursor: how many bytes are before the cursor; programs see it one higher.
    """

    __slots__ = ("content", "cursor")

    def __init__(self, content: bytearray) -> None:
        super().__init__()
        self.content = content
        self.cursor = 0

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        return {**super()._metamethods(), **library({"__len": _length, "__tostring": _text})}

    # The cursor

    @lua_method("buffer.Buffer:tell")
    def tell(self) -> int:
        """The position of the cursor."""
        return self.cursor + 1

    @lua_method("buffer.Buffer:seek")
    def seek(self, position: Unsigned) -> None:
        """Moves the cursor, at most right behind the last byte.

        Raises:
            LuaError: there is no such position.
        """
        if position < 1:
            raise LuaError("Buffer seek: position must be >= 1")
        if position > len(self.content) + 1:
            raise LuaError(f"Buffer seek: position {position} is beyond buffer length {len(self.content)}")
        self.cursor = position - 1

    @lua_method("buffer.Buffer:reset")
    def reset(self) -> None:
        """Moves the cursor to the first byte."""
        self.cursor = 0

    @lua_method("buffer.Buffer:len")
    def length(self) -> int:
        """The number of bytes."""
        return len(self.content)

    @lua_method("buffer.Buffer:capacity")
    def capacity(self) -> int:
        """How many bytes there is memory for."""
        return max(len(self.content), self.content.__alloc__() - 1)

    # Reading and writing at the cursor

    def take(self, size: int) -> bytes:
        """The next `size` bytes, and the cursor behind them.

        Raises:
            LuaError: there are not so many.
        """
        end = self.cursor + size
        if end > len(self.content):
            available = len(self.content) - self.cursor
            raise LuaError(
                f"Buffer underflow: need {size} bytes at position {self.cursor + 1}, but only {available} available"
            )
        data = bytes(self.content[self.cursor : end])
        self.cursor = end
        return data

    def put(self, data: bytes) -> None:
        """Writes over the bytes from the cursor on, and beyond the end."""
        end = self.cursor + len(data)
        self.content[self.cursor : end] = data
        self.cursor = end

    @lua_method("buffer.Buffer:readString")
    def read_string(self, size: Unsigned) -> str:
        """The next bytes as a string."""
        return from_bytes(self.take(size))

    @lua_method("buffer.Buffer:writeString")
    def write_string(self, data: Bytes) -> int:
        """Writes the bytes of a string; returns how many they are."""
        encoded = to_bytes(data)
        self.put(encoded)
        return len(encoded)

    # Bytes by position

    @lua_method("buffer.Buffer:get")
    def get(self, position: Unsigned) -> int:
        """The byte at a position."""
        return self.content[self._index(position)]

    @lua_method("buffer.Buffer:set")
    def set(self, position: Unsigned, value: int) -> None:
        """Changes the byte at a position, to a value modulo 256."""
        self.content[self._index(position)] = value & 0xFF

    def _index(self, position: int) -> int:
        if not 1 <= position <= len(self.content):
            raise LuaError(f"Buffer index {position} out of range [1, {len(self.content)}]")
        return position - 1

    @lua_method("buffer.Buffer:slice")
    def part(self, start: Unsigned, end: Unsigned | None = None) -> "Buffer":
        """A new buffer with the bytes from `start` to `end`, by default to the last.

        Raises:
            LuaError: the range does not lie in the buffer.
        """
        size = len(self.content)
        last = size if end is None else end
        if start < 1:
            raise LuaError("Buffer slice: start must be >= 1")
        if start > size + 1 or last > size or start - 1 > last:
            raise LuaError(f"Buffer slice out of range: [{start}, {last}] for buffer of length {size}")
        return Buffer(self.content[start - 1 : last])

    @lua_method("buffer.Buffer:copy")
    def copy(
        self,
        target: "Buffer",
        target_start: Unsigned = 1,
        source_start: Unsigned = 1,
        source_end: Unsigned | None = None,
    ) -> int:
        """Copies a range of bytes into a buffer, which grows as needed; returns how many bytes these were.

        Raises:
            LuaError: the range does not lie in the source.
        """
        size = len(self.content)
        begin, end = max(source_start, 1) - 1, size if source_end is None else source_end
        if begin > end or end > size:
            raise LuaError("Buffer copy: source range out of bounds")
        data = bytes(self.content[begin:end])
        at = max(target_start, 1) - 1
        if data and at > len(target.content):
            target.content.extend(bytes(at - len(target.content)))
        target.content[at : at + len(data)] = data
        return len(data)

    @lua_method("buffer.Buffer:fill")
    def fill(self, value: int, start: Unsigned = 1, end: Unsigned | None = None) -> None:
        """Sets a range of bytes, as far as it lies in the buffer, to a value modulo 256. A reversed range is empty."""
        size = len(self.content)
        begin, last = max(start, 1) - 1, size if end is None else min(end, size)
        if begin < last:
            self.content[begin:last] = bytes((value & 0xFF,)) * (last - begin)

    @lua_method("buffer.Buffer:clear")
    def clear(self) -> None:
        """Sets all bytes to zero and the cursor to the first."""
        self.content[:] = bytes(len(self.content))
        self.cursor = 0

    # The whole content

    @lua_method("buffer.Buffer:toString")
    def to_string(self) -> str:
        """All bytes as a string."""
        return from_bytes(bytes(self.content))

    @lua_method("buffer.Buffer:bytes")
    def all_bytes(self) -> str:
        """The same as `toString`."""
        return self.to_string()

    @lua_method("buffer.Buffer:toHex")
    def to_hex(self) -> str:
        """All bytes in hexadecimal digits, in lower case."""
        return self.content.hex()

    @lua_method("buffer.Buffer:toBase64")
    def to_base64(self) -> str:
        """All bytes in base64 with padding."""
        return to_base64(self.content)


def _length(buffer: Any = None, *_: Any) -> int:
    return buffer.length()  # type: ignore[no-any-return]


def _text(buffer: Any = None, *_: Any) -> str:
    return f"Buffer({buffer.length()} bytes)"
