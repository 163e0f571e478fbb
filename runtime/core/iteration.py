"""Loops: the numeric and the generic `for` (manual §3.3.5)."""

import math
from collections.abc import Iterable, Iterator
from functools import partial
from types import FunctionType
from typing import Any

from cmc.runtime.core.arguments import MISSING, check_any, check_table
from cmc.runtime.core.calls import call
from cmc.runtime.core.errors import LuaError, call_error, object_type_name, runtime_error
from cmc.runtime.core.frames import LEVEL, native_codes
from cmc.runtime.core.metamethods import metamethod
from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER, parse_number, wrap
from cmc.runtime.core.operators import index
from cmc.runtime.core.table import Table, entries, entry_keys, next_entry

# The numeric for


def steps(first: Any, limit: Any, step: Any = 1) -> Iterable[Any]:
    """The values of a numeric `for`: integers when start and step are, floats otherwise."""
    if type(first) is int and type(step) is int:
        if step == 0:
            raise runtime_error("'for' step is zero")
        if type(limit) is int:
            return range(first, limit + 1, step) if step > 0 else range(first, limit - 1, step)
        return _range_to_float(first, limit, step)
    limit, step = _number(limit, "limit"), _number(step, "step")
    first, limit, step = float(_number(first, "initial value")), float(limit), float(step)
    if step == 0:
        raise runtime_error("'for' step is zero")
    return _floats(first, limit, step)


def _number(value: Any, what: str) -> int | float:
    """A number, or what a string spells."""
    number = parse_number(value) if type(value) is str else value
    if type(number) is not int and type(number) is not float:
        raise runtime_error(f"bad 'for' {what} (number expected, got {object_type_name(value)})")
    return number


def _range_to_float(first: int, limit: Any, step: int) -> range:
    """Integers up to a limit that is no integer: it is clipped to the integers (forlimit in lvm.c)."""
    limit = _number(limit, "limit")
    if step > 0:
        if not limit >= MIN_INTEGER:  # NaN as well
            return range(0)
        end = MAX_INTEGER if limit >= 9223372036854775808.0 else math.floor(limit)
        return range(first, end + 1, step)
    if limit > MAX_INTEGER:
        return range(0)
    end = math.ceil(limit) if limit >= -9223372036854775808.0 else MIN_INTEGER
    return range(first, end - 1, step)


def _floats(value: float, limit: float, step: float) -> Iterator[float]:
    # The first test only skips the loop when the limit is surely passed, which a NaN never is (forprep in lvm.c).
    if limit < value if step > 0 else value < limit:
        return
    while True:
        yield value
        value += step
        if not (value <= limit if step > 0 else limit <= value):
            return


# Iterators of the base library; `each` knows them. Those of `gmatch` have `rows`: a Python iterator over what their
# calls give, never nil at first, and the number of values in each.


def lua_next(table: Any = MISSING, key: Any = None, *_: Any) -> Any:
    """`next(table [, index])` (manual §6.1)"""
    if not isinstance(table, Table):
        check_table(table, 1)
    try:
        return next_entry(table, key)
    except KeyError:
        raise LuaError("invalid key to 'next'") from None


def lua_inext(table: Any, position: int, *_: Any) -> Any:
    """The iterator of `ipairs`."""
    position = wrap(position + 1)
    value = _item(table, position)
    return None if value is None else (position, value)


def lua_pairs(value: Any = MISSING, *_: Any) -> tuple[Any, ...]:
    """`pairs(t)` (manual §6.1)"""
    handler = None if type(value) is Table else metamethod(value, "__pairs")
    if handler is None:
        # What is no table fails in `next`.
        return lua_next, check_any(value, 1), None
    if not callable(handler):
        raise call_error(handler, "")
    result = handler(value)
    if type(result) is not tuple:
        return result, None, None
    return (*result, None, None, None)[:3]


def lua_ipairs(value: Any = MISSING, *_: Any) -> tuple[Any, ...]:
    """`ipairs(t)` (manual §6.1)"""
    return lua_inext, check_any(value, 1), 0


# The generic for


def pairs(table: Any) -> Iterable[tuple[Any, Any]]:
    """What `for k, v in pairs(table)` runs through."""
    return entries(table) if type(table) is Table else each2(lua_pairs(table))


def keys(table: Any) -> Iterable[Any]:
    """What `for k in pairs(table)` runs through."""
    return entry_keys(table) if type(table) is Table else each1(lua_pairs(table))


def ipairs(table: Any) -> Iterable[tuple[int, Any]]:
    """What `for i, v in ipairs(table)` runs through."""
    return _ipairs(table)


def values(table: Any) -> Iterator[Any]:
    """The values that `for _, v in ipairs(table)` runs through."""
    if type(table) is Table:
        position = 1
        while (value := table[position]) is not None:
            yield value
            position += 1
        return
    for _, value in _ipairs(table):
        yield value


def each2(values: Any) -> Iterable[tuple[Any, Any]]:
    """The pairs of values of `for a, b in …`."""
    function, state, control = _three(values)
    if function is lua_next and control is None and isinstance(state, Table):
        return entries(state)
    if function is lua_inext and control == 0:
        return _ipairs(state)
    if (rows := _rows_of(function, 2)) is not None:
        return rows
    return _pairs_of(_iterator(function), state, control)


def each1(values: Any) -> Iterable[Any]:
    """The values of `for a in …`."""
    function, state, control = _three(values)
    if function is lua_next and control is None and isinstance(state, Table):
        return entry_keys(state)
    if (rows := _rows_of(function, 1)) is not None:
        return rows
    return _firsts_of(_iterator(function), state, control)


def each(values: Any, count: int) -> Iterable[tuple[Any, ...]]:
    """The values of `for a, b, c, … in …`."""
    function, state, control = _three(values)
    return _tuples_of(_iterator(function), state, control, count)


def _rows_of(function: Any, size: int) -> Iterable[Any] | None:
    """The rows of an iterator of `gmatch` if there are so many values in each."""
    found = getattr(function, "rows", None) if type(function) is FunctionType else None
    return found[0] if found is not None and found[1] == size else None


def _iterator(function: Any) -> Any:
    if callable(function):
        return function
    if metamethod(function, "__call") is None:
        raise call_error(function)
    return partial(call, function)


def _three(values: Any) -> tuple[Any, Any, Any]:
    if type(values) is not tuple:
        return values, None, None
    size = len(values)
    if size == 3:
        return values
    return (*values, None, None, None)[:3]  # type: ignore[return-value]


def _ipairs(table: Any) -> Iterator[tuple[int, Any]]:
    position = 1
    if type(table) is Table:
        while (value := table[position]) is not None:
            yield position, value
            position += 1
        return
    while (value := _item(table, position)) is not None:
        yield position, value
        position += 1


native_codes[_ipairs.__code__] = LEVEL  # the function that `ipairs` returns, to those whom an `__index` calls


def _item(table: Any, position: int) -> Any:
    """`table[position]` for a library function, whose errors have no position."""
    if not isinstance(table, Table) and metamethod(table, "__index") is None:
        raise LuaError(f"attempt to index a {object_type_name(table)} value")
    return index(table, position)


def _pairs_of(function: Any, state: Any, control: Any) -> Iterator[tuple[Any, Any]]:
    while True:
        result = function(state, control)
        if type(result) is tuple:
            size = len(result)
            control = result[0] if size else None
            if control is None:
                return
            yield control, result[1] if size > 1 else None
        else:
            if result is None:
                return
            control = result
            yield control, None


def _firsts_of(function: Any, state: Any, control: Any) -> Iterator[Any]:
    while True:
        control = function(state, control)
        if type(control) is tuple:
            control = control[0] if control else None
        if control is None:
            return
        yield control


def _tuples_of(function: Any, state: Any, control: Any, count: int) -> Iterator[tuple[Any, ...]]:
    padding = (None,) * count
    while True:
        result = function(state, control)
        row = (result if type(result) is tuple else (result,)) + padding
        control = row[0]
        if control is None:
            return
        yield row[:count]
