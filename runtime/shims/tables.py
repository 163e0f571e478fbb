"""More functions for `table` (CopperMoon specification, section 7). All give new tables and change none.

Entries are read as they are, without `__pairs` and `__len`; single elements honour `__index`. Of the verdicts there:
frozen tables are seen through everywhere.
"""

from collections.abc import Callable, Iterator
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.iteration import lua_next
from cmc.runtime.core.metatable import first_of, set_metatable
from cmc.runtime.core.operators import raw_equal
from cmc.runtime.core.table import Table, array, border, dict_get, entries, raw_set, sized
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import I32
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.print import seen_through


@lua_function("table.keys")
def keys(table: Table) -> Table:
    """All keys, in the order of `next`."""
    return array(*(k for k, _ in entries(seen_through(table))))


@lua_function("table.values")
def values(table: Table) -> Table:
    """All values, in the order of `next`."""
    return array(*(value for _, value in entries(seen_through(table))))


@lua_function("table.count")
def count(table: Table) -> int:
    """The number of entries."""
    return sum(1 for _ in entries(seen_through(table)))


@lua_function("table.is_empty")
def is_empty(table: Table) -> bool:
    """Whether there are no entries."""
    return next(entries(seen_through(table)), None) is None


@lua_function("table.contains")
def contains(table: Table, value: Any = None) -> bool:
    """Whether a value is among the entries, without `__eq`."""
    return any(raw_equal(found, value) for _, found in entries(seen_through(table)))


def _elements(table: Table) -> Iterator[tuple[int, Any]]:
    """Positions and values from 1 to the length that the table had at first."""
    table = seen_through(table)
    for position in range(1, border(table) + 1):
        yield position, table[position]


def _is_true(value: Any) -> bool:
    return value is not None and value is not False


@lua_function("table.map", suspends=True)
def map(table: Table, function: Callable[..., Any]) -> Table:
    """The results of `function(value, index)` at the same indices."""
    results = [first_of(function(value, position)) for position, value in _elements(table)]
    return sized(Table(enumerate(results, 1)), len(results))


@lua_function("table.filter", suspends=True)
def filter(table: Table, function: Callable[..., Any]) -> Table:
    """The elements for which `function(value, index)` is true, moved together."""
    return array(*(value for position, value in _elements(table) if _is_true(first_of(function(value, position)))))


@lua_function("table.find", suspends=True)
def find(table: Table, function: Callable[..., Any]) -> Any:
    """The first element for which `function(value, index)` is true, else None."""
    for position, value in _elements(table):
        if _is_true(first_of(function(value, position))):
            return value
    return None


@lua_function("table.reduce", suspends=True)
def reduce(table: Table, function: Callable[..., Any], initial: Any = None) -> Any:
    """The last result of `function(result, value)`, which begins with `initial`, or the first element without it."""
    result = initial
    for position, value in _elements(table):
        result = value if position == 1 and initial is None else first_of(function(result, value))
    return result


@lua_function("table.slice")
def slice(table: Table, first: int, last: int | None = None) -> Table:
    """The elements from `first` to `last`, by default the length, as far as they exist."""
    table = seen_through(table)
    size = border(table)
    end = size if last is None else min(last, size)
    return array(*(table[position] for position in range(max(first, 1), end + 1)))


@lua_function("table.reverse")
def reverse(table: Table) -> Table:
    """The elements from last to first."""
    return array(*[value for _, value in _elements(table)][::-1])


@lua_function("table.flat")
def flat(table: Table, depth: I32 = 1) -> Table:
    """The elements, with those of nested tables in their place, down to a depth; other entries of those vanish.

    Raises:
        LuaError: a table contains itself within that depth.
    """
    return array(*_flattened(table, depth, []))


def _flattened(table: Table, depth: int, around: list[Table]) -> Iterator[Any]:
    if any(table is outer for outer in around):
        raise LuaError("cannot flatten a table that contains itself")
    for _, value in _elements(table):
        if depth > 0 and isinstance(value, Table):
            yield from _flattened(value, depth - 1, [*around, table])
        else:
            yield value


@lua_function("table.merge")
def merge(*tables: Any) -> Table:
    """The entries of all arguments that are tables; later ones win."""
    merged = Table()
    for table in tables:
        if isinstance(table, Table):
            for k, value in entries(seen_through(table)):
                raw_set(merged, k, value)
    return merged


@lua_function("table.clone")
def clone(table: Table) -> Table:
    """A table with the same entries, without the metatable."""
    return merge(table)


@lua_function("table.freeze")
def freeze(table: Table) -> Table:
    """A proxy through which a table can be read but not written; the table itself stays as it is."""
    methods: dict[str, Any] = {
        "__newindex": _refuse,
        "__len": lambda *_: border(seen_through(table)),
        "__pairs": lambda *_: (lua_next, seen_through(table), None),
        "__tostring": lambda *_: "frozen table",
    }
    metatable = library(methods)
    metatable["__index"] = table
    metatable["__frozen"] = True
    return set_metatable(Table(), metatable)


def _refuse(*_: Any) -> None:
    raise LuaError("cannot modify a frozen table")


@lua_function("table.is_frozen")
def is_frozen(table: Table) -> bool:
    """Whether the metatable of a table has a true field `__frozen`."""
    return table.has_metatable and _is_true(dict_get(table.metatable, "__frozen"))
