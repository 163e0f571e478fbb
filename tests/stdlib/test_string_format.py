"""`string.format` against the reference interpreter."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import assert_same_calls, assert_same_programs, literal, open_globals

from cmc.runtime.core.coroutine import Coroutine
from cmc.runtime.core.metatable import set_metatable
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import canonical
from cmc.runtime.stdlib.base import lua_print, lua_tostring, to_string
from cmc.runtime.stdlib.string.format import lua_format

_VALUES = (
    0, 1, -1, 7, 255, 2**63 - 1, -(2**63), 3.0, 2.5, -0.0, 1.5, 0.1, 1 / 3, 1e15, 1e300, 1e-300, 5e-324, 123456789.125,
    math.inf, -math.inf, math.nan, -math.nan, "10", "0x1p4", " 7 ", "abc", "é", "\udcff", "a\0b", '\n\r"\\\x011',
    "x" * 120, True, None,
)  # fmt: skip

modifiers = st.tuples(
    st.lists(st.sampled_from("-+# 0"), max_size=2).map("".join),
    st.sampled_from(["", "", "", "1", "5", "12", "99", "100"]),
    st.sampled_from(["", "", "", ".", ".0", ".3", ".12", ".99", ".100"]),
).map("".join)
directives = st.tuples(
    st.just("%"), st.one_of(st.just(""), modifiers), st.sampled_from("ddiuoxXcssqqfeEgGaAFy%é\0")
).map("".join)
formats = st.tuples(
    st.lists(st.one_of(directives, directives, st.sampled_from(["a", "%%", "é", "\udcc3"])), max_size=4).map("".join),
    st.sampled_from(["", "", "z", "%", "%5"]),
).map(lambda parts: canonical("".join(parts)))
values = st.one_of(
    st.sampled_from(_VALUES), st.floats(), st.integers(-(2**63), 2**63 - 1), st.text('ab\0é"\\\n9', max_size=6)
)
calls = st.tuples(formats, st.lists(values, max_size=5)).map(lambda call: ("string.format", (call[0], *call[1])))


@settings(max_examples=60, deadline=None)
@given(st.lists(calls, min_size=10, max_size=25))
def test_as_the_reference(calls: list) -> None:
    assert_same_calls(calls)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(directives, values), min_size=10, max_size=40))
def test_single_directives(pairs: list) -> None:
    assert_same_calls([("string.format", pair) for pair in pairs])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.floats(), st.integers(-(2**63), 2**63 - 1), st.text()), max_size=20))
def test_quoted_values_read_back(values: list) -> None:
    values = [canonical(value) if isinstance(value, str) else value for value in values]
    rows = ", ".join(map(literal, values))
    assert_same_programs([f"""
            local source, same = "", true
            for _, value in ipairs({{{rows}}}) do
              local text = string.format("%q", value)
              local back = load("return " .. text)()
              same = same and (back == value or value ~= value and back ~= back)
              source = source .. text .. "\\n"
            end
            return same, source
            """])


def test_mistakes() -> None:
    formats = [
        "%", "%d", "%d %d", "%y", "%é", "%\0", "%10q", "%.3q", "%#d", "%.3c", "%05s", "%010c", "%+x", "%0.34s", "%#i",
        "%3.1p", "%123d", "%.123d", "%5-d", "%1.2.3d", "%" + "0" * 21 + "d", "%" + "0" * 20 + "d", "%" + "-" * 30,
    ]  # fmt: skip
    assert_same_calls([("string.format", (text, 1)) for text in formats])
    assert_same_calls(
        [
            ("string.format", ()),
            ("string.format", (None,)),
            ("string.format", (12,)),
            ("string.format", ("%d", 3.5)),
            ("string.format", ("%d", "3.5")),
            ("string.format", ("%d", "x")),
            ("string.format", ("%x", {})),
            ("string.format", ("%c", "x")),
            ("string.format", ("%f", None)),
            ("string.format", ("%a", True)),
            ("string.format", ("%q", {})),
            ("string.format", ("%5s", "a\0b")),
            ("string.format", ("%.1s", "a\0b")),
            ("string.format", ("%d %s", "x", "y")),
            ("string.format", ("%d", 1, 2, 3)),
        ]
    )


PROGRAMS = {
    "__tostring": 'return string.format("%s|%5s", setmetatable({}, {__tostring = function() return "T" end}), true)',
    "bad __tostring": 'string.format("%s", setmetatable({}, {__tostring = function() return {} end}))',
    "number from __tostring": 'return string.format("%s", setmetatable({}, {__tostring = function() return 1 end}))',
    "error in __tostring": 'string.format("%s", setmetatable({}, {__tostring = function() error("no") end}))',
    "__name": 'return string.format("%s", setmetatable({}, {__name = "My"})):match("^My: 0x") ~= nil',
    "position of errors": """
        local function f(x)
          return ("%d"):format(x)
        end
        f("x")
    """,
    "numbers of arguments": 'return pcall(string.format, "%d %s %d", 1, 2, {})',
    "called by name": 'string.format("%d", {})',
    "no value": 'return ("%s %s"):format(1)',
    "unknown conversion": 'return ("%y"):format(1)',
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    assert_same_programs([PROGRAMS[name]])


def test_tostring_is_called_once() -> None:
    seen = []

    def tostring(value: Table, *_: object) -> str:
        seen.append(value)
        return "t"

    open_globals()
    value = Table()
    metatable = Table(__tostring=tostring)
    set_metatable(value, metatable)
    assert lua_format("%s %d %5s %x", value, "2", value, -1) == "t 2     t ffffffffffffffff"
    assert seen == [value, value]


@pytest.mark.parametrize("value", [Table(), lua_print, Coroutine(lua_print)])
def test_pointers_as_tostring_shows_them(value: object) -> None:
    address = to_string(value).split(": ")[1]
    assert lua_format("%p", value) == address
    assert lua_format("%20p|%-20p|", value, value) == f"{address:>20}|{address:<20}|"


def test_pointers_of_strings() -> None:
    short, long = "ab" * 5, "ab" * 300
    again: Callable[[str], str] = lambda text: "".join(list(text))  # noqa: E731
    assert lua_format("%p", short) == lua_format("%p", again(short))
    assert lua_format("%p", long) != lua_format("%p", again(long))
    assert lua_format("%p", lua_print) != lua_format("%p", lua_tostring)
    assert [lua_format("%p", value) for value in (1, 1.5, True, None)] == ["(null)"] * 4
