"""From JSON to Lua values.

orjson reads documents; `strict.py` reads those that it refuses, for the message, and those that it reads differently.
What orjson gives is turned into tables: by one walk, or, in large documents, many containers at a time (`bulk.py`).
"""

import re
from typing import Any

import orjson

from cmc.runtime.core.numbers import MAX_INTEGER
from cmc.runtime.core.table import Table

MAX_DEPTH = 127
"""So many containers may be nested in a document."""

LARGE = 2000
"""So many characters has a document for which it pays to look at containers together."""

_FEW = 8
"""With so few items it is not worth while to look at their types first."""

_SCALARS, _NUMBERS = frozenset((str, float, bool)), frozenset((int, float))

# orjson gives the integer 0 for it, Lua's reader the float -0.0. In a string, a match costs only time.
_NEGATIVE_ZERO = re.compile(r"-0(?=[\s,\]}]|\Z)(?:(?<=[:\[,\s]-0)|(?<=\A-0))")


class EmptyObject(Table):
    """The table of an object without fields other than null; as long as it stays empty, it is written as one again."""

    __slots__ = ()


class TooDeep(Exception):
    """The document has more levels than the specification allows."""


def decode_text(text: str) -> Any:
    """The value of a document.

    Raises:
        LuaError: the text is no JSON; the message tells where.
    """
    if "-" not in text or _NEGATIVE_ZERO.search(text) is None:
        try:
            value = orjson.loads(text)
            if len(text) < LARGE:
                return to_lua(value, 0)
            from cmc.runtime.shims.json.bulk import convert

            return convert(value, text.encode())
        except (orjson.JSONDecodeError, TooDeep):
            pass
    from cmc.runtime.shims.json.strict import read_document

    return to_lua(read_document(text), 0)


def to_lua(value: Any, depth: int) -> Any:
    """A value of a document as Lua has it; `depth` is the number of containers around it.

    Raises:
        TooDeep: there are too many of these.
    """
    kind = type(value)
    if kind is dict:
        return _object(value, depth)
    if kind is list:
        return _array(value, depth)
    return float(value) if kind is int and value > MAX_INTEGER else value


def _object(members: dict[str, Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise TooDeep
    if not members:
        return EmptyObject()
    depth += 1
    table = Table(members)
    for name, value in members.items():
        kind = type(value)
        if kind is str:
            continue
        if kind is int:
            if value > MAX_INTEGER:
                table[name] = float(value)
        elif kind is dict:
            table[name] = _object(value, depth)
        elif kind is list:
            table[name] = _array(value, depth)
        elif value is None:
            del table[name]
    return table if len(table) else EmptyObject()


def _array(items: list[Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise TooDeep
    if len(items) > _FEW:
        kinds = set(map(type, items))
        if kinds <= _SCALARS or (kinds <= _NUMBERS and max(items) <= MAX_INTEGER):
            return Table(enumerate(items, 1))
    depth += 1
    table = Table()
    for position, value in enumerate(items, 1):
        kind = type(value)
        if kind is dict:
            table[position] = _object(value, depth)
        elif kind is list:
            table[position] = _array(value, depth)
        elif kind is int and value > MAX_INTEGER:
            table[position] = float(value)
        elif value is not None:
            table[position] = value
    return table
