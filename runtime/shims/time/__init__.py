"""`time`: clocks, formats and dates (CopperMoon specification, sections 10 and 11).

Of the verdicts there: `monotonic` counts from the start of the program, `parse` keeps fractions, unknown specifiers
raise errors.
"""

import math
import time as _clock

from cmc.runtime.bridge import wait
from cmc.runtime.core.errors import LuaError
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.kinds import I32, U32, Unsigned
from cmc.runtime.shims.time.civil import date_of, is_date, is_leap, month_length
from cmc.runtime.shims.time.construct import date, utc
from cmc.runtime.shims.time.datetime import DateTime
from cmc.runtime.shims.time.iso import read_iso
from cmc.runtime.shims.time.items import FormatError
from cmc.runtime.shims.time.strftime import CERTAIN_SECONDS, Moment, format_moment, plain_text
from cmc.runtime.shims.time.strptime import ParseError, first_match, moment_of_fields, parse_fields, plain_moment

__all__ = [
    "DateTime",
    "date",
    "days_in_month",
    "format",
    "is_leap_year",
    "monotonic",
    "monotonic_ms",
    "now",
    "now_ms",
    "parse",
    "sleep",
    "utc",
]

_FORMS = (
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)


@lua_function("time.sleep", suspends=True)
def sleep(milliseconds: Unsigned) -> None:
    """Waits for at least so many milliseconds, while timers and requests go on."""
    import asyncio

    wait(asyncio.sleep(milliseconds / 1000))


@lua_function("time.now")
def now() -> float:
    """Seconds since 1970 in UTC, with a fraction."""
    return _clock.time()


@lua_function("time.now_ms")
def now_ms() -> int:
    """Milliseconds since 1970 in UTC."""
    return _clock.time_ns() // 1_000_000


@lua_function("time.monotonic")
def monotonic() -> float:
    """Seconds since the program was started, on a clock that is never set."""
    return _nanoseconds() / 1e9


@lua_function("time.monotonic_ms")
def monotonic_ms() -> int:
    """Milliseconds since the program was started, on a clock that is never set."""
    return _nanoseconds() // 1_000_000


def _nanoseconds() -> int:
    from cmc.runtime.shims.catalogue import STARTED

    return _clock.monotonic_ns() - STARTED


@lua_function("time.format")
def format(timestamp: float, form: str = "%Y-%m-%dT%H:%M:%SZ") -> str:
    """A timestamp in seconds as text, in UTC, by a format of the strftime family.

    Raises:
        LuaError: there is no such time, or the format has an unknown specifier.
    """
    seconds = int(timestamp) if 0.0 <= timestamp < CERTAIN_SECONDS else -1
    plain = plain_text(seconds, form) if seconds >= 0 else None
    if plain is not None:
        return plain
    value = 0.0 if math.isnan(timestamp) else timestamp
    if not abs(value) < 1e16 or not is_date(*date_of(math.floor(value) // 86400)):
        raise LuaError("Time error: invalid timestamp")
    nanoseconds = round((value - math.floor(value)) * 1e9)
    carry, nanoseconds = divmod(nanoseconds, 1_000_000_000)
    try:
        return format_moment(Moment(math.floor(value) + carry, nanoseconds), form)
    except FormatError as error:
        raise LuaError(f"Time error: bad or unsupported format string: '{form}'") from error


@lua_function("time.parse")
def parse(text: str, form: str | None = None) -> float:
    """The timestamp in seconds of a text in UTC; without a format, of RFC 3339 and similar texts.

    A format has to cover date and time; an offset that it reads is ignored, as in the reference.

    Raises:
        LuaError: the text does not fit.
    """
    if form is not None:
        try:
            moment = plain_moment(text, form) or moment_of_fields(parse_fields(text, form))
        except ParseError as error:
            raise LuaError(f"Parse error: {error}") from error
        return moment.seconds + moment.nanoseconds / 1e9
    plain = read_iso(text)
    if plain is not None:
        microseconds, offset, is_rfc = plain
        if is_rfc or offset is None:
            return microseconds / 1_000_000
    found = first_match(text, ("%+",)) or first_match(text, _FORMS)
    if found is None:
        raise LuaError(f"Cannot parse time string: '{text}'")
    fields, moment = found
    return moment.seconds - fields.get("z", 0) + moment.nanoseconds / 1e9


@lua_function("time.isLeapYear")
def is_leap_year(year: I32) -> bool:
    """Whether a year has 366 days."""
    return is_leap(year)


@lua_function("time.daysInMonth")
def days_in_month(year: I32, month: U32) -> int:
    """The number of days of a month.

    Raises:
        LuaError: there is no such month.
    """
    if not 1 <= month <= 12:
        raise LuaError(f"DateTime: invalid month: {month}")
    return month_length(year, month)
