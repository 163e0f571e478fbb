"""Table manipulation (manual §6.6).

Tables whose elements can be reached without metamethods are worked on as the dictionaries they are. All others go
element by element through the operators, as in the reference interpreter.
"""

from typing import Any

from cmc.runtime.core.arguments import (
    MISSING,
    argument_error,
    check_integer,
    optional_integer,
    optional_string,
    type_mismatch,
)
from cmc.runtime.core.errors import located
from cmc.runtime.core.metamethods import metatable_of
from cmc.runtime.core.numbers import (
    MASK,
    MAX_INTEGER,
    float_to_integer,
    format_float,
    parse_number,
    wrap,
)
from cmc.runtime.core.operators import eq, index, length, lt, setindex
from cmc.runtime.core.table import Table, array, border, dict_get, raw_delete
from cmc.runtime.core.text import canonical, join_all
from cmc.runtime.core.values import type_name
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.sort import quicksort, sort_by_operator

_MAX_RESULTS = 999_900  # what fits on Lua's stack, which has a million slots
_MAX_SORTED = 0x7FFFFFFF

# Access


def _is_plain(table: Any) -> bool:
    """Whether length, present elements and assignments of a table are those of its dictionary."""
    if type(table) is Table:
        return True
    return (
        isinstance(table, Table)
        and not table.intercepts
        and not (table.has_metatable and dict_get(table.metatable, "__len") is not None)
    )


def _check_table_like(value: Any, number: int, *events: str) -> None:
    """A table, or something with the metamethods that let it pass for one."""
    if isinstance(value, Table):
        return
    metatable = metatable_of(value)
    if metatable is None or any(dict_get(metatable, event) is None for event in events):
        raise type_mismatch(number, value, "table")


def _length(value: Any) -> int:
    """`#value`, which has to be an integer."""
    size = length(value)
    if type(size) is int:
        return size
    if type(size) is str:
        size = parse_number(size)
    integer = float_to_integer(size) if type(size) is float else size
    if type(integer) is not int:
        raise located("object length is not an integer")
    return integer


def _values(table: Any, first: int, last: int) -> list[Any] | None:
    """Elements of a plain table, None where one is absent."""
    if last - first >= len(table):
        return None
    values = list(map(table.get, range(first, last + 1)))
    return None if None in values else values


# Elements


def lua_insert(table: Any = MISSING, position: Any = MISSING, value: Any = MISSING, *rest: Any) -> tuple[()]:
    """`table.insert(list, [pos,] value)`"""
    plain = type(table) is Table or _is_plain(table)
    if plain:
        end = len(table) + 1
        if end > 1 and (end in table or dict_get(table, end - 1) is None):
            end = border(table) + 1
            table._border = end  # so that the next border is found at once
    else:
        _check_table_like(table, 1, "__index", "__newindex", "__len")
        end = wrap(_length(table) + 1)
    if value is MISSING:
        if position is MISSING:
            raise located("wrong number of arguments to 'insert'")
        if plain and position is not None:
            table[end] = position
        else:
            setindex(table, end, position)
        return ()
    if rest:
        raise located("wrong number of arguments to 'insert'")
    position = check_integer(position, 2)
    if (position - 1) & MASK >= end & MASK:
        raise argument_error(2, "position out of bounds")
    i = end
    if plain:
        while i > position and (element := dict_get(table, i - 1)) is not None:
            table[i] = element
            i -= 1
    while i > position:
        setindex(table, i, index(table, i - 1))
        i -= 1
    setindex(table, position, value)
    return ()


def lua_remove(table: Any = MISSING, position: Any = None, *_: Any) -> Any:
    """`table.remove(list [, pos])`"""
    plain = type(table) is Table or _is_plain(table)
    if plain:
        size = len(table)
        if size and ((size + 1) in table or dict_get(table, size) is None):
            size = table._border = border(table)
        if size and (position is None or (type(position) is int and position == size)):
            return table.pop(size)
    else:
        _check_table_like(table, 1, "__index", "__newindex", "__len")
        size = _length(table)
    if position is None:
        position = size
    else:
        position = check_integer(position, 2)
        if position != size and (position - 1) & MASK > size & MASK:
            raise argument_error(1, "position out of bounds")
    removed = index(table, position)
    if plain:
        while position < size and (element := dict_get(table, position + 1)) is not None:
            table[position] = element
            position += 1
    while position < size:
        setindex(table, position, index(table, position + 1))
        position += 1
    if plain:
        raw_delete(table, position)
    else:
        setindex(table, position, None)
    return removed


def lua_move(
    source: Any = MISSING, first: Any = MISSING, last: Any = MISSING, start: Any = MISSING, target: Any = None, *_: Any
) -> Any:
    """`table.move(a1, f, e, t [,a2])`"""
    first, last, start = check_integer(first, 2), check_integer(last, 3), check_integer(start, 4)
    _check_table_like(source, 1, "__index")
    if target is None:
        target = source
        _check_table_like(target, 1, "__newindex")
    else:
        _check_table_like(target, 5, "__newindex")
    if last < first:
        return target
    if first <= 0 and last >= MAX_INTEGER + first:
        raise argument_error(3, "too many elements to move")
    count = last - first + 1
    if start > MAX_INTEGER - count + 1:
        raise argument_error(4, "destination wrap around")
    values = _values(source, first, last) if _is_plain(source) and _is_plain(target) else None
    if values is not None:
        target.update(zip(range(start, start + count), values, strict=True))
    elif start > last or start <= first or (target is not source and not eq(source, target)):
        for i in range(count):
            setindex(target, start + i, index(source, first + i))
    else:
        for i in range(count - 1, -1, -1):
            setindex(target, start + i, index(source, first + i))
    return target


# Conversion


def lua_concat(table: Any = MISSING, separator: Any = None, first: Any = None, last: Any = None, *_: Any) -> str:
    """`table.concat(list [, sep [, i [, j]]])`"""
    plain = type(table) is Table or _is_plain(table)
    if plain:
        size = border(table)
    else:
        _check_table_like(table, 1, "__index", "__len")
        size = _length(table)
    separator = optional_string(separator, 2, "")
    first, last = optional_integer(first, 3, 1), optional_integer(last, 4, size)
    if plain and last - first < len(table):
        values = list(map(table.get, range(first, last + 1)))
        try:
            return canonical(separator.join(values))
        except TypeError:  # not all of them are strings
            values = [str(value) if type(value) is int else value for value in values]
        if None not in values:
            return join_all([v if type(v) is str else _piece(v, i) for i, v in enumerate(values, first)], separator)
    return join_all([_piece(index(table, i), i) for i in range(first, last + 1)], separator)


def _piece(value: Any, position: int) -> str:
    """The text of an element for `concat`."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    if kind is float:
        return format_float(value)
    raise located(f"invalid value ({type_name(value)}) at index {position} in table for 'concat'")


def lua_pack(*values: Any) -> Table:
    """`table.pack(···)`"""
    table = array(*values)
    table["n"] = len(values)
    return table


def lua_unpack(table: Any = None, first: Any = None, last: Any = None, *_: Any) -> Any:
    """`table.unpack(list [, i [, j]])`"""
    if first is None:
        first = 1
    elif type(first) is not int:
        first = check_integer(first, 2)
    if last is None:
        last = border(table) if type(table) is Table else _length(table)
    elif type(last) is not int:
        last = check_integer(last, 3)
    count = last - first + 1
    if count <= 0:
        return ()
    if count > _MAX_RESULTS:
        raise located("too many results to unpack")
    if not isinstance(table, Table):
        values = [index(table, i) for i in range(first, last + 1)]
        return values[0] if count == 1 else tuple(values)
    if count == 1:
        return table[first]
    if count == 2:
        return table[first], table[last]
    if count == 3:
        return table[first], table[first + 1], table[last]
    return tuple(map(table.__getitem__, range(first, last + 1)))


# Order


def lua_sort(table: Any = MISSING, comparator: Any = None, *_: Any) -> tuple[()]:
    """`table.sort(list [, comp])`"""
    plain = type(table) is Table or _is_plain(table)
    if plain:
        size = border(table)
    else:
        _check_table_like(table, 1, "__index", "__newindex", "__len")
        size = _length(table)
    if size < 2:
        return ()
    if size >= _MAX_SORTED:
        raise argument_error(1, "array too big")
    if comparator is not None and type_name(comparator) != "function":
        raise type_mismatch(2, comparator, "function")
    values = _values(table, 1, size) if plain else None
    if values is None:
        quicksort(_Elements(table), size, comparator or lt)
        return ()
    try:
        if comparator is None:
            sort_by_operator(values)
        else:
            quicksort(values, size, comparator)
    finally:
        # An error leaves the table as far as it has been sorted.
        table.update(zip(range(1, size + 1), values, strict=True))
    return ()


class _Elements:
    """The elements of a table with metamethods, counted from zero."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __getitem__(self, position: int) -> Any:
        return index(self._table, position + 1)

    def __setitem__(self, position: int, value: Any) -> None:
        setindex(self._table, position + 1, value)


def table_library() -> Table:
    """A new `table` table."""
    return library(
        {
            "concat": lua_concat,
            "insert": lua_insert,
            "move": lua_move,
            "pack": lua_pack,
            "remove": lua_remove,
            "sort": lua_sort,
            "unpack": lua_unpack,
        }
    )
