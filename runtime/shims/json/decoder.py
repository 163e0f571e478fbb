"""From JSON to Lua values.

orjson reads documents; `strict.py` reads those that it refuses, for the message, and those that it reads differently.
"""

import re
from typing import Any

import orjson

from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER
from cmc.runtime.core.table import Table

MAX_DEPTH = 127
"""So many containers may be nested in a document."""

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
    if kind is int and not MIN_INTEGER <= value <= MAX_INTEGER:
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
        if kind is str or kind is bool:
            continue
        if value is None:
            del table[k]
        else:
            dict.__setitem__(table, k, _to_lua(value, depth + 1))
    return table


def _to_array(items: list[Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise _TooDeep
    table = Table(enumerate([_to_lua(item, depth + 1) for item in items], 1))
    if None in items:
        for position in [position for position, item in enumerate(items, 1) if item is None]:
            del table[position]
    return table
