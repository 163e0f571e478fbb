"""The formats of `pack` and `unpack` taken apart (manual §6.4.2)."""

import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cmc.runtime.core.arguments import argument_error
from cmc.runtime.core.errors import LuaError, located
from cmc.runtime.core.text import from_bytes, to_bytes
from cmc.runtime.stdlib.string.basic import MAX_RESULTS, MAX_SIZE

MAX_INTEGER_SIZE = 16
INTEGER_SIZE = 8
NATIVE_ALIGNMENT = 8

ByteOrder = Literal["little", "big"]

INT, UINT, FLOAT, CHARS, STRING, ZERO_TERMINATED, PADDING, ALIGNMENT, NOTHING, MISTAKE = range(10)

_SIZED = {
    "b": (INT, 1), "B": (UINT, 1), "h": (INT, 2), "H": (UINT, 2), "l": (INT, 8), "L": (UINT, 8), "j": (INT, 8),
    "J": (UINT, 8), "T": (UINT, 8), "f": (FLOAT, 4), "d": (FLOAT, 8), "n": (FLOAT, 8), "z": (ZERO_TERMINATED, 0),
    "x": (PADDING, 1), "X": (ALIGNMENT, 0),
}  # fmt: skip
_WITH_SIZE = {"i": (INT, 4), "I": (UINT, 4), "s": (STRING, 8)}

# Unsigned integers of 8 bytes are negative numbers in Lua.
_STRUCT_CODES = {
    (INT, 1): "b", (UINT, 1): "B", (INT, 2): "h", (UINT, 2): "H", (INT, 4): "i", (UINT, 4): "I", (INT, 8): "q",
    (UINT, 8): "q", (FLOAT, 4): "f", (FLOAT, 8): "d",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a format; `alignment` is 1 where it needs none. A mistake has what raises its error."""

    kind: int
    size: int = 0
    alignment: int = 1
    order: ByteOrder = "little"
    error: Callable[[], LuaError] | None = None

    def padding(self, position: int) -> int:
        """The bytes to leave out before the option."""
        return -position % self.alignment


class _FormatError(Exception):
    """The format cannot be read any further; `error` makes the error of the library function."""

    def __init__(self, error: Callable[[], LuaError]) -> None:
        self.error = error


def _mistake(message: str) -> _FormatError:
    return _FormatError(lambda: located(message))


def _bad_format(message: str) -> _FormatError:
    return _FormatError(lambda: argument_error(1, message))


class Layout:
    """A format taken apart.

    `structure` does all the work where the format is nothing but numbers in one byte order, without padding, else it is
    None. `types` are the types that it packs.
    """

    __slots__ = ("options", "structure", "types")

    def __init__(self, text: str) -> None:
        reader = _Reader(to_bytes(text).partition(b"\0")[0])
        self.options: list[Option] = []
        try:
            while reader.position < len(reader.text):
                option = reader.option()
                if option.kind != NOTHING:
                    self.options.append(option)
        except _FormatError as mistake:
            self.options.append(Option(MISTAKE, error=mistake.error))
        self.types = tuple(float if option.kind == FLOAT else int for option in self.options)
        codes = [_STRUCT_CODES.get((option.kind, option.size)) for option in self.options]
        orders = {option.order for option in self.options}
        self.structure: struct.Struct | None = None
        if (
            0 < len(codes) < MAX_RESULTS
            and len(orders) == 1
            and all(option.alignment == 1 for option in self.options)
            and all(codes)
        ):
            self.structure = struct.Struct(("<" if "little" in orders else ">") + "".join(filter(None, codes)))


layout_of = lru_cache(512)(Layout)


class _Reader:
    """Reads a format from left to right."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.position = 0
        self.order: ByteOrder = sys.byteorder
        self.max_alignment = 1

    def option(self) -> Option:
        """The next option with its alignment."""
        kind, size = self.kind_and_size()
        alignment = size
        if kind == ALIGNMENT:
            following = self.kind_and_size() if self.position < len(self.text) else (NOTHING, 0)
            alignment = following[1]
            if following[0] == CHARS or alignment == 0:
                raise _bad_format("invalid next option for option 'X'")
        if alignment <= 1 or kind == CHARS:
            alignment = 1
        else:
            alignment = min(alignment, self.max_alignment)
            if alignment & (alignment - 1):
                raise _bad_format("format asks for alignment not power of 2")
        return Option(kind, size, alignment, self.order)

    def kind_and_size(self) -> tuple[int, int]:
        """Kind and size of the next option; changes of byte order and alignment take effect."""
        code = self.text[self.position : self.position + 1]
        self.position += 1
        letter = code.decode("latin-1")
        if letter in _SIZED:
            return _SIZED[letter]
        if letter in _WITH_SIZE:
            kind, default = _WITH_SIZE[letter]
            return kind, self.integral_size(default)
        match letter:
            case "c":
                size = self.numeral()
                if size is None:
                    raise _mistake("missing size for format option 'c'")
                return CHARS, size
            case "<":
                self.order = "little"
            case ">":
                self.order = "big"
            case "=":
                self.order = sys.byteorder
            case "!":
                self.max_alignment = self.integral_size(NATIVE_ALIGNMENT)
            case " ":
                pass
            case _:
                raise _mistake(f"invalid format option '{from_bytes(code)}'")
        return NOTHING, 0

    def integral_size(self, default: int) -> int:
        """A numeral within the sizes of integers."""
        size = self.numeral()
        if size is None:
            return default
        if not 1 <= size <= MAX_INTEGER_SIZE:
            raise _mistake(f"integral size ({size}) out of limits [1,{MAX_INTEGER_SIZE}]")
        return size

    def numeral(self) -> int | None:
        """A numeral, None when there is none. It ends before it could leave the range of C's `int`."""
        start = self.position
        number = 0
        while self.text[self.position : self.position + 1].isdigit() and number <= (MAX_SIZE - 9) // 10:
            number = number * 10 + self.text[self.position] - ord("0")
            self.position += 1
        return number if self.position > start else None
