"""Dates of `time.date` and `time.utc` (CopperMoon specification, section 11)."""

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.time import DateTime, format, utc
from cmc.runtime.shims.time.civil import date_of, is_date
from cmc.runtime.shims.time.construct import WITH_OFFSET, WITHOUT_OFFSET
from cmc.runtime.shims.time.iso import read_iso
from cmc.runtime.shims.time.relative import relative_text
from cmc.runtime.shims.time.strftime import CERTAIN_SECONDS, Moment, format_moment, plain_text
from cmc.runtime.shims.time.strptime import first_match

UTC = datetime.UTC
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
BERLIN = {"TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}


def of(moment: datetime.datetime) -> DateTime:
    """The date of a moment in UTC."""
    return DateTime((moment - EPOCH) // datetime.timedelta(milliseconds=1), 0)


@given(MOMENTS)
def test_parts_are_those_of_python(moment: datetime.datetime) -> None:
    date = of(moment)
    assert date.parts()[:6] == tuple(moment.timetuple())[:6]
    assert (date.weekday(), date.yearday()) == (moment.isoweekday(), moment.timetuple().tm_yday)
    assert utc(*date.parts()).instant == date.instant
    assert utc(date.to_iso()).instant == date.instant
    assert date.format("YYYY-MM-DD[T]HH:mm:ss") == moment.isoformat()[:19]


@given(MOMENTS, st.integers(-5000, 5000))
def test_months_keep_the_day_if_they_have_it(moment: datetime.datetime, months: int) -> None:
    date = of(moment).add(months, "months")
    total = moment.year * 12 + moment.month - 1 + months
    assert (date.year(), date.month()) == (total // 12, total % 12 + 1)
    assert date.day() == min(moment.day, date.days_in_month())


@given(MOMENTS, MOMENTS)
def test_distances(one: datetime.datetime, other: datetime.datetime) -> None:
    first, second = of(one), of(other)
    assert first.diff(second) == (one - other).total_seconds()
    assert first.diff(second, "months") == -second.diff(first, "months")
    months = int(first.diff(second, "months"))
    assert abs(second.add(months, "months").diff(first, "days")) <= 31
    assert first.is_before(second) == (one < other) and first.is_same(second) == (one == other)


@given(MOMENTS, st.sampled_from(["year", "month", "week", "day", "hour", "minute", "second"]))
def test_begin_and_end_of_units(moment: datetime.datetime, unit: str) -> None:
    date = of(moment)
    begin, end = date.start_of(unit), date.end_of(unit)
    assert begin.instant <= date.instant <= end.instant
    assert begin.start_of(unit).instant == begin.instant and begin.end_of(unit).instant == end.instant
    assert begin.sub(1, "ms").end_of(unit).instant == begin.instant - 1
    assert end.add(1, "ms").start_of(unit).instant == end.instant + 1


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "in a few seconds"),
        (-999, "in a few seconds"),
        (-44_999, "a few seconds ago"),
        (-45_000, "a minute ago"),
        (90_000, "in 1 minute"),
        (119_000, "in 1 minute"),
        (120_000, "in 2 minutes"),
        (-5_400_000, "1 hour ago"),
        (129_600_000, "in 1 day"),
        (3_888_000_000, "in 1 month"),
        (47_304_000_000, "in 1 year"),
        (-94_608_000_000, "3 years ago"),
    ],
)
def test_distances_in_words(milliseconds: int, text: str) -> None:
    assert relative_text(milliseconds) == text


def test_distance_from_now_does_not_lose_a_unit() -> None:
    assert utc().add(5, "days").from_now() == "in 5 days"
    assert utc().sub(5, "days").to_now() == "in 5 days"


def test_the_same_object_as_self_and_argument(output: Callable[..., list[str]]) -> None:
    assert output("""
        local d, e = time.utc(2024, 1, 1), time.utc(2025, 1, 1)
        print(d:isBefore(d), d <= d, d - d, d:diff(d), d:isBetween(d, e), d == d, d == d:clone(), d:from(d))
        local list = {}
        for i = 1, 40 do list[i] = time.utc(2024, 1, (i * 7) % 31 + 1) end
        table.sort(list)
        print(list[1]:toDate(), list[40]:toDate())
        """) == ["false\ttrue\t0\t0\tfalse\ttrue\ttrue\tin a few seconds", "2024-01-01\t2024-01-31"]


def test_local_dates_have_the_offset_of_their_day(output: Callable[..., list[str]]) -> None:
    assert (
        output(
            """
        print(time.date(2024, 1, 15, 12), time.date(2024, 7, 15, 12))
        print(time.date(0), time.date(1720000000), time.utc(1720000000))
        print(time.date("2024-07-15 12:00"), time.date("2024-07-15T12:00:00Z"), time.date("2024-01-15"))
        print(time.date(2024, 3, 31, 2, 30), time.date(2024, 10, 27, 2, 30), time.date(2024, 10, 27, 4))
        print(time.utc(2024, 7, 1):toLocal(), time.utc(2024, 7, 1):toLocal():toUTC(), time.date(2024, 7, 1):offset())
        """,
            env=BERLIN,
        )
        == [
            "2024-01-15T12:00:00.000+01:00\t2024-07-15T12:00:00.000+02:00",
            "1970-01-01T01:00:00.000+01:00\t2024-07-03T11:46:40.000+02:00\t2024-07-03T09:46:40.000+00:00",
            "2024-07-15T12:00:00.000+02:00\t2024-07-15T12:00:00.000+00:00\t2024-01-15T00:00:00.000+01:00",
            "2024-03-31T02:30:00.000+01:00\t2024-10-27T02:30:00.000+02:00\t2024-10-27T04:00:00.000+01:00",
            "2024-07-01T02:00:00.000+02:00\t2024-07-01T00:00:00.000+00:00\t2",
        ]
    )


def test_far_dates() -> None:
    assert utc(262142, 12, 31).year() == 262142
    assert utc(-262143, 1, 1).format("Y") == "-262143"
    for amount, unit in ((1, "day"), (10**15, "days"), (10**15, "ms")):
        with pytest.raises(LuaError, match="DateTime: "):
            utc(262142, 12, 31).add(amount, unit)
    with pytest.raises(LuaError, match="DateTime: invalid date after month arithmetic: 262143-12-31"):
        utc(262142, 12, 31).add(1, "year")
    with pytest.raises(LuaError, match="DateTime: invalid timestamp"):
        utc(float("nan"))


def test_fields_that_are_no_numbers_are_passed_over() -> None:
    date = utc(2024, 1, 31)
    assert date.set(Table(day="7", month=True, year=2023.9)).to_date() == "2023-01-07"
    assert date.add(Table(days="x", hours=1, week=1)).to_iso() == "2024-02-07T01:00:00.000+00:00"
    with pytest.raises(LuaError, match="DateTime: invalid date: 2024-2-31"):
        date.set(Table(month=2))


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("[", ""),
        ("[]]", "]"),
        ("[[]", "["),
        ("dd ddd dddd d", "Tu Tue Tuesday 2"),
        ("YYYYY", "20242024"),
        ("[\u00e9] D", "\u00e9 5"),
        ("ZZZ", "+0000+00:00"),
        ("a\n", "am\n"),
    ],
)
def test_layouts(layout: str, text: str) -> None:
    assert utc(2024, 3, 5, 9).format(layout) == text


def test_errors_from_lua(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local d = time.utc(2024, 1, 1)
        print(pcall(function() return d < 5 end))
        print(pcall(function() return d + 1 end))
        print(pcall(function() return d - 1 end))
        print(d == 5, pcall(d.isSame, d, buffer.new(1)))
        print(pcall(d.year, "x"))
        print(d.nothing, type(d), pcall(function() d.extra = 1 end))
        print(pcall(time.utc, 2024, 1))
        """)
        == [
            "false\tmain.lua:3: attempt to compare CopperDateTime with number",
            "false\tmain.lua:4: attempt to perform arithmetic on a CopperDateTime value (upvalue 'd')",
            "false\tmain.lua:5: attempt to perform arithmetic on a number value",
            "false\tfalse\tuserdata is not expected type",
            "false\tbad argument #1 to 'year' (CopperDateTime expected, got string)",
            "nil\tuserdata\tfalse\tmain.lua:8: attempt to index a CopperDateTime value (upvalue 'd')",
            "false\tDateTime: expected 0, 1, or 3-7 arguments",
        ]
    )


@given(
    st.datetimes(),
    st.sampled_from(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dt%H:%M:%S"]),
    st.sampled_from(["", ".5", ".123", ".123456", ".123456789", "."]),
    st.sampled_from(["", "Z", "z", "+02:00", "-0330", "+23:59", "+24:00", "-12:60", "+01"]),
)
def test_usual_texts_are_read_as_all_others(moment: datetime.datetime, form: str, fraction: str, zone: str) -> None:
    text = f"{moment.year:04d}{moment.strftime(form.removeprefix('%Y'))}{fraction}{zone}"
    plain = read_iso(text)
    with_offset, without = first_match(text, WITH_OFFSET), first_match(text, WITHOUT_OFFSET)
    if plain is None:
        return
    found = with_offset or without
    assert found is not None, text
    fields, slow = found
    offset = fields.get("z") if with_offset else None
    microseconds = slow.seconds * 1_000_000 + slow.nanoseconds // 1000
    is_rfc = first_match(text, ("%+",)) is not None
    assert plain == (microseconds - (offset or 0) * 1_000_000, offset, is_rfc)


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("2024-06-15", True),
        ("2024-06-15 14:30", True),
        ("2024-06-15T14:30", False),
        ("2024-06-15T14:30:45.123456+02:00", True),
        ("2024-06-15 14:30:45Z", True),
        ("2024-06-15 24:00:00", False),
        ("2024-06-15 23:59:60", False),
        ("2024-02-30", False),
        ("0000-01-01", False),
        ("20240615", False),
        ("2024-W24-6", False),
        (" 2024-06-15", False),
        ("\u0662024-06-15", False),
    ],
)
def test_what_is_a_usual_text(text: str, is_plain: bool) -> None:
    assert (read_iso(text) is not None) == is_plain


@given(st.integers(-(10**13), 10**13), st.sampled_from(["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %%", "%H%M"]))
def test_usual_formats_write_as_all_others(seconds: int, form: str) -> None:
    if 0 <= seconds < CERTAIN_SECONDS:
        assert plain_text(seconds, form) == format_moment(Moment(seconds, 0), form)
    if is_date(*date_of(seconds // 86400)):
        assert format(seconds, form) == format_moment(Moment(seconds, 0), form)


def test_other_userdata_are_no_dates(output: Callable[..., list[str]]) -> None:
    assert output("""
        local date, other = time.utc(0), buffer.new(1)
        print(pcall(function() return date == other end))
        print(pcall(function() return other ~= date end))
        print(pcall(function() return date < other end))
        print(pcall(function() return date - other end))
        print(date == 5, date == {}, date == nil)
        """) == ["false\tuserdata is not expected type"] * 4 + ["false\tfalse\tfalse"]
