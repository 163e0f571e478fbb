"""From Lua values to JSON.

orjson writes the text and asks here what each table is. That is right for most values and fast; where it is not known
to be right (`_needs_care`), the value is turned into lists and dictionaries first, with all checks.
"""

import re
from collections.abc import Callable
from typing import Any

import orjson

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, entries
from cmc.runtime.core.text import from_bytes
from cmc.runtime.core.values import type_name
from cmc.runtime.lua_form import utf8_problem
from cmc.runtime.shims.json.decoder import EmptyObject
from cmc.runtime.shims.json.rows import is_array, rows_as_json
from cmc.runtime.stdlib.print import print_float, seen_through

_COMPACT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS
_PRETTY = _COMPACT | orjson.OPT_INDENT_2

_MAX_PADDING = 100_000
"""So many missing positions may an array have; a table with larger gaps is written as an object."""

_MANY = 16
"""So few tables are written as quickly one by one."""

# Outside of strings; in a string, a match costs only time.
_NULL = re.compile(rb"null(?<=[:\[, ]null)")


def encode_value(value: Any, *, indent: bool) -> str:
    """The JSON text of a Lua value.

    Raises:
        LuaError: the value, or something in it, has no JSON form.
    """
    option, contents = (_PRETTY, _PRETTY_CONTENTS) if indent else (_COMPACT, _COMPACT_CONTENTS)
    try:
        data = orjson.dumps(value, contents, option)
        if _needs_care(data):
            data = orjson.dumps(_plain(value, []), option=option)
    except orjson.JSONEncodeError:
        # Either something in it has no JSON form, or it is nested deeper than orjson goes.
        parts: list[str] = []
        _write(_plain(value, []), "\n" if indent else "", parts)
        return "".join(parts)
    return data.decode()


def _needs_care(data: bytes) -> bool:
    """Whether a text may be wrong: as null, orjson writes NaN and fields without a value too."""
    return b"u" in data and (data == b"null" or _NULL.search(data) is not None)


# The fast way


def _contents_with(many: Callable[[list[Any]], Any]) -> Callable[[Any], Any]:
    """What tells orjson what to write for a table; `many` does so for the items of an array of many tables.

    orjson takes only plain lists and dictionaries, and only text as keys.
    """

    def contents(table: Any) -> Any:
        kind = type(table)
        if kind is Table or kind is EmptyObject:
            if 1 not in table:
                return {**table} if len(table) or kind is EmptyObject else []
            if is_array(table):
                items = [*table.values()]
                if len(items) >= _MANY and type(items[0]) is Table and 1 not in items[0]:
                    return many(items)
                return items
        raise TypeError  # that takes a closer look

    return contents


def _rows(items: list[Any]) -> Any:
    data = rows_as_json(items)
    return items if data is None else orjson.Fragment(data)


_COMPACT_CONTENTS, _PRETTY_CONTENTS = _contents_with(_rows), _contents_with(lambda items: items)


# The careful way


def _plain(value: Any, around: list[Any]) -> Any:
    """A value as orjson writes it rightly; `around` are the containers that it is in."""
    kind = type(value)
    if kind is str:
        if not value.isascii():
            _check_text(value, "Invalid UTF-8")
        return value
    if kind is int or value is None or kind is bool:
        return value
    if kind is float:
        if value - value != 0.0:
            raise LuaError("Invalid number for JSON (NaN or Infinity)")
        return value
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


def _plain_table(table: Table, around: list[Any]) -> Any:
    if len(table) == 0:
        return {} if isinstance(table, EmptyObject) else []
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


def _write(value: Any, margin: str, parts: list[str]) -> None:
    """Writes a value that is nested deeper than orjson goes; `margin` is a new line with indentation, if any."""
    if not value or not isinstance(value, dict | list):
        parts.append(from_bytes(orjson.dumps(value)))
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
            parts.append(from_bytes(orjson.dumps(item)) + (": " if margin else ":"))
            _write(value[item], inner, parts)
        separator = "," + inner
    parts.append(margin + ("]" if is_list else "}"))
