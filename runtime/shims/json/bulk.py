"""Large JSON documents as tables, many containers at a time.

Most large documents hold many objects of one shape. The fields of the first one tell where the others have their
containers, so those are taken together, field by field, and nobody looks at each number and text. That this has found
all containers is proven in the end: there are as many of them as opening brackets in the text. Where there are not,
which a bracket in a string may cause too, the document is walked through.
"""

import re
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson

from cmc.runtime.core.table import Table
from cmc.runtime.shims.json.decoder import MAX_DEPTH, EmptyObject, TooDeep, to_lua

_CONTAINERS = (dict, list)
_NULL = re.compile(b"null")

_CLASSES = bytearray(256)
_CLASSES[0x30:0x3A] = b"\1" * 10
for _code in b".eE+":
    _CLASSES[_code] = 2
_DIGITS = bytes(_CLASSES)
"""Digits become 1, what they follow inside of a number 2, everything else 0."""

_LONG_RUN, _LONG_NUMBER = b"\1" * 19, b"\0" + b"\1" * 19
"""So many digits in a row have the integers from 10^18 on, where the first ones do not fit."""

_STEP, _HITS = 6, b"\1" * 3
"""Of so many digits in a row, every sixth byte is looked at three times at least."""

_SHORT = 8
"""Arrays of so many items are filled faster one by one."""


class _Unlike(Exception):
    """Containers in the same place are not alike."""


def convert(value: Any, data: bytes) -> Any:
    """The value of a document as Lua has it, from what orjson has made of its text `data`.

    Raises:
        TooDeep: there are too many containers in each other.
    """
    if type(value) not in _CONTAINERS or _NULL.search(data) is not None or _has_long_numbers(data):
        return to_lua(value, 0)
    conversion = _Conversion()
    try:
        (table,) = conversion.together([value], 0)
    except (_Unlike, KeyError):
        return to_lua(orjson.loads(data), 0)
    if conversion.found == data.count(b"{") + data.count(b"["):
        return table
    return to_lua(orjson.loads(data), 0)


def _has_long_numbers(data: bytes) -> bool:
    """Whether there may be integers that do not fit into 64 bits with a sign."""
    if _HITS not in data[::_STEP].translate(_DIGITS):
        return False
    digits = data.translate(_DIGITS)
    return _LONG_NUMBER in digits or digits.startswith(_LONG_RUN)


class _Conversion:
    """How many containers have been converted; what orjson has made is used up on the way."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found = 0

    def together(self, values: list[Any], depth: int) -> list[Table]:
        """The tables of containers from the same place of their documents; `depth` containers are around them.

        Raises:
            KeyError: an object lacks a field that the first one has.
            TooDeep: there are too many containers in each other.
        """
        kind = type(values[0])
        if len(set(map(type, values))) != 1:
            raise _Unlike
        if depth >= MAX_DEPTH:
            raise TooDeep
        self.found += len(values)
        return self._objects(values, depth + 1) if kind is dict else self._arrays(values, depth + 1)

    def _objects(self, objects: list[dict[str, Any]], depth: int) -> list[Table]:
        if not all(objects):
            if any(objects):
                raise _Unlike
            return [EmptyObject() for _ in objects]
        for name, value in objects[0].items():
            if type(value) in _CONTAINERS:
                inner = self.together(list(map(itemgetter(name), objects)), depth)
                for members, table in zip(objects, inner, strict=True):
                    members[name] = table
        return list(map(Table, objects))

    def _arrays(self, arrays: list[list[Any]], depth: int) -> list[Table]:
        first = next(filter(None, arrays), None)
        if first is None:
            return [Table() for _ in arrays]
        if type(first[0]) in _CONTAINERS:
            items = self.together(list(chain.from_iterable(arrays)), depth)
            return [Table(enumerate(items, 1))] if len(arrays) == 1 else _dealt(items, arrays)
        if len(first) > _SHORT:
            return [Table(enumerate(array, 1)) for array in arrays]
        tables = []
        for array in arrays:
            table = Table()
            position = 1
            for item in array:
                table[position] = item
                position += 1
            tables.append(table)
        return tables


def _dealt(items: list[Table], arrays: list[list[Any]]) -> list[Table]:
    """The items of all arrays, dealt out to tables of the same sizes."""
    tables = []
    following = iter(items)
    for array in arrays:
        table = Table()
        for position in range(1, len(array) + 1):
            table[position] = next(following)
        tables.append(table)
    return tables
