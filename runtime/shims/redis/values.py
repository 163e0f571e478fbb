"""Lua values in commands, and replies as Lua values (Redis client specification, section 2)."""

from collections.abc import Callable
from typing import Annotated, Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import float_to_integer, format_number
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes
from cmc.runtime.lua_form import Kind, mismatch


def _to_value(value: Any, number: int, name: str) -> str:
    """Strings as they are; numbers and booleans as text, integers without a fraction."""
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        integer = float_to_integer(value)
        return str(integer) if integer is not None else score_text(value)
    if type(value) is int:
        return format_number(value)
    raise mismatch(value, number, name, "string")


Value = Annotated[str, Kind("string", "type({x}) is str", _to_value)]
"""Annotation of keys, fields and values."""


def score_text(value: int | float) -> str:
    """A number as Redis takes it, with all its digits."""
    if type(value) is float and value - value != 0.0:
        return "nan" if value != value else "+inf" if value > 0 else "-inf"
    return repr(value)


def table_of_pairs(table: Table) -> list[str]:
    """Keys and values of a table as parts of a command.

    Raises:
        LuaError: there are none, or something in it is no string, number or boolean.
    """
    parts: list[str] = []
    for key, value in table.items():
        for each in (getattr(key, "value", key), value):
            if type(each) not in (str, int, float, bool):
                raise LuaError("keys and values must be strings, numbers or booleans")
            parts.append(_to_value(each, 0, ""))
    if not parts:
        raise LuaError("the table must not be empty")
    return parts


Convert = Callable[[Any], Any]
"""Makes a Lua value of a reply."""


def lua_reply(reply: Any) -> Any:
    """A reply as a Lua value: an array is a table, with its size in `n` if something in it is nil."""
    if type(reply) is bytes:
        return from_bytes(reply)
    if isinstance(reply, list):
        table = Table((position, lua_reply(item)) for position, item in enumerate(reply, 1) if item is not None)
        if len(table) < len(reply):
            table["n"] = len(reply)
        return table
    if isinstance(reply, dict):
        return Table((lua_reply(key), lua_reply(value)) for key, value in reply.items())
    if isinstance(reply, Exception):
        code = getattr(reply, "status_code", None)
        return Table(err=f"{code} {reply}" if code else str(reply))
    return reply


def to_flag(reply: Any) -> Any:
    """A reply of 1 or 0 as a boolean; in a transaction the server only says that the command waits."""
    return reply == 1 if type(reply) is int else lua_reply(reply)


def to_number(reply: Any) -> Any:
    """A reply that spells a number as that number, without a fraction if it has none."""
    if reply is None or reply == b"QUEUED":
        return lua_reply(reply)
    number = float(reply)
    integer = float_to_integer(number)
    return number if integer is None else integer


def to_map(reply: Any) -> Any:
    """A flat list of keys and values as a table."""
    if not isinstance(reply, list):
        return lua_reply(reply)
    values = [lua_reply(item) for item in reply]
    return Table(zip(values[::2], values[1::2], strict=True))
