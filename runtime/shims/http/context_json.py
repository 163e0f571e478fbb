"""JSON as `ctx:json` writes it (CopperMoon specification, section 23.4).

Unlike `json.encode` it keeps the order of the fields, writes floats without fraction as integers, and leaves out what
JSON has no form for.
"""

from typing import Any

import orjson

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.stdlib.print import print_float, seen_through

_MAX_PADDING = 100_000
"""So many missing positions may an array have; a table with larger gaps is written as an object."""


def encode_context_value(value: Any) -> str:
    """The JSON text of a Lua value; functions and numbers that JSON does not have become null.

    Raises:
        LuaError: a text is not UTF-8, or a table contains itself.
    """
    parts: list[str] = []
    _write(value, parts, [])
    return "".join(parts)


def _write(value: Any, parts: list[str], around: list[Any]) -> None:
    kind = type(value)
    if kind is str:
        parts.append(_quoted(value))
    elif kind is bool:
        parts.append("true" if value else "false")
    elif kind is int:
        parts.append(str(value))
    elif kind is float:
        parts.append(print_float(value) if value - value == 0.0 else "null")
    elif isinstance(value, Table):
        if any(outer is value for outer in around):
            raise LuaError("cannot encode a table that contains itself")
        around.append(value)
        _write_table(seen_through(value), parts, around)
        around.pop()
    else:
        parts.append("null")


def _write_table(table: Table, parts: list[str], around: list[Any]) -> None:
    fields = list(entries(table))
    last = max((k for k, _ in fields), default=0) if all(type(k) is int and k > 0 for k, _ in fields) else 0
    if last and last - len(fields) <= _MAX_PADDING:
        values = dict(fields)
        separator = "["
        for position in range(1, last + 1):
            parts.append(separator)
            _write(values.get(position), parts, around)
            separator = ","
        parts.append("]")
        return
    separator = "{"
    for k, value in fields:
        if type(k) is str or type(k) is int:
            text = "" if type(k) is str and utf8_problem(k) else str(k)
            parts.append(separator + _quoted(text) + ":")
            _write(value, parts, around)
            separator = ","
    parts.append("{}" if separator == "{" else "}")


def _quoted(text: str) -> str:
    problem = utf8_problem(text)
    if problem:
        raise LuaError(f"error converting Lua string to &str ({problem})")
    return from_bytes(orjson.dumps(text))
