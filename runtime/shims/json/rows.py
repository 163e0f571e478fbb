"""Arrays of many tables as JSON, such as queries and documents have them.

orjson takes tables with names as keys for the dictionaries that they are; only arrays must be made lists. Most such
tables are alike, so the first one tells which fields hold tables, and those are looked at together, field by field.
Nobody looks at the other values: a text with more opening brackets than tables that were seen is thrown away. A bracket
in a string may cause that, too.
"""

from itertools import chain, islice
from operator import itemgetter
from typing import Any

import orjson

from cmc.runtime.core.table import Table

_MAX_DEPTH = 100
"""Tables in so many others may be within themselves."""

_FEW = 8
"""So few items are taken from arrays by their positions."""

_SMALL = 100
_SMALL_KEYS = [tuple(range(1, size + 1)) for size in range(_SMALL + 1)]
"""The keys of small arrays by their size. They are the same objects everywhere, and so quick to compare."""


class _Unlike(Exception):
    """Tables in the same place are not alike, or are none that this module knows to write."""


def is_array(table: Table) -> bool:
    """Whether the keys of a table are 1, 2, 3 and so on in this order, so that its values are the items of an array."""
    size = len(table)
    return tuple(table) == (_SMALL_KEYS[size] if size <= _SMALL else tuple(range(1, size + 1)))


def rows_as_json(items: list[Any]) -> bytes | None:
    """The compact text of an array of tables; None if that takes a closer look."""
    rows = _Rows()
    try:
        data = orjson.dumps(rows.together(items, 0), option=orjson.OPT_SORT_KEYS)
    except (_Unlike, orjson.JSONEncodeError):
        return None
    return data if data.count(b"{") + data.count(b"[") == 1 + rows.found else None


class _Rows:
    """How many tables have been seen."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found = 0

    def together(self, tables: list[Any], depth: int) -> list[Any]:
        """What orjson writes for tables from the same place: the tables themselves if that is right for all of them.

        Raises:
            _Unlike: it is not known here.
        """
        if set(map(type, tables)) != {Table} or depth > _MAX_DEPTH:
            raise _Unlike
        self.found += len(tables)
        sizes = set(map(len, tables))
        if 0 not in sizes:
            return self._arrays(tables, sizes, depth + 1) if 1 in tables[0] else self._objects(tables, depth + 1)
        # An empty table is an array, so all of them must be.
        return [[]] * len(tables) if sizes == {0} else self._arrays(tables, sizes, depth + 1)

    def _objects(self, tables: list[Table], depth: int) -> list[Any]:
        objects: list[Any] = tables
        for name, value in tables[0].items():
            if isinstance(value, Table):
                fields = list(map(itemgetter(name), tables))
                written = self.together(fields, depth)
                if written is not fields:
                    if objects is tables:
                        objects = [{**table} for table in tables]
                    for members, field in zip(objects, written, strict=True):
                        members[name] = field
        return objects

    def _arrays(self, tables: list[Table], sizes: set[int], depth: int) -> list[Any]:
        arrays = _items(tables, sizes)
        first = next(filter(None, arrays))
        if isinstance(first[0], Table):
            items = list(chain.from_iterable(arrays))
            written = self.together(items, depth)
            if written is not items:
                following = iter(written)
                return [list(islice(following, len(array))) for array in arrays]
        return arrays


def _items(tables: list[Table], sizes: set[int]) -> list[Any]:
    """The items of arrays of some sizes.

    Raises:
        _Unlike: one of them is no array.
    """
    if len(sizes) == 1 and (size := max(sizes)) <= _FEW:
        # So many values under just so many keys are all of them. Where one is missing, the text will have a null.
        if size == 1:
            return list(zip(map(itemgetter(1), tables), strict=True))
        return list(map(itemgetter(*_SMALL_KEYS[size]), tables))
    if not all(map(is_array, tables)):
        raise _Unlike
    return [[*table.values()] for table in tables]
