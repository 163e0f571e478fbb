"""Prepared statements of MySQL's client/server protocol, which aiomysql does not have: values never become SQL text.

Packets are read and written by aiomysql's connection; here is what is in them (protocol documentation,
COM_STMT_PREPARE, COM_STMT_EXECUTE and the binary form of result sets).
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pymysql.connections import MysqlPacket
from pymysql.constants import FIELD_TYPE

from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes

COM_RESET, COM_PREPARE, COM_EXECUTE, COM_CLOSE = 0x1F, 0x16, 0x17, 0x19

_UNSIGNED = 32
_MAX_INTEGER = (1 << 63) - 1


class ServerError(Exception):
    """An error that the server reports."""

    def __init__(self, number: int, state: str, message: str) -> None:
        super().__init__(f"ERROR {number} ({state}): {message}")
        self.number = number


class Packet(MysqlPacket):  # type: ignore[misc]
    """A packet whose errors keep their SQLSTATE."""

    def raise_for_error(self) -> None:
        raise_for_error(self.get_all_data())


def raise_for_error(data: bytes) -> None:
    """Raises what a packet reports.

    Raises:
        ServerError: it reports an error.
    """
    if data[0] != 0xFF:
        return
    number = int.from_bytes(data[1:3], "little")
    state, message = (data[4:9], data[9:]) if data[3:4] == b"#" else (b"HY000", data[3:])
    raise ServerError(number, state.decode(), message.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result: its name, and how a value is read at a position, which gives the next position too."""

    name: str
    read: "Reader"


Reader = Callable[[bytes, int], tuple[Any, int]]


# Values for placeholders


def encoded_values(values: tuple[Any, ...]) -> bytes:
    """What follows the head of COM_STMT_EXECUTE: which values are NULL, the types, the values."""
    if not values:
        return b""
    nulls = 0
    types = bytearray()
    data = bytearray()
    for position, value in enumerate(values):
        if value is None:
            nulls |= 1 << position
            types += b"\x06\x00"
        elif type(value) is bool:
            types += b"\x01\x00"
            data.append(value)
        elif type(value) is int:
            types += b"\x08\x00"
            data += struct.pack("<q", value)
        elif type(value) is float:
            types += b"\x05\x00"
            data += struct.pack("<d", value)
        elif type(value) is bytes or has_escaped(value):
            # Bytes that are no text go without a character set.
            types += b"\xfb\x00"
            data += _with_length(value if type(value) is bytes else to_bytes(value))
        else:
            types += b"\xfd\x00"
            data += _with_length(value.encode())
    return nulls.to_bytes((len(values) + 7) // 8, "little") + b"\x01" + bytes(types) + bytes(data)


def _with_length(data: bytes) -> bytes:
    size = len(data)
    if size < 251:
        return bytes((size,)) + data
    if size < 1 << 16:
        return b"\xfc" + struct.pack("<H", size) + data
    if size < 1 << 24:
        return b"\xfd" + struct.pack("<I", size)[:3] + data
    return b"\xfe" + struct.pack("<Q", size) + data


# Results


def length_at(data: bytes, position: int) -> tuple[int, int]:
    """A length-encoded integer, and where it ends."""
    first = data[position]
    if first < 251:
        return first, position + 1
    size = {0xFC: 2, 0xFD: 3, 0xFE: 8}[first]
    end = position + 1 + size
    return int.from_bytes(data[position + 1 : end], "little"), end


def _string_at(data: bytes, position: int) -> tuple[str, int]:
    size, position = length_at(data, position)
    return from_bytes(data[position : position + size]), position + size


@lru_cache(maxsize=4096)
def column_of(data: bytes) -> Column:
    """A column from the packet that describes it."""
    position = 0
    texts = []
    for _ in range(6):  # catalogue, schema, table, original table, name, original name
        text, position = _string_at(data, position)
        texts.append(text)
    # One length, character set (2), length of the column (4), type, flags (2), decimals.
    kind = data[position + 7]
    flags = int.from_bytes(data[position + 8 : position + 10], "little")
    decimals = data[position + 10]
    return Column(texts[4], _reader(kind, bool(flags & _UNSIGNED), decimals))


def row_of(data: bytes, columns: list[Column]) -> list[Any]:
    """The values of a row from its packet."""
    position = 1 + (len(columns) + 9) // 8
    nulls = int.from_bytes(data[1:position], "little") >> 2
    row: list[Any] = []
    for column in columns:
        if nulls & 1:
            row.append(None)
        else:
            value, position = column.read(data, position)
            row.append(value)
        nulls >>= 1
    return row


def _number(layout: str) -> Reader:
    number = struct.Struct("<" + layout)
    size, unpack = number.size, number.unpack_from

    def read(data: bytes, position: int) -> tuple[Any, int]:
        return unpack(data, position)[0], position + size

    return read


def _unsigned_long(data: bytes, position: int) -> tuple[Any, int]:
    """Integers that Lua does not have come as their digits."""
    value = int.from_bytes(data[position : position + 8], "little")
    return value if value <= _MAX_INTEGER else str(value), position + 8


_INTEGERS = {
    FIELD_TYPE.TINY: "b", FIELD_TYPE.SHORT: "h", FIELD_TYPE.YEAR: "h",
    FIELD_TYPE.INT24: "i", FIELD_TYPE.LONG: "i", FIELD_TYPE.LONGLONG: "q",
}  # fmt: skip


def _reader(kind: int, unsigned: bool, decimals: int) -> Reader:
    layout = _INTEGERS.get(kind)
    if layout is not None:
        if not unsigned:
            return _number(layout)
        return _unsigned_long if layout == "q" else _number(layout.upper())
    if kind in (FIELD_TYPE.FLOAT, FIELD_TYPE.DOUBLE):
        return _number("f" if kind == FIELD_TYPE.FLOAT else "d")
    if kind in (FIELD_TYPE.DATE, FIELD_TYPE.NEWDATE):
        return _read_date
    if kind in (FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP):
        return lambda data, position: _read_datetime(data, position, decimals)
    if kind == FIELD_TYPE.TIME:
        return lambda data, position: _read_time(data, position, decimals)
    return _string_at


def _read_date(data: bytes, position: int) -> tuple[str, int]:
    size = data[position]
    end = position + 1 + size
    year, month, day = struct.unpack_from("<HBB", data, position + 1) if size else (0, 0, 0)
    return f"{year:04}-{month:02}-{day:02}", end


def _read_datetime(data: bytes, position: int, decimals: int) -> tuple[str, int]:
    size = data[position]
    end = position + 1 + size
    fields = data[position + 1 : end].ljust(11, b"\0")
    year, month, day, hour, minute, second, micros = struct.unpack("<HBBBBBI", fields)
    fraction = _fraction(micros, decimals)
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}", end


def _read_time(data: bytes, position: int, decimals: int) -> tuple[str, int]:
    size = data[position]
    end = position + 1 + size
    fields = data[position + 1 : end].ljust(12, b"\0")
    negative, days, hours, minute, second, micros = struct.unpack("<BIBBBI", fields)
    sign = "-" if negative else ""
    return f"{sign}{days * 24 + hours}:{minute:02}:{second:02}{_fraction(micros, decimals)}", end


def _fraction(micros: int, decimals: int) -> str:
    """The fraction of a second, if there is one, with as many digits as the column has."""
    if not micros:
        return ""
    digits = f"{micros:06}"
    return "." + (digits[:decimals] if 1 <= decimals <= 6 else digits.rstrip("0"))
