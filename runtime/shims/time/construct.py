"""`time.date` and `time.utc`: DateTimes from numbers, texts and components (CopperMoon specification, section 11).

Of the verdicts there: `time.date` gives local time for timestamps too, and the offset is that of the zone on the day.
"""

import math
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.numbers import MAX_INTEGER, MIN_INTEGER
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.time.civil import date_of, is_date
from cmc.runtime.shims.time.datetime import DateTime, local_milliseconds, now_milliseconds
from cmc.runtime.shims.time.iso import read_iso
from cmc.runtime.shims.time.strptime import first_match
from cmc.runtime.shims.time.units import DAY
from cmc.runtime.shims.time.zone import offset_at, offset_of_local

WITH_OFFSET = ("%+", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%z")
WITHOUT_OFFSET = (
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)


_CERTAIN = 250_000_000_000_000
"""Milliseconds since 1970 of which there is no doubt that they are dates."""


@lua_function("time.date")
def date(*components: Any) -> DateTime:
    """A date in local time: now, of a timestamp in seconds, of a text, or of year, month, day, hour, … millisecond.

    Texts may give an offset of their own (`2024-06-15T14:30:45+02:00`).

    Raises:
        LuaError: the arguments give no date.
    """
    return _construct(components, True)


@lua_function("time.utc")
def utc(*components: Any) -> DateTime:
    """A date in UTC; see `time.date`."""
    return _construct(components, False)


def _construct(components: tuple[Any, ...], is_local: bool) -> DateTime:
    if len(components) == 1:
        value = components[0]
        return _of_text(value, is_local) if type(value) is str else _of_number(value, is_local)
    if not components:
        return _of_instant(now_milliseconds(), is_local)
    if len(components) == 2:
        raise LuaError("DateTime: expected 0, 1, or 3-7 arguments")
    return _of_local(local_milliseconds(*map(_component, components[:7])), is_local)


def _component(value: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is not float:
        raise LuaError("DateTime: expected number")
    if math.isnan(value):
        return 0
    return int(min(max(value, MIN_INTEGER), MAX_INTEGER))


def _of_number(value: Any, is_local: bool) -> DateTime:
    if type(value) not in (int, float):
        raise LuaError("DateTime: expected number or string")
    if not abs(value) < 1e16:  # NaN as well
        raise LuaError("DateTime: invalid timestamp")
    instant = value * 1000 if type(value) is int else round(value * 1000)
    if not 0 <= instant < _CERTAIN and not is_date(*date_of(instant // DAY)):
        raise LuaError("DateTime: invalid timestamp")
    return _of_instant(instant, is_local)


def _of_text(text: str, is_local: bool) -> DateTime:
    plain = read_iso(text)
    if plain is not None:
        microseconds, offset, _ = plain
        if offset is None:
            return _of_local(microseconds // 1000, is_local)
        return DateTime(microseconds // 1000, offset)
    found = first_match(text, WITH_OFFSET)
    if found is not None:
        fields, moment = found
        offset = fields.get("z", 0)
        return DateTime(moment.seconds * 1000 + moment.nanoseconds // 1_000_000 - offset * 1000, offset)
    found = first_match(text, WITHOUT_OFFSET)
    if found is None:
        raise LuaError(f"DateTime: cannot parse date string: '{text}'")
    moment = found[1]
    return _of_local(moment.seconds * 1000 + moment.nanoseconds // 1_000_000, is_local)


def _of_instant(instant: int, is_local: bool) -> DateTime:
    return DateTime(instant, offset_at(instant // 1000) if is_local else 0)


def _of_local(local: int, is_local: bool) -> DateTime:
    offset = offset_of_local(local // 1000) if is_local else 0
    return DateTime(local - offset * 1000, offset)
