"""Lua values for PostgreSQL's placeholders.

The server says which type a placeholder has. Values go there as text, and the server takes it from there, so that
numbers, strings and booleans can be given wherever their text makes sense. Types that Lua has too go in binary form.
"""

from collections.abc import Callable
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import parse_number
from cmc.runtime.core.text import from_bytes, has_escaped, to_bytes

BOOL, BYTEA, NAME, INT8, INT2, INT4, TEXT, OID = 16, 17, 19, 20, 21, 23, 25, 26
FLOAT4, FLOAT8, UNKNOWN, BPCHAR, VARCHAR, VOID = 700, 701, 705, 1042, 1043, 2278

NATIVE = frozenset((BOOL, NAME, INT8, INT2, INT4, TEXT, OID, FLOAT4, FLOAT8, UNKNOWN, BPCHAR, VARCHAR))
"""The types that asyncpg gives and takes as Lua has them; all others come and go as text."""


def as_text(value: Any) -> str | None:
    """A value as PostgreSQL writes it.

    Raises:
        LuaError: it is a string that is no text.
    """
    if value is None:
        return None
    if type(value) is bytes:
        value = from_bytes(value)
    if type(value) is str:
        if has_escaped(value):
            raise LuaError('invalid byte sequence for encoding "UTF8" (SQLSTATE 22021)')
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float and value - value != 0.0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def _as_bytes(value: Any) -> bytes | None:
    """A string's own bytes, not PostgreSQL's way to write them."""
    if type(value) is str:
        return to_bytes(value)
    if value is None or type(value) is bytes:
        return value
    text = as_text(value)
    return None if text is None else text.encode()


def _as_boolean(value: Any) -> bool | None:
    if value is None or type(value) is bool:
        return value
    found = _BOOLEANS.get(str(as_text(value)).strip().lower())
    if found is None:
        raise _invalid("boolean", value)
    return found


_BOOLEANS = {
    "t": True, "true": True, "y": True, "yes": True, "on": True, "1": True,
    "f": False, "false": False, "n": False, "no": False, "off": False, "0": False,
}  # fmt: skip


def _integer(name: str, low: int, high: int) -> Callable[[Any], int | None]:
    def bind(value: Any) -> int | None:
        if value is None or (type(value) is int and low <= value <= high):
            return value
        number = parse_number(value) if type(value) is str else value
        if type(number) is float and number == number and abs(number) != float("inf") and number == int(number):
            number = int(number)
        if type(number) is not int:
            raise _invalid(name, value)
        if not low <= number <= high:
            raise LuaError(f'value "{as_text(value)}" is out of range for type {name} (SQLSTATE 22003)')
        return number

    return bind


def _as_float(value: Any) -> float | None:
    if value is None or type(value) is float:
        return value
    if type(value) is int:
        return float(value)
    if type(value) is str:
        try:
            return float(value)
        except ValueError:
            pass
    raise _invalid("double precision", value)


def _invalid(name: str, value: Any) -> LuaError:
    return LuaError(f'invalid input syntax for type {name}: "{as_text(value)}" (SQLSTATE 22P02)')


BINDERS: dict[int, Callable[[Any], Any]] = {
    BOOL: _as_boolean,
    BYTEA: _as_bytes,
    INT2: _integer("smallint", -(1 << 15), (1 << 15) - 1),
    INT4: _integer("integer", -(1 << 31), (1 << 31) - 1),
    INT8: _integer("bigint", -(1 << 63), (1 << 63) - 1),
    OID: _integer("oid", 0, (1 << 32) - 1),
    FLOAT4: _as_float,
    FLOAT8: _as_float,
}
"""How a value is made for a placeholder of a type; `as_text` for all others."""
