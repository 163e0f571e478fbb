"""From JSON to Lua values.

orjson reads documents; `strict.py` reads those that it refuses, for the message, and those that it reads differently.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

import orjson

from cmc.runtime.core.numbers import MAX_INTEGER
from cmc.runtime.core.table import Table, dict_set

MAX_DEPTH = 127
"""So many containers may be nested in a document."""

_SCALARS = {str, float, bool, int}

_DIGITS = bytes.maketrans(bytes(range(256)), bytes(0x30 <= code <= 0x39 for code in range(256)))
_LONG_NUMBER = b"\1" * 19
"""So many digits in a row have the numbers from 10^18 on, where the first ones do not fit."""

_FEW = 8
"""With so few items it is not worth while to look at their types first."""

# orjson gives the integer 0 for it, Lua's reader the float -0.0. In a string, a match costs only time.
_NEGATIVE_ZERO = re.compile(r"-0(?=[\s,\]}]|\Z)(?:(?<=[:\[,\s]-0)|(?<=\A-0))")


class EmptyObject(Table):
    """The table of an empty object; as long as it stays empty, it is written as one again."""

    __slots__ = ()


class _Document:
    """What is known of the text that values come from."""

    __slots__ = ("_has_long_numbers", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._has_long_numbers: bool | None = None

    def has_long_numbers(self) -> bool:
        """Whether there may be integers that do not fit into 64 bits with a sign; is found out once."""
        if self._has_long_numbers is None:
            self._has_long_numbers = _LONG_NUMBER in self.text.encode().translate(_DIGITS)
        return self._has_long_numbers


def decode_text(text: str) -> Any:
    """The value of a document.

    Raises:
        LuaError: the text is no JSON; the message tells where.
    """
    document = _Document(text)
    if "-0" not in text or _NEGATIVE_ZERO.search(text) is None:
        try:
            return _to_lua(orjson.loads(text), 0, document)
        except (orjson.JSONDecodeError, _TooDeep):
            pass
    from cmc.runtime.shims.json.strict import read_document

    return _to_lua(read_document(text), 0, document)


class _TooDeep(Exception):
    """The document has more levels than the specification allows."""


def _to_lua(value: Any, depth: int, document: _Document) -> Any:
    kind = type(value)
    if kind is dict:
        return _to_object(value, depth, document)
    if kind is list:
        return _to_array(value, depth, document)
    if kind is int and value > MAX_INTEGER:
        return float(value)
    return value


def _to_object(members: dict[str, Any], depth: int, document: _Document) -> Table:
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
            dict_set(table, k, _to_object(value, depth + 1, document))
        elif kind is list:
            dict_set(table, k, _to_array(value, depth + 1, document))
        else:
            del table[k]
    return table


def _to_array(items: list[Any], depth: int, document: _Document) -> Table:
    if depth >= MAX_DEPTH:
        raise _TooDeep
    if len(items) > _FEW:
        if _are_scalars(items, document):
            return Table(enumerate(items, 1))
        if depth + 1 < MAX_DEPTH and _are_records(items, document):
            return Table(enumerate(map(Table, items), 1))
    table = Table(enumerate(items, 1))
    for position, value in enumerate(items, 1):
        kind = type(value)
        if kind is str or kind is float or kind is bool:
            continue
        if kind is dict:
            dict_set(table, position, _to_object(value, depth + 1, document))
        elif kind is int:
            if value > MAX_INTEGER:
                dict_set(table, position, float(value))
        elif kind is list:
            dict_set(table, position, _to_array(value, depth + 1, document))
        else:
            del table[position]
    return table


def _are_scalars(values: Iterable[Any], document: _Document) -> bool:
    """Whether nothing in some values has to be converted."""
    kinds = set(map(type, values))
    return kinds <= _SCALARS and (int not in kinds or not document.has_long_numbers())


def _are_records(items: list[Any], document: _Document) -> bool:
    """Whether a list holds nothing but objects, none of them empty, whose fields need not be converted."""
    first = items[0]
    if type(first) is not dict or not _SCALARS.issuperset(map(type, first.values())):
        return False  # so are the others, most likely
    return (
        set(map(type, items)) == {dict}
        and all(items)
        and _are_scalars(chain.from_iterable(map(dict.values, items)), document)
    )
