"""Points in time as the calendar has them: what `os.date` and `os.time` need (manual §6.9).

Python's `time` module is the C library's, but for the year, which it keeps in 32 bits, and for seconds, which pass
through a float. Far from today, dates are therefore computed in a year that the calendar, which repeats itself every
400 years, has the same shape in.
"""

import time
from dataclasses import dataclass
from typing import Any

from cmc.runtime.core.arguments import type_mismatch
from cmc.runtime.core.errors import located
from cmc.runtime.core.numbers import float_to_integer, parse_number
from cmc.runtime.core.operators import index, setindex
from cmc.runtime.core.table import Table

_CYCLE_YEARS = 400
_CYCLE_SECONDS = 146_097 * 86_400
_NEAR_SECONDS = 1 << 36
_NEAR_YEARS = range(0, 4000)

_INT_MIN, _INT_MAX = -0x80000000, 0x7FFFFFFF
_YEARS = range(_INT_MIN + 1900, _INT_MAX + 1901)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, broken down; `parts` has another year than `year` where that is far away."""

    year: int
    parts: time.struct_time
    utc: bool

    def format(self, specifier: str) -> str:
        """What `strftime` makes of one conversion specifier, given without its percent sign.

        Raises:
            LuaError: the year is among the last few that C can represent.
        """
        parts = self.parts
        zone = "GMT" if self.utc else parts.tm_zone
        try:
            return time.strftime("%" + specifier, time.struct_time((self.year, *parts[1:9], zone, parts.tm_gmtoff)))
        except OverflowError as error:
            raise located("date result cannot be represented in this installation") from error


def moment_of(seconds: int, *, utc: bool) -> Moment | None:
    """The calendar's view of a number of seconds since 1970; None when the year leaves the range of C's `tm_year`."""
    cycles = 0
    if abs(seconds) > _NEAR_SECONDS:
        cycles = (abs(seconds) - _NEAR_SECONDS) // _CYCLE_SECONDS + 1
        cycles = cycles if seconds > 0 else -cycles
    parts = (time.gmtime if utc else time.localtime)(seconds - cycles * _CYCLE_SECONDS)
    year = parts.tm_year + cycles * _CYCLE_YEARS
    return Moment(year, parts, utc) if year in _YEARS else None


def moment_fields(moment: Moment, table: Any) -> None:
    """Writes the fields of a date table."""
    parts = moment.parts
    setindex(table, "year", moment.year)
    setindex(table, "month", parts.tm_mon)
    setindex(table, "day", parts.tm_mday)
    setindex(table, "hour", parts.tm_hour)
    setindex(table, "min", parts.tm_min)
    setindex(table, "sec", parts.tm_sec)
    setindex(table, "yday", parts.tm_yday)
    setindex(table, "wday", (parts.tm_wday + 1) % 7 + 1)
    if parts.tm_isdst >= 0:
        setindex(table, "isdst", bool(parts.tm_isdst))


def read_fields(table: Any) -> tuple[int, int, int, int, int, int, int]:
    """Year, month, day, hour, minute, second and daylight saving time (-1 if unknown) of a date table.

    Raises:
        LuaError: it is no table, or a field is missing, no integer or too large for C.
    """
    if not isinstance(table, Table):
        raise type_mismatch(1, table, "table")
    year = _field(table, "year", None, 1900)
    month = _field(table, "month", None, 1)
    day = _field(table, "day", None)
    hour, minute, second = _field(table, "hour", 12), _field(table, "min", 0), _field(table, "sec", 0)
    daylight = index(table, "isdst")
    return year, month, day, hour, minute, second, -1 if daylight is None else int(daylight is not False)


def _field(table: Table, name: str, default: int | None, delta: int = 0) -> int:
    """An integer field, which less `delta` has to fit into a C int."""
    value = index(table, name)
    if value is None:
        if default is None:
            raise located(f"field '{name}' missing in date table")
        return default
    if type(value) is str:
        value = parse_number(value)
    if type(value) is float:
        value = float_to_integer(value)
    if type(value) is not int:
        raise located(f"field '{name}' is not an integer")
    if not _INT_MIN <= value - delta <= _INT_MAX:
        raise located(f"field '{name}' is out-of-bound")
    return value


def seconds_of(fields: tuple[int, int, int, int, int, int, int]) -> int | None:
    """The seconds since 1970 of a local date, whose fields may be outside of their ranges (mktime)."""
    year, month, *rest, daylight = fields
    year += (month - 1) // 12
    cycles = 0
    if year not in _NEAR_YEARS:
        nearest = _NEAR_YEARS[0] if year < 0 else _NEAR_YEARS[-1] - _CYCLE_YEARS + 1
        cycles = (year - nearest) // _CYCLE_YEARS
    parts = (year - cycles * _CYCLE_YEARS, (month - 1) % 12 + 1, *rest, 0, 0, daylight)
    try:
        return int(time.mktime(parts)) + cycles * _CYCLE_SECONDS  # type: ignore[arg-type]
    except OverflowError:
        return None
