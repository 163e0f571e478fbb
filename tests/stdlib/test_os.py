"""The `os` library against the reference interpreter."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lua_process import assert_same_ending, run_here, run_reference
from reference import assert_same_calls, assert_same_programs, literal

from cmc.runtime.core.frames import native_codes
from cmc.runtime.stdlib.environment import open_libraries

SPECIFIERS = [
    *"aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%", *("E" + c for c in "cCxXyY"), *("O" + c for c in "deHImMSuUVwWy"),
]  # fmt: skip
MOMENTS = [
    0, 1234567890, -1, -1234567890123, 253402300799, 253402300800, -62135596800, -62167219201, 951782400, 1709164800,
    67767976233532799, -67768040609740800, 1 << 36, -(1 << 36), (1 << 36) + 1, 1 << 50, -(1 << 50),
]  # fmt: skip
BEYOND = [67768036191676800, -67768040609740801, 1 << 60, -(1 << 60), 2**63 - 1, -(2**63)]

# Dates

TELL = """
local function tell(d)
  return d.year, d.month, d.day, d.hour, d.min, d.sec, d.yday, d.wday, d.isdst
end
"""


@pytest.mark.parametrize("specifier", SPECIFIERS)
def test_date_formats(specifier: str) -> None:
    assert_same_calls([("os.date", (prefix + "%" + specifier, t)) for t in MOMENTS for prefix in ("!", "")])


def test_date_texts() -> None:
    forms = ["", "plain", "!", "%%", "%%%%d", "a%db", "é%dé\0%m", "%Y-%m-%d %H:%M:%S", "%d%%", "*t ", "!x*t", "%Ex%Od"]
    assert_same_calls([("os.date", (form, 86400 * 45)) for form in forms])


@pytest.mark.parametrize(
    "form", ["%", "%Ez", "%E", "%O", "%Oq", "%Q", "%9", "%d %Ezab", "%d%", "%%%", "%é", "%EE", "% "]
)
def test_invalid_date_formats(form: str) -> None:
    program = f"return os.date({literal(form)}, 0)"
    assert_same_programs([program, f"return pcall(os.date, {literal('!' + form)}, 0)"])


def test_date_tables() -> None:
    assert_same_programs([f"{TELL} return tell(os.date('!*t', {t}))" for t in MOMENTS])
    assert_same_programs([f"{TELL} return tell(os.date('*t', {t}))" for t in MOMENTS])


def test_dates_out_of_range() -> None:
    assert_same_calls([("os.date", (form, t)) for t in BEYOND for form in ("!%Y", "%c", "!*t")])
    assert_same_calls([("os.date", args) for args in [("x", 1.5), ("x", "y"), ({}, 0), (5, 0), ("%d", "86400")]])


fields = st.fixed_dictionaries(
    {"year": st.integers(-3000, 12000), "month": st.integers(-30, 30), "day": st.integers(-400, 400)},
    optional={
        "hour": st.integers(-50, 50),
        "min": st.integers(-100, 100),
        "sec": st.integers(-100000, 100000),
        "isdst": st.booleans(),
    },
)


@settings(max_examples=60, deadline=None)
@given(fields)
def test_time_of_a_table(date: dict[str, int]) -> None:
    assert_same_programs([f"{TELL} local d = {literal(date)} return os.time(d), tell(d)"])


def test_extreme_times() -> None:
    limit = 1 << 31
    dates = [
        {"year": limit + 1899, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 59},
        {"year": limit + 1899, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 60},
        {"year": limit + 1899, "month": 13, "day": 1},
        {"year": -limit + 1900, "month": 1, "day": 1, "hour": 0},
        {"year": -limit + 1900, "month": 1, "day": 0},
        {"year": 2020, "month": limit, "day": 1},
        {"year": 2020, "month": -limit + 1, "day": 1},
        {"year": 2020, "month": 1, "day": limit - 1, "hour": limit - 1, "min": limit - 1, "sec": limit - 1},
        {"year": 2020, "month": 1, "day": -limit, "hour": -limit, "min": -limit, "sec": -limit},
        {"year": 1969, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 59},
        {"year": 1969, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 58},
    ]
    assert_same_calls([("os.time", (date,)) for date in dates])


@pytest.mark.parametrize(
    "table",
    [
        "{}", "{year = 2020}", "{year = 2020, month = 1}", "{year = 2020, month = 1, day = 1}",
        "{year = '2020', month = '0x1', day = ' 1 '}", "{year = 2020.0, month = 1, day = 1}",
        "{year = 2020.5, month = 1, day = 1}", "{year = 'x', month = 1, day = 1}", "{year = {}, month = 1, day = 1}",
        "{year = 1 << 40, month = 1, day = 1}", "{year = -(1 << 31) + 1899, month = 1, day = 1}",
        "{year = 2020, month = (1 << 31) + 1, day = 1}", "{year = 2020, month = 1, day = 1 << 31}",
        "{year = 2020, month = 1, day = 1, hour = 'x'}", "{year = 2020, month = 1, day = 1, isdst = 1}",
        "{year = math.mininteger, month = 1, day = 1}", "{year = math.maxinteger, month = 1, day = 1}", "5", "'x'",
        "setmetatable({}, {__index = {year = 2020, month = 2, day = 3}})",
    ],
)  # fmt: skip
def test_fields_of_date_tables(table: str) -> None:
    assert_same_programs([f"return os.time({table})"])


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
def test_time_zones(zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    script = tmp_path / "zones.lua"
    script.write_text("""
        for _, t in ipairs{0, 1616893200, 1616893199, 1635642000, -3000000000, 1 << 40, -(1 << 40)} do
          print(os.date("%c %z %Z", t), os.date("!%c %z %Z", t), os.time(os.date("*t", t)))
        end
        for month = 1, 12 do
          for _, dst in ipairs{"none", true, false} do
            local d = {year = 2021, month = month, day = 28, hour = 2, min = 30}
            if dst ~= "none" then d.isdst = dst end
            print(os.time(d), d.hour, d.isdst)
          end
        end
        """)
    assert_same_ending(script)


def test_clock_and_present_time() -> None:
    assert_same_programs(
        [
            "return math.type(os.clock()), math.type(os.time()), type(os.date())",
            "local c = os.clock() for i = 1, 1e4 do local _ = i * 2 end return os.clock() >= c",
            "return os.time() - os.time(os.date('*t')) <= 1, os.time() > 1700000000",
            "return os.difftime(5, 3), os.difftime(3, 5), os.difftime('8', 2.0)",
        ]
    )


@pytest.mark.parametrize("args", [(), (5,), (None, 5), ("x", 1), (1.5, 2)])
def test_difftime_arguments(args: tuple[object, ...]) -> None:
    assert_same_calls([("os.difftime", args)])


# Environment and processes


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMC_TEST_VARIABLE", "välue")
    assert_same_calls([("os.getenv", args) for args in [("CMC_TEST_VARIABLE",), ("CMC_TEST_UNSET",), (), ({},), (5,)]])


def test_locale() -> None:
    categories = ["all", "collate", "ctype", "monetary", "numeric", "time", None]
    calls = [("os.setlocale", (name, category)) for name in ("C", "POSIX", None) for category in categories]
    assert_same_calls(calls)  # type: ignore[arg-type]
    assert_same_calls([("os.setlocale", args) for args in [("xx_YY",), ("C", "some"), ({},), ("C", 5)]])


def test_commands() -> None:
    commands = ["true", "false", "exit 3", "exit 255", "kill -9 $$", "kill -15 $$", "cmc-no-such-command 2>/dev/null"]
    assert_same_calls([("os.execute", (command,)) for command in [*commands, None, {}]])
    assert_same_programs(["return os.execute()"])


def test_commands_die_of_closed_pipes(tmp_path: Path) -> None:
    script = tmp_path / "yes.lua"
    script.write_text("print(os.execute('yes | head -n 1'))")
    assert run_here(script).errors == b""


# The end of the program

PROGRAM = """
local outer <close> = setmetatable({}, {__close = function() print("closed outer") end})
io.open("written.txt", "w"):write("buffered")
io.write("unfinished")
local function leave()
  local inner <close> = setmetatable({}, {__close = function() print("closed inner") end})
  pcall(os.exit, %s)
  print("not reached")
end
%s
print("not reached")
"""


@pytest.mark.parametrize("args", ["true", "false", "3", "256", "-1", "3.0", "'4'", "nil", "5, false"])
@pytest.mark.parametrize("place", ["leave()", "coroutine.wrap(leave)()"])
def test_exit(args: str, place: str, tmp_path: Path) -> None:
    script = tmp_path / "leave.lua"
    script.write_text(PROGRAM % (args, place))
    assert_same_ending(script)
    assert (tmp_path / "written.txt").read_text() == "buffered"


@pytest.mark.parametrize("place", ["leave()", "coroutine.wrap(leave)()", "coroutine.wrap(coroutine.wrap(leave))()"])
def test_exit_that_closes_the_state(place: str, tmp_path: Path) -> None:
    script = tmp_path / "leave.lua"
    script.write_text("g = setmetatable({}, {__gc = function() print('gc') end})" + PROGRAM % ("7, true", place))
    assert_same_ending(script)


def test_exit_arguments() -> None:
    assert_same_calls([("os.exit", args) for args in [("x",), ({},), (1.5,)]])


# Files


FILES_PROGRAM = """
print(os.remove("none"))
print(os.remove("full"))
print(os.remove("link"))
print(os.remove("empty"))
print(os.remove("file/x"))
print(os.rename("file", "é"))
print(os.rename("file", "other"))
print(os.rename("é", "full"))
print(os.remove("é\\0ignored"))
print(os.remove(""))
"""


def test_remove_and_rename(tmp_path: Path) -> None:
    endings = []
    for run in (run_reference, run_here):
        folder = tmp_path / run.__name__
        folder.mkdir()
        (folder / "file").write_text("x")
        (folder / "full").mkdir()
        (folder / "full" / "inside").write_text("x")
        (folder / "empty").mkdir()
        (folder / "link").symlink_to(folder / "empty")
        script = folder / "script.lua"
        script.write_text(FILES_PROGRAM)
        endings.append(run(script))
        assert sorted(os.listdir(folder)) == ["full", "script.lua"]
    assert endings[0] == endings[1]


def test_file_arguments() -> None:
    assert_same_calls([("os.remove", ()), ("os.remove", ({},)), ("os.rename", ("a",)), ("os.rename", ())])


def test_temporary_names() -> None:
    table = open_libraries("lua54")
    first, second = table["os"]["tmpname"](), table["os"]["tmpname"]()
    try:
        assert first != second
        assert re.fullmatch(r"/tmp/lua_\w+", first)
        assert os.path.getsize(first) == 0
    finally:
        os.remove(first)
        os.remove(second)


def test_all_functions_are_known_to_the_stack() -> None:
    table = open_libraries("lua54")
    assert all(function.__code__ in native_codes for function in table["os"].values())
