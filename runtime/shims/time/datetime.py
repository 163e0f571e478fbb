"""DateTime: a point in time and an offset from UTC; neither ever changes (CopperMoon specification, section 11)."""

import time as _clock
from typing import Any

from cmc.runtime.core.errors import LuaError, located, object_type_name
from cmc.runtime.core.table import Table
from cmc.runtime.core.values import Userdata
from cmc.runtime.declare import lua_method
from cmc.runtime.shims.time.civil import date_of, day_number, is_date, weekday_of
from cmc.runtime.shims.time.parts import DateParts
from cmc.runtime.shims.time.relative import relative_text
from cmc.runtime.shims.time.tokens import format_date
from cmc.runtime.shims.time.units import (
    DAY,
    LENGTHS,
    UNITS,
    integer_or_none,
    months_later,
    period_of,
    period_of_table,
)
from cmc.runtime.shims.time.zone import offset_at
from cmc.runtime.stdlib.library import library

_ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ"
_OTHER_TYPE = "userdata is not expected type"
_FIELDS = ("year", "month", "day", "hour", "minute", "second", "milli")


class DateTime(DateParts, path="time.CopperDateTime"):
    """A point in time, seen at an offset."""

    __slots__ = ()

    @classmethod
    def _metamethods(cls) -> dict[str, Any]:
        own = library(
            {"__eq": _equal, "__lt": _less, "__le": _less_or_equal, "__sub": _subtract, "__tostring": _to_text}
        )
        return {**super()._metamethods(), **own}

    # Other dates

    @lua_method("time.CopperDateTime:set")
    def set(self, fields: Table) -> "DateTime":
        """A date with some of `year month day hour minute second milli` changed; what is no number is passed over.

        Raises:
            LuaError: there is no such date or time of day.
        """
        given = [integer_or_none(fields[name]) for name in _FIELDS]
        merged = [old if new is None else new for old, new in zip(self.parts(), given, strict=True)]
        return DateTime(local_milliseconds(*merged) - self.offset_seconds * 1000, self.offset_seconds)

    @lua_method("time.CopperDateTime:add")
    def add(self, amount: Any = None, unit: Any = None) -> "DateTime":
        """A later date: by an amount of a unit, or by a table of them. Months keep the day if they have it.

        Raises:
            LuaError: the arguments are no period, or the date is beyond those that there are.
        """
        return self._moved(*_period("add", amount, unit))

    @lua_method("time.CopperDateTime:sub")
    def sub(self, amount: Any = None, unit: Any = None) -> "DateTime":
        """An earlier date; see `add`."""
        months, milliseconds = _period("sub", amount, unit)
        return self._moved(-months, -milliseconds)

    def _moved(self, months: int, milliseconds: int) -> "DateTime":
        local = (months_later(self.local, months) if months else self.local) + milliseconds
        if not is_date(*date_of(local // DAY)):
            raise LuaError("DateTime: the date is out of range")
        return self._at_local(local)

    def _at_local(self, local: int) -> "DateTime":
        return DateTime(local - self.offset_seconds * 1000, self.offset_seconds)

    @lua_method("time.CopperDateTime:startOf")
    def start_of(self, unit: str) -> "DateTime":
        """The begin of the year, month, week (Monday), day, hour, minute or second.

        Raises:
            LuaError: there is no such unit.
        """
        name = _period_name(unit, "startOf")
        return self._at_local(self._begin(name))

    @lua_method("time.CopperDateTime:endOf")
    def end_of(self, unit: str) -> "DateTime":
        """The last millisecond of the year, month, week, day, hour, minute or second; see `startOf`."""
        name = _period_name(unit, "endOf")
        begin = self._begin(name)
        if name in LENGTHS:
            return self._at_local(begin + LENGTHS[name] - 1)
        return self._at_local(months_later(begin, 12 if name == "years" else 1) - 1)

    def _begin(self, unit: str) -> int:
        """The begin of a unit on the clock of the offset."""
        if unit == "years":
            return day_number(self.year(), 1, 1) * DAY
        if unit == "months":
            return day_number(self.year(), self.month(), 1) * DAY
        if unit == "weeks":
            days = self.local // DAY
            return (days - weekday_of(days)) * DAY
        return self.local - self.local % LENGTHS[unit]

    @lua_method("time.CopperDateTime:clone")
    def clone(self) -> "DateTime":
        """Another object for the same date."""
        return DateTime(self.instant, self.offset_seconds)

    @lua_method("time.CopperDateTime:toUTC")
    def to_utc(self) -> "DateTime":
        """The same point in time in UTC."""
        return DateTime(self.instant, 0)

    @lua_method("time.CopperDateTime:toLocal")
    def to_local(self) -> "DateTime":
        """The same point in time at the offset that the machine's zone has then."""
        return DateTime(self.instant, offset_at(self.instant // 1000))

    # Comparison

    @lua_method("time.CopperDateTime:isBefore")
    def is_before(self, other: "DateTime") -> bool:
        """Whether this is earlier."""
        return self.instant < other.instant

    @lua_method("time.CopperDateTime:isAfter")
    def is_after(self, other: "DateTime") -> bool:
        """Whether this is later."""
        return self.instant > other.instant

    @lua_method("time.CopperDateTime:isSame")
    def is_same(self, other: "DateTime") -> bool:
        """Whether both are the same point in time."""
        return self.instant == other.instant

    @lua_method("time.CopperDateTime:isBetween")
    def is_between(self, one: "DateTime", other: "DateTime") -> bool:
        """Whether this lies between two dates, in any order, and is neither of them."""
        low, high = sorted((one.instant, other.instant))
        return low < self.instant < high

    @lua_method("time.CopperDateTime:diff")
    def diff(self, other: "DateTime", unit: str = "seconds") -> float:
        """How much later this is, in a unit; months are whole ones, years twelfths of them.

        Raises:
            LuaError: there is no such unit.
        """
        name = UNITS.get(unit)
        if name is None:
            raise LuaError(f"DateTime: unknown unit '{unit}' for diff")
        if name in LENGTHS:
            return (self.instant - other.instant) / LENGTHS[name]
        months = _whole_months(other, self) if self.instant >= other.instant else -_whole_months(self, other)
        return float(months) if name == "months" else months / 12

    # Texts

    @lua_method("time.CopperDateTime:format")
    def format(self, layout: str = "YYYY-MM-DDTHH:mm:ssZ") -> str:
        """The date by a layout of tokens such as `YYYY-MM-DD HH:mm`; text in brackets stays."""
        return format_date(self, layout)

    @lua_method("time.CopperDateTime:toISO")
    def to_iso(self) -> str:
        """The date as `2024-06-15T14:30:45.000+00:00`."""
        return format_date(self, _ISO)

    @lua_method("time.CopperDateTime:toDate")
    def to_date(self) -> str:
        """The date as `2024-06-15`."""
        return format_date(self, "YYYY-MM-DD")

    @lua_method("time.CopperDateTime:toTime")
    def to_time(self) -> str:
        """The time of day as `14:30:45`."""
        return format_date(self, "HH:mm:ss")

    @lua_method("time.CopperDateTime:fromNow")
    def from_now(self) -> str:
        """How far this is from now, as `3 hours ago` or `in 3 hours`."""
        return relative_text(_from_now(self))

    @lua_method("time.CopperDateTime:toNow")
    def to_now(self) -> str:
        """How far now is from this, as `in 3 hours`."""
        return relative_text(-_from_now(self))

    @lua_method("time.CopperDateTime:from")
    def from_(self, other: "DateTime") -> str:
        """How far this is from another date, in words."""
        return relative_text(self.instant - other.instant)

    @lua_method("time.CopperDateTime:to")
    def to(self, other: "DateTime") -> str:
        """How far another date is from this, in words."""
        return relative_text(other.instant - self.instant)


def now_milliseconds() -> int:
    """The time in milliseconds since 1970."""
    return _clock.time_ns() // 1_000_000


def _from_now(date: DateTime) -> int:
    """The distance from now, in milliseconds but to the second: the clock has gone on since the date was made."""
    return round((date.instant - now_milliseconds()) / 1000) * 1000


def local_milliseconds(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, milli: int = 0
) -> int:
    """Milliseconds since 1970 on the clock that shows a date and a time of day.

    Raises:
        LuaError: there is no such date or time of day.
    """
    if not is_date(year, month, day):
        raise LuaError(f"DateTime: invalid date: {year}-{month}-{day}")
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59 and 0 <= milli <= 999):
        raise LuaError(f"DateTime: invalid time: {hour}:{minute}:{second}.{milli}")
    return day_number(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + milli


def _period(method: str, amount: Any, unit: Any) -> tuple[int, int]:
    """Months and milliseconds that the arguments of `add` or `sub` mean."""
    if isinstance(amount, Table):
        return period_of_table(amount)
    if type(amount) not in (int, float):
        raise LuaError(f"DateTime: {method}: expected number or table as first argument")
    if type(unit) is not str:
        raise LuaError(f"DateTime: {method}: unit string required as second argument")
    whole = integer_or_none(amount)
    if whole is None:
        raise LuaError(f"DateTime: {method}: the amount is out of range")
    return period_of(whole, unit)


def _period_name(unit: str, method: str) -> str:
    name = UNITS.get(unit)
    if name is None or name == "milliseconds":
        raise LuaError(f"DateTime: unknown unit '{name or unit}' for {method}")
    return name


def _whole_months(earlier: DateTime, later: DateTime) -> int:
    """The number of whole months between two dates, seen at the offset of the later one."""
    first = DateTime(earlier.instant, later.offset_seconds).parts()
    last = later.parts()
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    return months - (last[2:] < first[2:])


# Metamethods


def _to_text(date: Any = None, *_: Any) -> str:
    return date.to_iso()  # type: ignore[no-any-return]


def _equal(left: Any = None, right: Any = None, *_: Any) -> bool:
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return left.instant == right.instant
    raise LuaError(_OTHER_TYPE)  # Lua asks only for two userdata


def _less(left: Any = None, right: Any = None, *_: Any) -> bool:
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return left.instant < right.instant
    raise _cannot_compare(left, right)


def _less_or_equal(left: Any = None, right: Any = None, *_: Any) -> bool:
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return left.instant <= right.instant
    raise _cannot_compare(left, right)


def _cannot_compare(left: Any, right: Any) -> LuaError:
    if isinstance(left, Userdata) and isinstance(right, Userdata):
        return LuaError(_OTHER_TYPE)
    return located(f"attempt to compare {object_type_name(left)} with {object_type_name(right)}")


def _subtract(left: Any = None, right: Any = None, *_: Any) -> float:
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return (left.instant - right.instant) / 1000
    if isinstance(left, Userdata) and isinstance(right, Userdata):
        raise LuaError(_OTHER_TYPE)
    other = right if isinstance(left, DateTime) else left
    raise located(f"attempt to perform arithmetic on a {object_type_name(other)} value")
