"""CopperMoon's `print` (CopperMoon specification, section 4)."""

from typing import Any

import pytest

from cmc.runtime.core.coroutine import Coroutine
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.operators import setindex
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import sqlite
from cmc.runtime.stdlib.print import lua_print, show


def with_key(key: Any, value: Any) -> Table:
    table = Table()
    setindex(table, key, value)
    return table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nil"),
        (True, "true"),
        (-17, "-17"),
        (1.0, "1"),
        (-0.0, "-0"),
        (1e22, "1" + "0" * 22),
        (0.1, "0.1"),
        (1e-10, "0.0000000001"),
        (1.5e-20, "0.000000000000000000015"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (float("nan"), "NaN"),
        ("caf\u00e9", "caf\u00e9"),
        ("a\udcff", "<invalid utf8>"),
        (print, "function"),
        (Coroutine(print), "thread"),
        (Table(), "{  }"),
        (array(1, "two", 2.0, array()), "{ 1, two, 2, {  } }"),
        (Table(name="Ada"), "{ name = Ada }"),
        (Table({5: "five"}), "{ 5 = five }"),
        (with_key(True, "yes"), "{ true = yes }"),
        (with_key(1.5, "x"), "{ 1.5 = x }"),
        (with_key("\udcff", 1), "{ ? = 1 }"),
        (Table({1: 1, 3: 3}), "{ 1 = 1, 3 = 3 }"),
        (array(set_metatable(Table(), Table(__tostring=lambda t: "me"))), "{ me }"),
        (set_metatable(Table(), Table(__index=array(1, 2), __frozen=True, __tostring=lambda t: "frozen")), "{ 1, 2 }"),
        (set_metatable(array(7), Table(__index=Table(x=1))), "{ 7 }"),
    ],
)
def test_values(value: Any, text: str) -> None:
    assert show(value) == text


def test_names_of_types() -> None:
    assert show(sqlite.memory()).startswith("Database: 0x")
    assert show(set_metatable(Table(), Table(__name="Widget"))).startswith("Widget: 0x")


def test_several_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert lua_print("a", None, array(1)) == ()
    lua_print()
    assert capsys.readouterr().out == "a\tnil\t{ 1 }\n\n"


def test_tables_that_contain_themselves() -> None:
    table = Table()
    setindex(table, "inner", array(table))
    with pytest.raises(LuaError, match="contains itself"):
        show(table)
    shared = array(1)
    assert show(array(shared, shared)) == "{ { 1 }, { 1 } }"
