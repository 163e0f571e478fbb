"""`DateTime:format`: layouts such as `YYYY-MM-DD [at] HH:mm` (CopperMoon specification, section 11)."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cmc.runtime.shims.time.parts import DateParts
from cmc.runtime.shims.time.strftime import MONTHS, WEEKDAYS

_PLACES = {
    "YYYY": ("%04d", 0), "Y": ("%d", 0), "MM": ("%02d", 1), "M": ("%d", 1), "DD": ("%02d", 2), "D": ("%d", 2),
    "HH": ("%02d", 3), "H": ("%d", 3), "mm": ("%02d", 4), "m": ("%d", 4), "ss": ("%02d", 5), "s": ("%d", 5),
    "SSS": ("%03d", 6),
}  # fmt: skip
"""Tokens that are parts of a date: how they are written with Python's `%`, and their places among the parts."""

_PARTS = 7
"""The number of parts."""

_TOKEN = re.compile(
    r"\[(?P<literal>[^\]]*)\]?|YYYY|MMMM|dddd|MMM|ddd|SSS|YY|MM|DD|dd|HH|hh|mm|ss|ZZ|[YMDdHhmsAaXxZ]|.", re.DOTALL
)


@lru_cache(maxsize=256)
def _offset(seconds: int, colon: str) -> str:
    sign, minutes = ("-" if seconds < 0 else "+"), abs(seconds) // 60
    return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"


def _half(date: DateParts) -> int:
    return (date.hour() + 11) % 12 + 1


_READERS: dict[str, Callable[[DateParts], str]] = {
    "YY": lambda date: f"{date.year() % 100:02d}",
    "MMMM": lambda date: MONTHS[date.month() - 1],
    "MMM": lambda date: MONTHS[date.month() - 1][:3],
    "dddd": lambda date: WEEKDAYS[date.weekday() - 1],
    "ddd": lambda date: WEEKDAYS[date.weekday() - 1][:3],
    "dd": lambda date: WEEKDAYS[date.weekday() - 1][:2],
    "d": lambda date: str(date.weekday()),
    "hh": lambda date: f"{_half(date):02d}",
    "h": lambda date: str(_half(date)),
    "A": lambda date: "AM" if date.hour() < 12 else "PM",
    "a": lambda date: "am" if date.hour() < 12 else "pm",
    "Z": lambda date: _offset(date.offset_seconds, ":"),
    "ZZ": lambda date: _offset(date.offset_seconds, ""),
    "X": lambda date: str(date.instant // 1000),
    "x": lambda date: str(date.instant),
}


@lru_cache(maxsize=128)
def _layout(text: str) -> tuple[str, tuple[int, ...], tuple[Callable[[DateParts], str], ...]]:
    """A layout for Python's `%`: the template, the places of values (parts first, then readers), and the readers."""
    template = ""
    places: list[int] = []
    readers: list[Callable[[DateParts], str]] = []
    for match in _TOKEN.finditer(text):
        token, literal = match[0], match["literal"]
        if literal is None and token in _PLACES:
            part, place = _PLACES[token]
            template += part
            places.append(place)
        elif literal is None and token in _READERS:
            template += "%s"
            places.append(_PARTS + len(readers))
            readers.append(_READERS[token])
        else:
            template += (token if literal is None else literal).replace("%", "%%")
    return template, tuple(places), tuple(readers)


def format_date(date: DateParts, layout: str) -> str:
    """The text of a date by a layout. What is in brackets and what is no token stays as it is."""
    template, places, readers = _layout(layout)
    values: tuple[Any, ...] = date.parts()
    if readers:
        values += tuple([reader(date) for reader in readers])
    return template % tuple([values[place] for place in places])
