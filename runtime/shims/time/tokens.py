"""`DateTime:format`: layouts such as `YYYY-MM-DD [at] HH:mm` (CopperMoon specification, section 11)."""

import re
from collections.abc import Callable

from cmc.runtime.shims.time.parts import DateParts
from cmc.runtime.shims.time.strftime import MONTHS, WEEKDAYS

_TOKEN = re.compile(
    r"\[(?P<literal>[^\]]*)\]?|YYYY|MMMM|dddd|MMM|ddd|SSS|YY|MM|DD|dd|HH|hh|mm|ss|ZZ|[YMDdHhmsAaXxZ]|.", re.DOTALL
)


def _offset(date: DateParts, colon: str) -> str:
    sign, minutes = ("-" if date.offset_seconds < 0 else "+"), abs(date.offset_seconds) // 60
    return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"


def _half(date: DateParts) -> int:
    return (date.hour() + 11) % 12 + 1


_READERS: dict[str, Callable[[DateParts], str]] = {
    "YYYY": lambda date: f"{date.year():04d}",
    "YY": lambda date: f"{date.year() % 100:02d}",
    "Y": lambda date: str(date.year()),
    "MMMM": lambda date: MONTHS[date.month() - 1],
    "MMM": lambda date: MONTHS[date.month() - 1][:3],
    "MM": lambda date: f"{date.month():02d}",
    "M": lambda date: str(date.month()),
    "DD": lambda date: f"{date.day():02d}",
    "D": lambda date: str(date.day()),
    "dddd": lambda date: WEEKDAYS[date.weekday() - 1],
    "ddd": lambda date: WEEKDAYS[date.weekday() - 1][:3],
    "dd": lambda date: WEEKDAYS[date.weekday() - 1][:2],
    "d": lambda date: str(date.weekday()),
    "HH": lambda date: f"{date.hour():02d}",
    "H": lambda date: str(date.hour()),
    "hh": lambda date: f"{_half(date):02d}",
    "h": lambda date: str(_half(date)),
    "mm": lambda date: f"{date.minute():02d}",
    "m": lambda date: str(date.minute()),
    "ss": lambda date: f"{date.second():02d}",
    "s": lambda date: str(date.second()),
    "SSS": lambda date: f"{date.milli():03d}",
    "A": lambda date: "AM" if date.hour() < 12 else "PM",
    "a": lambda date: "am" if date.hour() < 12 else "pm",
    "Z": lambda date: _offset(date, ":"),
    "ZZ": lambda date: _offset(date, ""),
    "X": lambda date: str(date.instant // 1000),
    "x": lambda date: str(date.instant),
}


def format_date(date: DateParts, layout: str) -> str:
    """The text of a date by a layout. What is in brackets and what is no token stays as it is."""

    def replace(match: re.Match[str]) -> str:
        literal: str | None = match["literal"]
        if literal is not None:
            return literal
        reader = _READERS.get(match[0])
        return match[0] if reader is None else reader(date)

    return _TOKEN.sub(replace, layout)
