"""From Lua values to JSON.

orjson writes the text; before that, tables become the lists and dictionaries that it knows. What it would write in
another way than the specification asks for is given to it as finished text.
"""

from typing import Any

import orjson

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes, has_escaped
from cmc.runtime.core.values import type_name
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.shims.json.decoder import EmptyObject
from cmc.runtime.stdlib.print import print_float, seen_through

_COMPACT = orjson.OPT_SORT_KEYS
_PRETTY = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2

# Beyond these, some versions of orjson use another exponent form than NF-json.
_LARGE, _SMALL = 1e16, 1e-4

_MAX_PADDING = 100_000
"""So many missing positions may an array have; a table with larger gaps is written as an object."""


def encode_value(value: Any, *, indent: bool) -> str:
    """The JSON text of a Lua value.

    Raises:
        LuaError: the value, or something in it, has no JSON form.
    """
    plain = _plain(value, [])
    try:
        return from_bytes(orjson.dumps(plain, option=_PRETTY if indent else _COMPACT))
    except orjson.JSONEncodeError:
        parts: list[str] = []
        _write(plain, "\n" if indent else "", parts)
        return "".join(parts)


def _plain(value: Any, around: list[Any]) -> Any:
    """What orjson is to write for a value; `around` are the containers that it is in."""
    kind = type(value)
    if kind is str:
        if not value.isascii():
            _check_text(value, "Invalid UTF-8")
        return value
    if kind is int or value is None or kind is bool:
        return value
    if kind is float:
        return value if _SMALL <= value < _LARGE or value == 0.0 else _unusual_float(value)
    if isinstance(value, dict | list):
        for outer in around:
            if outer is value:
                raise LuaError("cannot encode a table that contains itself")
        around.append(value)
        try:
            return _plain_container(value, around)
        finally:
            around.pop()
    raise LuaError(f"Cannot convert {type_name(value)} to JSON")


def _plain_container(value: Any, around: list[Any]) -> Any:
    if isinstance(value, Table):
        return _plain_table(seen_through(value), around)
    if isinstance(value, list):
        return [_plain(item, around) for item in value]
    return {_key(k): _plain(item, around) for k, item in value.items() if item is not None}


def _is_ready(table: Table) -> bool:
    """Whether orjson can write a table as it is: an object with text keys and plain values, as most records are."""
    for k, value in table.items():
        if type(k) is not str or not k.isascii():
            return False
        kind = type(value)
        if kind is str:
            if not value.isascii() and has_escaped(value):
                return False
        elif kind is not int and kind is not bool:
            return False
    return True


def _plain_table(table: Table, around: list[Any]) -> Any:
    if len(table) == 0:
        return {} if isinstance(table, EmptyObject) else []
    if _is_ready(table):
        return table
    fields = list(entries(table))
    if all(type(k) is int and k > 0 for k, _ in fields):
        if not fields:
            return []
        last = max(k for k, _ in fields)
        if last - len(fields) <= _MAX_PADDING:
            return _plain_array(table, fields, last, around)
    return {_key(k): _plain(value, around) for k, value in fields}


def _plain_array(table: Table, fields: list[tuple[Any, Any]], last: int, around: list[Any]) -> list[Any]:
    if last == len(fields):
        return [_plain(value, around) for _, value in fields]
    items: list[Any] = [None] * last
    for position, value in fields:
        items[position - 1] = _plain(value, around)
    if table.has_metatable:
        for position, item in enumerate(items, 1):
            if item is None:
                items[position - 1] = _plain(index(table, position), around)
    return items


def _key(k: Any) -> str:
    """The text of an object key."""
    if type(k) is str:
        if not k.isascii():
            _check_text(k, "Invalid UTF-8 in key")
        return k
    if type(k) is int:
        return str(k)
    if type(k) is float:
        return print_float(k)
    raise LuaError("JSON keys must be strings or numbers")


def _check_text(text: str, what: str) -> None:
    problem = utf8_problem(text)
    if problem:
        raise LuaError(f"{what}: error converting Lua string to &str ({problem})")


def _unusual_float(value: float) -> Any:
    if value - value != 0.0:
        raise LuaError("Invalid number for JSON (NaN or Infinity)")
    text = repr(value)
    digits, mark, exponent = text.partition("e")
    if not mark:
        return value
    power = int(exponent)
    text = print_float(value) if power == -5 else f"{digits}e{power:+}"
    return orjson.Fragment(text.encode())


def _write(value: Any, margin: str, parts: list[str]) -> None:
    """Writes a value that is nested deeper than orjson goes; `margin` is a new line with indentation, if any."""
    if not value or not isinstance(value, dict | list):
        parts.append(orjson.dumps(value).decode())
        return
    inner = margin + "  " if margin else ""
    is_list = isinstance(value, list)
    parts.append("[" if is_list else "{")
    separator = inner
    for item in value if is_list else sorted(value):
        parts.append(separator)
        if is_list:
            _write(item, inner, parts)
        else:
            parts.append(orjson.dumps(item).decode() + (": " if margin else ":"))
            _write(value[item], inner, parts)
        separator = "," + inner
    parts.append(margin + ("]" if is_list else "}"))
