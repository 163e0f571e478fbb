"""From JSON to Lua values.

orjson reads documents; `strict.py` reads those that it refuses, for the message, and those that it reads differently.
"""

import re
from typing import Any

import orjson

from cmc.runtime.core.numbers import MAX_INTEGER
from cmc.runtime.core.table import Table, dict_set

MAX_DEPTH = 127
"""So many containers may be nested in a document."""

_SCALARS = {str, float, bool}

_FEW = 8
"""With so few items it is not worth while to look at their types first."""

# orjson gives the integer 0 for it, Lua's reader the float -0.0. In a string the match costs only time.
_NEGATIVE_ZERO = re.compile(r"-0(?![0-9.eE])")


class EmptyObject(Table):
    """The table of an empty object; as long as it stays empty, it is written as one again."""

    __slots__ = ()


def decode_text(text: str) -> Any:
    """The value of a document.

    Raises:
        LuaError: the text is no JSON; the message tells where.
    """
    if "-0" not in text or _NEGATIVE_ZERO.search(text) is None:
        try:
            return _to_lua(orjson.loads(text), 0)
        except (orjson.JSONDecodeError, _TooDeep):
            pass
    from cmc.runtime.shims.json.strict import read_document

    return _to_lua(read_document(text), 0)


class _TooDeep(Exception):
    """The document has more levels than the specification allows."""


def _to_lua(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind is dict:
        return _to_object(value, depth)
    if kind is list:
        return _to_array(value, depth)
    if kind is int and value > MAX_INTEGER:
        return float(value)
    return value


def _to_object(members: dict[str, Any], depth: int) -> Table:
    if not members:
        return EmptyObject()
    if depth >= MAX_DEPTH:
        raise _TooDeep
    table = Table(members)
    for k, value in members.items():
        kind = type(value)
        if kind is str or kind is bool or kind is float:
            continue
        if kind is int:
            if value > MAX_INTEGER:
                dict_set(table, k, float(value))
        elif kind is dict:
            dict_set(table, k, _to_object(value, depth + 1))
        elif kind is list:
            dict_set(table, k, _to_array(value, depth + 1))
        else:
            del table[k]
    return table


def _to_array(items: list[Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise _TooDeep
    table = Table(enumerate(items, 1))
    if len(items) > _FEW and _are_scalars(items):
        return table
    for position, value in enumerate(items, 1):
        kind = type(value)
        if kind is str or kind is float or kind is bool:
            continue
        if kind is dict:
            dict_set(table, position, _to_object(value, depth + 1))
        elif kind is int:
            if value > MAX_INTEGER:
                dict_set(table, position, float(value))
        elif kind is list:
            dict_set(table, position, _to_array(value, depth + 1))
        else:
            del table[position]
    return table


def _are_scalars(items: list[Any]) -> bool:
    """Whether nothing in a list has to be converted."""
    kinds = set(map(type, items))
    return kinds <= _SCALARS or (kinds == {int} and max(items) <= MAX_INTEGER)
