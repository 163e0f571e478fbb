"""`time.format`: points in time as texts, always in UTC (CopperMoon specification, section 10)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from time import gmtime
from typing import Any

from cmc.runtime.shims.time.civil import date_of, day_of_year, iso_week, weekday_of
from cmc.runtime.shims.time.items import NUMBERS, FormatError, items_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: whole seconds since 1970 and nanoseconds."""

    seconds: int
    nanoseconds: int


CERTAIN_SECONDS = 250_000_000_000
"""Seconds since 1970 below which years have four digits."""

_PLAIN = {"Y": ("%04d", 0), "m": ("%02d", 1), "d": ("%02d", 2), "H": ("%02d", 3), "M": ("%02d", 4), "S": ("%02d", 5)}
"""Specifiers of numbers that the C library tells, by their places in its answer."""


@lru_cache(maxsize=64)
def _plain_layout(form: str) -> tuple[str, Callable[[Any], Any]] | None:
    """A format of nothing but those specifiers: how it is written with Python's `%`, and what takes the numbers."""
    template, places = "", []
    try:
        items = items_of(form)
    except FormatError:
        return None
    for item in items:
        if not item.specifier:
            template += item.text.replace("%", "%%")
        elif item.specifier in _PLAIN and item.padding == "0":
            part, place = _PLAIN[item.specifier]
            template += part
            places.append(place)
        else:
            return None
    return (template, itemgetter(*places)) if places else None


def plain_text(seconds: int, form: str) -> str | None:
    """The text of a moment with a year of four digits, None if it takes more than the simple way."""
    layout = _plain_layout(form)
    return None if layout is None else layout[0] % layout[1](gmtime(seconds))


def format_moment(moment: Moment, form: str) -> str:
    """The text of a moment by a format.

    Raises:
        FormatError: the format has a specifier that does not exist.
    """
    numbers: dict[str, int] | None = None
    pieces = []
    for item in items_of(form):
        if not item.specifier:
            pieces.append(item.text)
            continue
        if numbers is None:
            numbers = _numbers(moment)
        if item.specifier in NUMBERS:
            pieces.append(_number(numbers[item.specifier], item.specifier, item.padding))
        else:
            pieces.append(_text(item.specifier, numbers))
    return "".join(pieces)


def _numbers(moment: Moment) -> dict[str, int]:
    """The numbers of all specifiers."""
    days, second_of_day = divmod(moment.seconds, 86400)
    year, month, day = date_of(days)
    hour, rest = divmod(second_of_day, 3600)
    weekday = weekday_of(days)
    yearday = day_of_year(year, month, day)
    iso_year, week = iso_week(days)
    half = (hour + 11) % 12 + 1
    return {
        "Y": year, "C": year // 100, "y": year % 100, "m": month, "d": day, "e": day, "w": (weekday + 1) % 7,
        "u": weekday + 1, "U": (yearday + 6 - (weekday + 1) % 7) // 7, "W": (yearday + 6 - weekday) // 7,
        "G": iso_year, "g": iso_year % 100, "V": week, "j": yearday, "H": hour, "k": hour, "I": half, "l": half,
        "M": rest // 60, "S": rest % 60, "f": moment.nanoseconds, "s": moment.seconds,
    }  # fmt: skip


def _number(number: int, specifier: str, padding: str) -> str:
    if specifier in "YG" and not 0 <= number <= 9999:
        return f"{number:+05d}" if padding == "0" else f"{number:+}"
    digits = str(number)
    return digits.rjust(NUMBERS[specifier][0], padding) if padding else digits


def _text(specifier: str, numbers: dict[str, int]) -> str:
    nanoseconds = f"{numbers['f']:09d}"
    match specifier:
        case "a" | "A":
            name = WEEKDAYS[numbers["u"] - 1]
            return name if specifier == "A" else name[:3]
        case "b" | "B":
            name = MONTHS[numbers["m"] - 1]
            return name if specifier == "B" else name[:3]
        case "p" | "P":
            name = "AM" if numbers["H"] < 12 else "PM"
            return name if specifier == "p" else name.lower()
        case "Z":
            return "UTC"
        case "z":
            return "+0000"
        case ":z":
            return "+00:00"
        case "::z":
            return "+00:00:00"
        case ".f":
            return _fraction(nanoseconds)
        case "+":
            date = f"{_number(numbers['Y'], 'Y', '0')}-{numbers['m']:02d}-{numbers['d']:02d}"
            clock = f"{numbers['H']:02d}:{numbers['M']:02d}:{numbers['S']:02d}"
            return f"{date}T{clock}{_fraction(nanoseconds)}+00:00"
    digits = int(specifier[-2])  # .3f and 3f, and the same with 6 and 9
    return "." * specifier.startswith(".") + nanoseconds[:digits]


def _fraction(nanoseconds: str) -> str:
    """A dot and as many groups of three digits as are needed."""
    digits = nanoseconds.rstrip("0")
    return "." + nanoseconds[: (len(digits) + 2) // 3 * 3] if digits else ""
