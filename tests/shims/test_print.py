"""CopperMoon's `print` and what becomes of errors (CopperMoon specification, sections 0.2, 1.4 and 4)."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.coroutine import Coroutine
from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.operators import setindex
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import sqlite
from cmc.runtime.shims.catalogue import GLOBALS
from cmc.runtime.stdlib.print import lua_print, show
from tests.shims.conftest import RUN


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


def test_uncaught_errors(lua: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Message first, then where it came from; timers that wait do not fire any more; the status is 1."""
    done = lua("""
        setTimeout(function() print("never") end, 1)
        local function inner() json.decode("{") end
        print("before")
        inner()
        """)
    assert (done.returncode, done.stdout) == (1, "before\n")
    assert done.stderr.splitlines() == [
        "error: JSON decode error: EOF while parsing an object at line 1 column 1",
        "stack traceback:",
        "\t[C]: in field 'decode'",
        "\tmain.lua:3: in local 'inner'",
        "\tmain.lua:5: in main chunk",
        "\t[C]: in ?",
    ]


def test_errors_that_are_no_text(lua: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    own = 'error(setmetatable({}, { __tostring = function() return "own text" end }))'
    assert lua(own).stderr == "error: own text\n"
    assert lua("error({ code = 2 })").stderr.startswith("error: (error object is a table value)\n")
    assert lua("error(42)").stderr.startswith("error: 42\n")
    done = lua("local x = = 1")
    assert (done.returncode, done.stderr) == (1, "error: main.lua:1: unexpected symbol near '='\n")


def test_errors_of_timers_do_not_end_the_program(lua: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = lua('setTimeout(function() error("first") end, 1) setTimeout(function() print("second") end, 3)')
    assert (done.returncode, done.stdout, done.stderr) == (0, "second\n", "Timer callback error: main.lua:1: first\n")


def test_values_of_errors_pass_through_host_functions(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local marker = {}
        local ok, caught = pcall(table.map, { 1 }, function() error(marker) end)
        print(ok, caught == marker)
        print(pcall(table.map, { 1 }, function() error("text") end))
        local ok, text = pcall(json.decode, "{")
        print(type(text), "Error: " .. text)
        """)
        == [
            "false\ttrue",
            "false\tmain.lua:5: text",
            "string\tError: JSON decode error: EOF while parsing an object at line 1 column 1",
        ]
    )


def test_print_and_io_write_come_out_in_order(output: Callable[..., list[str]]) -> None:
    assert output('io.write("a") print("b") io.stdout:write("c\\n") print({ 1, x = 2 })') == [
        "ab",
        "c",
        "{ 1 = 1, x = 2 }",
    ]


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    (tmp_path / "main.lua").write_text("while true do print(string.rep('x', 1000)) end")
    process = subprocess.Popen([*RUN, "main.lua"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


def test_libraries_by_name(output: Callable[..., list[str]]) -> None:
    names = ", ".join(f'"{name}"' for name in GLOBALS)
    text = f"for _, name in ipairs({{ {names} }}) do print(name, require(name) == _G[name]) end"
    assert output(text) == [f"{name}\ttrue" for name in GLOBALS]
