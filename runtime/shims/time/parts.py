"""The parts of a date: year, month, day, hour and so on (CopperMoon specification, section 11)."""

from time import gmtime

from cmc.runtime.declare import HostObject, lua_method
from cmc.runtime.shims.time.civil import day_of_year, is_leap, month_length, weekday_of
from cmc.runtime.shims.time.units import DAY

Components = tuple[int, int, int, int, int, int, int]
"""Year, month, day, hour, minute, second and millisecond."""


class DateParts(HostObject):
    """The methods of DateTime that tell something of it.

    Attributes:
        instant: milliseconds since 1970 in UTC.
        offset_seconds: how far the clock is ahead of UTC.
    """

    __slots__ = ("_parts", "instant", "offset_seconds")

    def __init__(self, instant: int, offset_seconds: int) -> None:
        metatable = self._metatable
        self.metatable = self.lua_metatable() if metatable is None else metatable
        self.instant = instant
        self.offset_seconds = offset_seconds
        self._parts: Components | None = None

    @property
    def local(self) -> int:
        """Milliseconds since 1970 on the clock of the offset."""
        return self.instant + self.offset_seconds * 1000

    def parts(self) -> Components:
        """Date and time of day at the offset."""
        if self._parts is None:
            seconds, milliseconds = divmod(self.local, 1000)
            year, month, day, hour, minute, second = gmtime(seconds)[:6]
            self._parts = (year, month, day, hour, minute, second, milliseconds)
        return self._parts

    @lua_method("time.CopperDateTime:year")
    def year(self) -> int:
        """The year."""
        return self.parts()[0]

    @lua_method("time.CopperDateTime:month")
    def month(self) -> int:
        """The month, from 1."""
        return self.parts()[1]

    @lua_method("time.CopperDateTime:day")
    def day(self) -> int:
        """The day of the month."""
        return self.parts()[2]

    @lua_method("time.CopperDateTime:hour")
    def hour(self) -> int:
        """The hour."""
        return self.parts()[3]

    @lua_method("time.CopperDateTime:minute")
    def minute(self) -> int:
        """The minute."""
        return self.parts()[4]

    @lua_method("time.CopperDateTime:second")
    def second(self) -> int:
        """The second."""
        return self.parts()[5]

    @lua_method("time.CopperDateTime:milli")
    def milli(self) -> int:
        """The millisecond."""
        return self.parts()[6]

    @lua_method("time.CopperDateTime:weekday")
    def weekday(self) -> int:
        """The weekday, from Monday = 1."""
        return weekday_of(self.local // DAY) + 1

    @lua_method("time.CopperDateTime:yearday")
    def yearday(self) -> int:
        """The day of the year, from 1."""
        return day_of_year(*self.parts()[:3])

    @lua_method("time.CopperDateTime:isLeapYear")
    def is_leap_year(self) -> bool:
        """Whether the year has 366 days."""
        return is_leap(self.year())

    @lua_method("time.CopperDateTime:daysInMonth")
    def days_in_month(self) -> int:
        """The number of days of the month."""
        return month_length(self.year(), self.month())

    @lua_method("time.CopperDateTime:timestamp")
    def timestamp(self) -> float:
        """Seconds since 1970 in UTC, to the millisecond."""
        return self.instant / 1000

    @lua_method("time.CopperDateTime:timestamp_ms")
    def timestamp_ms(self) -> int:
        """Milliseconds since 1970 in UTC."""
        return self.instant

    @lua_method("time.CopperDateTime:offset")
    def offset(self) -> float:
        """The offset from UTC in hours."""
        return self.offset_seconds / 3600

    @lua_method("time.CopperDateTime:isUTC")
    def is_utc(self) -> bool:
        """Whether the offset is zero."""
        return self.offset_seconds == 0
