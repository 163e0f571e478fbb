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

_DIGITS = bytes.maketrans(bytes(range(256)), bytes(0x30 <= code <= 0x39 for code in range(256)))
_LONG_NUMBER = b"\1" * 19
"""So many digits in a row have the numbers from 10^18 on, where the first ones do not fit."""

_STEP, _HITS = 6, b"\1" * 3
"""Of so many digits in a row, every sixth byte is looked at three times at least."""

_FEW = 8
"""With so few items it is not worth while to look at their types first."""

SCALARS = frozenset((str, float, bool, int))

# orjson gives the integer 0 for it, Lua's reader the float -0.0. In a string, a match costs only time.
_NEGATIVE_ZERO = re.compile(rb"-0(?=[\s,\]}]|\Z)(?:(?<=[:\[,\s]-0)|(?<=\A-0))")


class EmptyObject(Table):
    """The table of an empty object; as long as it stays empty, it is written as one again."""

    __slots__ = ()


class TooDeep(Exception):
    """The document has more levels than the specification allows."""


def decode_text(text: str) -> Any:
    """The value of a document.

    Raises:
        LuaError: the text is no JSON; the message tells where.
    """
    try:
        value = orjson.loads(text)
        data = text.encode()
        if b"-" not in data or _NEGATIVE_ZERO.search(data) is None:
            if _has_long_numbers(data):
                value = _with_floats(value)
            if len(data) >= LARGE:
                from cmc.runtime.shims.json.bulk import convert

                return convert(value, data)
            return to_lua(value, 0)
    except (orjson.JSONDecodeError, TooDeep):
        pass
    from cmc.runtime.shims.json.strict import read_document

    return to_lua(read_document(text), 0)


def _has_long_numbers(data: bytes) -> bool:
    """Whether there may be integers that do not fit into 64 bits with a sign."""
    if len(data) >= LARGE and _HITS not in data[::_STEP].translate(_DIGITS):
        return False
    digits = data.translate(_DIGITS)
    place = digits.find(_LONG_NUMBER)
    while place >= 0:
        if data[place - 1 : place] != b".":
            return True
        # So many digits after the point are nothing special.
        end = digits.find(b"\0", place)
        place = digits.find(_LONG_NUMBER, end) if end >= 0 else -1
    return False


def _with_floats(value: Any) -> Any:
    """A document with floats for the integers that do not fit."""
    kind = type(value)
    if kind is int:
        return value if value <= MAX_INTEGER else float(value)
    if kind is list:
        return [_with_floats(item) for item in value]
    if kind is dict:
        return {name: _with_floats(item) for name, item in value.items()}
    return value


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
    return value


def _object(members: dict[str, Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise TooDeep
    if not members:
        return EmptyObject()
    depth += 1
    table = Table(members)
    for name, value in members.items():
        kind = type(value)
        if kind is dict:
            table[name] = _object(value, depth)
        elif kind is list:
            table[name] = _array(value, depth)
        elif value is None:
            del table[name]
    return table


def _array(items: list[Any], depth: int) -> Table:
    if depth >= MAX_DEPTH:
        raise TooDeep
    if len(items) > _FEW and SCALARS.issuperset(map(type, items)):
        return Table(enumerate(items, 1))
    depth += 1
    table = Table()
    for position, value in enumerate(items, 1):
        kind = type(value)
        if kind is dict:
            table[position] = _object(value, depth)
        elif kind is list:
            table[position] = _array(value, depth)
        elif value is not None:
            table[position] = value
    return table
