"""The functions that `table` has more of (CopperMoon specification, section 7)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import tables


def items(table: Table) -> list[object]:
    """The elements of a list."""
    return [table[position] for position in range(1, len(table) + 1)]


def test_slices_are_cut_to_the_table() -> None:
    numbers = array(10, 20, 30)
    assert items(tables.slice(numbers, -5, 2)) == [10, 20]
    assert items(tables.slice(numbers, 2, 1 << 62)) == [20, 30]
    assert items(tables.slice(numbers, 3, 2)) == []


def test_frozen_tables_are_seen_through() -> None:
    frozen = tables.freeze(array(1, 2, 3))
    assert tables.count(frozen) == 3
    assert items(tables.map(frozen, lambda value, _: value * 2)) == [2, 4, 6]
    assert items(tables.keys(frozen)) == [1, 2, 3]
    assert items(tables.reverse(tables.freeze(frozen))) == [3, 2, 1]
    assert items(tables.flat(array(frozen, 4))) == [1, 2, 3, 4]
    assert tables.merge(frozen, tables.freeze(Table(a=1)))["a"] == 1
    assert not tables.is_empty(frozen)


def test_a_frozen_table_cannot_be_written() -> None:
    original = Table(a=1)
    frozen = tables.freeze(original)
    with pytest.raises(LuaError, match="cannot modify a frozen table"):
        frozen["b"] = 1
    original["b"] = 2
    assert frozen["b"] == 2
    assert tables.is_frozen(frozen) and not tables.is_frozen(original)


def test_tables_that_contain_themselves() -> None:
    loop = array(1)
    loop[2] = loop
    assert len(tables.flat(loop, 0)) == 2
    with pytest.raises(LuaError, match="contains itself"):
        tables.flat(loop, 10)


def test_values_are_compared_as_numbers_and_by_identity() -> None:
    inner = Table()
    table = array(1, "2", inner, True)
    assert tables.contains(table, 1.0) and tables.contains(table, inner) and tables.contains(table, True)
    assert not tables.contains(table, 2) and not tables.contains(table, Table()) and not tables.contains(table)
    assert not tables.contains(array(1), True)


def test_callbacks(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local function show(t) return #t .. ":" .. table.concat(t, ",") end
        print(show(table.filter({ 5, 6, 7, 8 }, function(v, i) return v % 2 == 0 and i end)))
        print(table.find({ "a", "b" }, function(_, i) return i == 2 end), table.reduce({ 1, 2, 3 }, math.max))
        local holes = table.map({ 1, 2, 3 }, function(v) if v ~= 2 then return v end end)
        print(holes[1], holes[2], holes[3])
        local ok, e = pcall(table.map, { 1 }, function() error({ code = 7 }) end)
        print(ok, type(e), e.code)
        local co = coroutine.wrap(function() return show(table.map({ 1, 2 }, coroutine.yield)) end)
        print(co(), co("x"), co("y"))
        print(pcall(table.map, { 1 }, setmetatable({}, { __call = print })))
        print(show(table.slice(setmetatable({ 1, 2 }, { __index = function() return 0 end }), 1, 9)))
        """)
        == [
            "2:6,8",
            "b\t3",
            "1\tnil\t3",
            "false\ttable\t7",
            "1\t2\t2:x,y",
            "false\tbad argument #2 to 'table.map' (function expected, got table)",
            "2:1,2",
        ]
    )


def test_keys_of_all_types(output: Callable[..., list[str]]) -> None:
    assert output("""
        local t = table.merge({ [true] = 1, [1.5] = 2 }, nil, 5, { [true] = 3 })
        print(t[true], t[1.5], table.count(t), table.clone(t)[true], getmetatable(table.clone(setmetatable({}, {}))))
        """) == ["3\t2\t2\t3\tnil"]


def test_callbacks_may_wait(output: Callable[..., list[str]]) -> None:
    assert output("""
        setTimeout(function() print("timer") end, 1)
        print(#table.map({ 1, 2 }, function(v) time.sleep(10) return v end))
        """) == ["timer", "2"]


# Any tables

SCALARS = st.integers(-3, 3) | st.sampled_from(["a", "b", 1.5, True, False])
ARRAYS = st.lists(SCALARS, max_size=8)
MAPS = st.dictionaries(st.sampled_from(["x", "y", "z", -1, 0, 2.5]), SCALARS, max_size=5)


@given(ARRAYS, st.integers(-3, 10), st.none() | st.integers(-3, 10))
def test_arrays(values: list[Any], first: int, last: int | None) -> None:
    table = array(*values)
    assert items(tables.reverse(tables.reverse(table))) == values
    assert items(tables.values(table)) == values and items(tables.keys(table)) == list(range(1, len(values) + 1))
    assert items(tables.map(table, lambda value, _: value)) == values
    assert items(tables.map(table, lambda _, position: position)) == list(range(1, len(values) + 1))
    chosen = [value for value in values if value is not False]
    assert items(tables.filter(table, lambda value, _: value)) == chosen
    assert tables.find(table, lambda value, _: value) is (chosen[0] if chosen else None)
    assert items(tables.reduce(table, lambda all_, value: array(*items(all_), value), Table())) == values
    end = len(values) if last is None else last
    expected = [value for position, value in enumerate(values, 1) if first <= position <= end]
    assert items(tables.slice(table, first, last)) == expected
    for value in values:
        assert tables.contains(table, value)
    assert items(table) == values


@given(st.recursive(ARRAYS, lambda inner: st.lists(inner | SCALARS, max_size=4), max_leaves=10), st.integers(-1, 4))
def test_flat(values: list[Any], depth: int) -> None:
    def made(value: Any) -> Any:
        return array(*map(made, value)) if isinstance(value, list) else value

    def flat(value: list[Any], left: int) -> list[Any]:
        return [
            inner
            for item in value
            for inner in (flat(item, left - 1) if isinstance(item, list) and left > 0 else [item])
        ]

    def plain(value: Any) -> Any:
        return [plain(item) for item in items(value)] if isinstance(value, Table) else value

    assert plain(tables.flat(made(values), depth)) == flat(values, depth)


@given(MAPS, MAPS)
def test_merged_and_frozen(left: dict[Any, Any], right: dict[Any, Any]) -> None:
    first, second = Table(left), Table(right)
    merged = tables.merge(first, None, second)
    assert dict(merged) == {**left, **right}
    assert (dict(first), dict(second)) == (left, right)
    frozen = tables.freeze(first)
    assert dict(tables.clone(frozen)) == left
    assert tables.count(frozen) == len(left) and tables.is_empty(frozen) == (not left)
    assert tables.is_frozen(frozen) and not tables.is_frozen(first)
    assert [frozen[k] for k in left] == list(left.values())
