"""`time` and its formats (CopperMoon specification, section 10)."""

import datetime
import time as clock
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims import time
from cmc.runtime.shims.time import civil

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MOMENTS = st.datetimes(timezones=st.just(datetime.UTC))


@given(st.dates())
def test_the_calendar_is_that_of_python(date: datetime.date) -> None:
    number = (date - EPOCH.date()).days
    assert civil.day_number(date.year, date.month, date.day) == number
    assert civil.date_of(number) == (date.year, date.month, date.day)
    assert civil.weekday_of(number) == date.weekday()
    assert civil.iso_week(number) == tuple(date.isocalendar())[:2]
    assert civil.day_of_year(date.year, date.month, date.day) == date.timetuple().tm_yday


@given(st.integers(-90_000_000, 90_000_000))
def test_the_calendar_goes_on(number: int) -> None:
    assert civil.day_number(*civil.date_of(number)) == number


@given(MOMENTS, st.sampled_from("YmdHMSjUWwuaAbBpyGVDFTRI"))
def test_formats_are_those_of_python(moment: datetime.datetime, specifier: str) -> None:
    seconds = (moment - EPOCH) // datetime.timedelta(seconds=1)
    expected = {"D": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M"}.get(specifier, f"%{specifier}")
    wanted = moment.strftime(expected)
    if specifier in "YGF":  # the C library does not fill up years
        wanted = wanted.zfill(4 if specifier != "F" else 10)
    assert time.format(float(seconds), f"%{specifier}") == wanted


@given(MOMENTS)
def test_texts_come_back(moment: datetime.datetime) -> None:
    seconds = float((moment - EPOCH) // datetime.timedelta(seconds=1))
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%d %B %Y, %I:%M:%S %p", "%Y-%j %T", "%G-W%V-%u %T", "%Y %U %w %T", "%s"):
        assert time.parse(time.format(seconds, form), form) == seconds
    assert time.parse(time.format(seconds)) == seconds


@pytest.mark.parametrize(
    ("timestamp", "form", "expected"),
    [
        (-1.5, "%Y-%m-%dT%H:%M:%S%.3f", "1969-12-31T23:59:58.500"),
        (1.25, "%f %3f %.6f %.f", "250000000 250 .250000 .250"),
        (0.0, "%-d %_d %0e %-j|%k|%l", "1  1 01 1| 0|12"),
        (0.0, "%+ %c", "1970-01-01T00:00:00+00:00 Thu Jan  1 00:00:00 1970"),
        (0.0, "%v %r %C %y %h %P %:z %::z", " 1-Jan-1970 12:00:00 AM 19 70 Jan am +00:00 +00:00:00"),
        (253402300800.0, "%Y %F", "+10000 +10000-01-01"),
        (-62167219201.0, "%Y", "-0001"),
        (float("nan"), "%s", "0"),
    ],
)
def test_formats(timestamp: float, form: str, expected: str) -> None:
    assert time.format(timestamp, form) == expected


@pytest.mark.parametrize("form", ["%", "%Q", "%-", "%_a", "a%", "%.", "%4f", "%E"])
def test_unknown_specifiers(form: str) -> None:
    with pytest.raises(LuaError, match="Time error: bad or unsupported format string"):
        time.format(0.0, form)
    with pytest.raises(LuaError, match="Parse error: bad or unsupported format string"):
        time.parse("", form)


@pytest.mark.parametrize("timestamp", [1e18, -1e18, float("inf"), 8.3e12, -8.4e12])
def test_times_that_there_are_not(timestamp: float) -> None:
    with pytest.raises(LuaError, match="Time error: invalid timestamp"):
        time.format(timestamp)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:01.5", 1.5),
        ("1970-01-01 00:00:00.25", 0.25),
        ("1970-01-01T01:00:00.125+01:00", 0.125),
        ("1969-12-31t19:00:00-05:00", 0.0),
        ("1970-1-1 0:1", 60.0),
        ("1969-12-31 23:59:60", 0.0),
    ],
)
def test_texts_without_a_format(text: str, expected: float) -> None:
    assert time.parse(text) == expected


@pytest.mark.parametrize("text", ["", "1970", "1970-01-01T00:00", "1970-02-30", "1970-01-01x", "1970-01-01T00:00:00+1"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(LuaError, match="Cannot parse time string"):
        time.parse(text)


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("2024-01-01", "%Y-%m-%d", "input is not enough for unique date and time"),
        ("10", "%H", "input is not enough for unique date and time"),
        ("2024-01-01 10", "%Y-%m-%d %H", "input is not enough for unique date and time"),
        ("2024-01", "%Y-%m-%d", "premature end of input"),
        ("x", "%Y", "input contains invalid characters"),
        ("2024-01-01 10:00x", "%F %R", "trailing input"),
        ("2024-02-30 10:00", "%F %R", "input is out of range"),
        ("2024-01-01 24:00", "%F %R", "input is out of range"),
        ("Mon 2024-01-02 10:00", "%a %F %R", "no possible date and time matching input"),
        ("2024-01-01 13:00 AM", "%F %R %p", "no possible date and time matching input"),
    ],
)
def test_texts_that_do_not_fit(text: str, form: str, reason: str) -> None:
    with pytest.raises(LuaError) as caught:
        time.parse(text, form)
    assert str(caught.value) == f"Parse error: {reason}"


def test_clocks() -> None:
    assert abs(time.now() - clock.time()) < 5
    assert abs(time.now_ms() - clock.time() * 1000) < 5000
    assert time.monotonic() >= 0 and 0 <= time.monotonic_ms() <= time.monotonic() * 1000 + 1


def test_the_calendar() -> None:
    assert time.is_leap_year(2000) and not time.is_leap_year(1900)
    assert time.days_in_month(2024, 2) == 29
    with pytest.raises(LuaError, match="DateTime: invalid month: 13"):
        time.days_in_month(2024, 13)


def test_sleeping(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local begin = time.monotonic()
        print(time.sleep(50), time.monotonic() - begin >= 0.05, time.monotonic() - begin < 5, begin < 60)
        local co = coroutine.wrap(function() time.sleep(1) coroutine.yield("woken") end)
        print(co(), select("#", time.sleep(0)), pcall(time.sleep, -1))
        print(require("time") == time)
        """)
        == [
            "nil\ttrue\ttrue\ttrue",
            "woken\t0\tfalse\tbad argument #1 to 'time.sleep' (out of range)",
            "true",
        ]
    )
