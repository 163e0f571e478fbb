"""`pack`, `packsize` and `unpack` (manual §6.4.2)."""

import struct
from typing import Any

from cmc.runtime.core.arguments import MISSING, argument_error, check_integer, check_number, check_string
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import MASK, wrap
from cmc.runtime.core.text import cached_bytes, from_bytes, to_bytes
from cmc.runtime.stdlib.string.basic import MAX_RESULTS, MAX_SIZE
from cmc.runtime.stdlib.string.layout import (
    CHARS,
    FLOAT,
    INT,
    INTEGER_SIZE,
    PADDING,
    STRING,
    UINT,
    ZERO_TERMINATED,
    Option,
    layout_of,
)
from cmc.runtime.stdlib.string.search import offset


def lua_pack(text: Any = MISSING, *values: Any) -> str:
    """`string.pack(fmt, v1, v2, ···)`"""
    if type(text) is not str:
        text = check_string(text, 1)
    layout = layout_of(text)
    if layout.structure is not None and tuple(map(type, values)) == layout.types:
        try:
            return from_bytes(layout.structure.pack(*values))
        except (struct.error, OverflowError):
            pass  # a number is too large for its place
    pieces: list[bytes] = []
    position = 0
    number = 1
    for option in layout.options:
        kind = option.kind
        if option.alignment > 1:
            pieces.append(bytes(option.padding(position)))
            position += len(pieces[-1])
        if kind < PADDING:
            number += 1
            pieces.append(_packed(option, values[number - 2] if number < len(values) + 2 else None, number))
            position += len(pieces[-1])
        elif kind == PADDING:
            pieces.append(b"\0")
            position += 1
        elif option.error is not None:
            raise option.error()
    return from_bytes(b"".join(pieces))


def _packed(option: Option, value: Any, number: int) -> bytes:
    """The bytes of one value."""
    kind, size = option.kind, option.size
    if kind == INT:
        integer = check_integer(value, number)
        if size < INTEGER_SIZE and not -(1 << (size * 8 - 1)) <= integer < 1 << (size * 8 - 1):
            raise argument_error(number, "integer overflow")
        return integer.to_bytes(size, option.order, signed=True)
    if kind == UINT:
        integer = check_integer(value, number) & MASK
        if size < INTEGER_SIZE and integer >= 1 << (size * 8):
            raise argument_error(number, "unsigned overflow")
        return integer.to_bytes(size, option.order)
    if kind == FLOAT:
        return _packed_float(option, float(check_number(value, number)))
    data = to_bytes(check_string(value, number))
    if kind == CHARS:
        if len(data) > size:
            raise argument_error(number, "string longer than given size")
        return data.ljust(size, b"\0")
    if kind == STRING:
        if size < INTEGER_SIZE and len(data) >= 1 << (size * 8):
            raise argument_error(number, "string length does not fit in given size")
        return len(data).to_bytes(size, option.order) + data
    if 0 in data:
        raise argument_error(number, "string contains zeros")
    return data + b"\0"


def _packed_float(option: Option, value: float) -> bytes:
    form = _float_format(option)
    try:
        return struct.pack(form, value)
    except OverflowError:  # too large for single precision
        return struct.pack(form, float("inf") if value > 0 else float("-inf"))


def _float_format(option: Option) -> str:
    return ("<" if option.order == "little" else ">") + ("f" if option.size == 4 else "d")


def lua_packsize(text: Any = MISSING, *_: Any) -> int:
    """`string.packsize(fmt)`"""
    total = 0
    for option in layout_of(check_string(text, 1)).options:
        if option.error is not None:
            raise option.error()
        if option.kind in (STRING, ZERO_TERMINATED):
            raise argument_error(1, "variable-length format")
        size = option.size + option.padding(total)
        if total > MAX_SIZE - size:
            raise argument_error(1, "format result too large")
        total += size
    return total


def lua_unpack(text: Any = MISSING, s: Any = MISSING, pos: Any = None, *_: Any) -> Any:
    """`string.unpack(fmt, s [, pos])`"""
    if type(text) is not str:
        text = check_string(text, 1)
    data = cached_bytes(s if type(s) is str else check_string(s, 2))
    position = 0 if pos is None else offset(pos, len(data))
    if position > len(data):
        raise argument_error(3, "initial position out of string")
    layout = layout_of(text)
    structure = layout.structure
    if structure is not None and position + structure.size <= len(data):
        return (*structure.unpack_from(data, position), position + structure.size + 1)
    values: list[Any] = []
    for option in layout.options:
        kind, size = option.kind, option.size
        padding = option.padding(position) if option.alignment > 1 else 0
        if padding + size > len(data) - position:
            raise argument_error(2, "data string too short")
        position += padding
        end = position + size
        if kind <= UINT:
            values.append(_integer(option, data[position:end]))
        elif kind == FLOAT:
            values.append(struct.unpack(_float_format(option), data[position:end])[0])
        elif kind == CHARS:
            values.append(from_bytes(data[position:end]))
        elif kind == STRING:
            length = _integer(option, data[position:end]) & MASK
            if length > len(data) - end:
                raise argument_error(2, "data string too short")
            values.append(from_bytes(data[end : end + length]))
            end += length
        elif kind == ZERO_TERMINATED:
            zero = data.find(b"\0", position)
            if zero < 0:
                raise argument_error(2, "unfinished string for format 'z'")
            values.append(from_bytes(data[position:zero]))
            end = zero + 1
        elif option.error is not None:
            raise option.error()
        position = end
    if len(values) > MAX_RESULTS:
        raise located("stack overflow (too many results)")
    return (*values, position + 1) if values else position + 1


def _integer(option: Option, data: bytes) -> int:
    """The integer that some bytes hold."""
    value = int.from_bytes(data, option.order, signed=option.kind == INT)
    if option.size > INTEGER_SIZE and (wrap(value) != value if option.kind == INT else value > MASK):
        raise located(f"{option.size}-byte integer does not fit into Lua Integer")
    return wrap(value)
