"""`time.parse`: points in time from texts (CopperMoon specification, section 10)."""

import re
from collections.abc import Callable
from functools import lru_cache

from cmc.runtime.shims.time.civil import date_of, day_number, day_of_year, is_date, is_leap, iso_week, weekday_of
from cmc.runtime.shims.time.items import NUMBERS, FormatError, Item, items_of
from cmc.runtime.shims.time.strftime import MONTHS, WEEKDAYS, Moment

NOT_ENOUGH = "input is not enough for unique date and time"
INVALID = "input contains invalid characters"
TOO_SHORT = "premature end of input"
TOO_LONG = "trailing input"
OUT_OF_RANGE = "input is out of range"
IMPOSSIBLE = "no possible date and time matching input"
BAD_FORMAT = "bad or unsupported format string"


class ParseError(ValueError):
    """A text does not fit a format; the message is one of those above."""


Fields = dict[str, int]
"""Numbers by specifier: Y C y m d w U W G g V j H I p M S f s, and z, the offset in seconds."""

_SAME_FIELD = {"e": "d", "k": "H", "l": "I"}
_RANGES = {
    "m": (1, 12), "d": (1, 31), "w": (0, 6), "U": (0, 53), "W": (0, 53), "V": (1, 53), "j": (1, 366), "H": (0, 23),
    "I": (1, 12), "M": (0, 59), "S": (0, 60),
}  # fmt: skip


_PLAIN = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
"""Specifiers of numbers and how many digits they usually have."""


@lru_cache(maxsize=64)
def _plain_pattern(form: str) -> re.Pattern[str] | None:
    """What matches the usual texts of a format that gives date and time by nothing but those specifiers."""
    try:
        items = items_of(form)
    except FormatError:
        return None
    names = "".join(item.specifier for item in items)
    if sorted(names) != sorted(_PLAIN):
        return None
    return re.compile(
        "".join(
            f"(?P<{i.specifier}>[0-9]{{{_PLAIN[i.specifier]}}})" if i.specifier else re.escape(i.text) for i in items
        )
    )


def plain_moment(text: str, form: str) -> Moment | None:
    """The moment of a text as formats usually write it, None if it takes a closer look."""
    pattern = _plain_pattern(form)
    match = None if pattern is None else pattern.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.group("Y", "m", "d", "H", "M", "S"))
    if not is_date(year, month, day) or hour > 23 or minute > 59 or second > 60:
        return None
    return Moment(((day_number(year, month, day) * 24 + hour) * 60 + minute) * 60 + second, 0)


def parse_fields(text: str, form: str) -> Fields:
    """The numbers that a text gives for the specifiers of a format.

    Raises:
        ParseError: the text does not fit, or the format has a specifier that does not exist.
    """
    try:
        items = items_of(form)
    except FormatError:
        raise ParseError(BAD_FORMAT) from None
    fields: Fields = {}
    rest = text
    for item in items:
        rest = _take(rest, item, fields)
    if rest:
        raise ParseError(TOO_LONG)
    return fields


def _set(fields: Fields, name: str, value: int) -> None:
    low, high = _RANGES.get(name, (value, value))
    if not low <= value <= high:
        raise ParseError(OUT_OF_RANGE)
    if fields.setdefault(name, value) != value:
        raise ParseError(IMPOSSIBLE)


def _take(rest: str, item: Item, fields: Fields) -> str:
    """Reads one item from the beginning of a text; returns what is left of it."""
    specifier = item.specifier
    if not specifier:
        return _take_literal(rest, item.text)
    if specifier in NUMBERS:
        return _take_number(rest, specifier, fields)
    return _TEXT_READERS[specifier](rest, specifier, fields)


def _take_literal(rest: str, literal: str) -> str:
    for part in re.findall(r"\s+|\S+", literal):
        if part.isspace():
            rest = rest.lstrip()
        elif len(rest) < len(part):
            raise ParseError(TOO_SHORT)
        elif not rest.startswith(part):
            raise ParseError(INVALID)
        else:
            rest = rest[len(part) :]
    return rest


def _take_number(rest: str, specifier: str, fields: Fields) -> str:
    width = {"f": 9, "s": 20}.get(specifier, NUMBERS[specifier][0])
    rest = rest.lstrip()
    signed = specifier in "YGs" and rest[:1] in ("+", "-")
    match = re.match(r"[+-][0-9]+" if signed else f"[0-9]{{1,{width}}}", rest)
    if match is None:
        raise ParseError(INVALID if rest else TOO_SHORT)
    value = int(match[0])
    if specifier == "f":
        value *= 10 ** (9 - len(match[0]))
    name = _SAME_FIELD.get(specifier, specifier)
    if name == "u":
        if not 1 <= value <= 7:
            raise ParseError(OUT_OF_RANGE)
        name, value = "w", value % 7
    _set(fields, name, value)
    return rest[match.end() :]


def _take_name(rest: str, specifier: str, fields: Fields) -> str:
    """A month or weekday; where the long name is asked for, the short one does as well."""
    names, field = (MONTHS, "m") if specifier in "bB" else (WEEKDAYS, "w")
    for number, name in enumerate(names, 1):
        if rest[:3].lower() == name[:3].lower():
            _set(fields, field, number if field == "m" else number % 7)
            is_long = specifier in "AB" and rest[: len(name)].lower() == name.lower()
            return rest[len(name) if is_long else 3 :]
    raise ParseError(INVALID if len(rest) >= 3 else TOO_SHORT)


def _take_half(rest: str, _: str, fields: Fields) -> str:
    half = {"am": 0, "pm": 1}.get(rest[:2].lower())
    if half is None:
        raise ParseError(INVALID if len(rest) >= 2 else TOO_SHORT)
    _set(fields, "p", half)
    return rest[2:]


def _take_fraction(rest: str, specifier: str, fields: Fields) -> str:
    if specifier.startswith("."):
        if not rest.startswith("."):
            return rest
        rest = rest[1:]
    exact = specifier[-2] if specifier[-2:-1].isdigit() else ""
    match = re.match(f"[0-9]{{{exact}}}" if exact else "[0-9]+", rest)
    if match is None:
        raise ParseError(INVALID if rest else TOO_SHORT)
    _set(fields, "f", int(match[0][:9].ljust(9, "0")))
    return rest[match.end() :]


def _take_zone_name(rest: str, *_: object) -> str:
    return re.sub(r"\A\S*", "", rest)


def _take_offset(rest: str, _: str, fields: Fields) -> str:
    rest = rest.lstrip()
    match = re.match(r"([+\-\u2212])([0-9]{2}):?\s*([0-9]{2})", rest)
    if match is None:
        raise ParseError(INVALID if rest else TOO_SHORT)
    hours, minutes = int(match[2]), int(match[3])
    if minutes > 59 or hours > 23:
        raise ParseError(OUT_OF_RANGE)
    _set(fields, "z", (hours * 60 + minutes) * (60 if match[1] == "+" else -60))
    return rest[match.end() :]


_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)


def _take_rfc3339(rest: str, _: str, fields: Fields) -> str:
    match = _RFC_3339.match(rest)
    if match is None:
        raise ParseError(INVALID if rest else TOO_SHORT)
    for name, digits in zip("YmdHMS", match.groups(), strict=False):
        _set(fields, name, int(digits))
    _set(fields, "f", int((match[7] or "0")[:9].ljust(9, "0")))
    hours, minutes = int(match[9] or 0), int(match[10] or 0)
    if hours > 23 or minutes > 59:
        raise ParseError(OUT_OF_RANGE)
    _set(fields, "z", (hours * 60 + minutes) * (-60 if match[8] == "-" else 60))
    return rest[match.end() :]


_TEXT_READERS: dict[str, Callable[[str, str, Fields], str]] = {
    **dict.fromkeys(("a", "A", "b", "B"), _take_name),
    **dict.fromkeys(("p", "P"), _take_half),
    **dict.fromkeys((".f", ".3f", ".6f", ".9f", "3f", "6f", "9f"), _take_fraction),
    **dict.fromkeys(("z", ":z", "::z"), _take_offset),
    "Z": _take_zone_name,
    "+": _take_rfc3339,
}


# From fields to a moment


def moment_of_fields(fields: Fields, *, needs_time: bool = True) -> Moment:
    """The moment that fields tell, without a look at the offset. Without `needs_time`, no time of day is midnight.

    Raises:
        ParseError: fields are missing, contradict each other, or there is no such date.
    """
    if "s" in fields and not fields.keys() - {"s", "z", "f"}:
        return Moment(fields["s"], fields.get("f", 0))
    days = _day_of(fields)
    if not needs_time and not fields.keys() & {"H", "I", "p", "M", "S", "f"}:
        return Moment(days * 86400, 0)
    moment = Moment(days * 86400 + _second_of_day(fields), fields.get("f", 0))
    if fields.get("s", moment.seconds) != moment.seconds:
        raise ParseError(IMPOSSIBLE)
    return moment


def _year_of(fields: Fields, full: str, short: str) -> int | None:
    if full in fields:
        return fields[full]
    if short not in fields:
        return None
    last = fields[short]
    if full == "Y" and "C" in fields:
        return fields["C"] * 100 + last
    return last + (2000 if last < 70 else 1900)


def _day_of(fields: Fields) -> int:
    year, iso_year = _year_of(fields, "Y", "y"), _year_of(fields, "G", "g")
    weekday = (fields["w"] - 1) % 7 if "w" in fields else None
    if year is not None and "m" in fields and "d" in fields:
        if not is_date(year, fields["m"], fields["d"]):
            raise ParseError(OUT_OF_RANGE)
        days = day_number(year, fields["m"], fields["d"])
    elif year is not None and "j" in fields:
        if fields["j"] > 365 + is_leap(year) or not is_date(year, 1, 1):
            raise ParseError(OUT_OF_RANGE)
        days = day_number(year, 1, 1) + fields["j"] - 1
    elif year is not None and weekday is not None and fields.keys() & {"U", "W"}:
        days = _day_of_week(fields, year, weekday)
    elif iso_year is not None and weekday is not None and "V" in fields:
        first = day_number(iso_year, 1, 4)
        days = first - weekday_of(first) + (fields["V"] - 1) * 7 + weekday
    else:
        raise ParseError(NOT_ENOUGH)
    _check_day(fields, days)
    return days


def _day_of_week(fields: Fields, year: int, weekday: int) -> int:
    """The day by the number of a week that begins on Sunday (U) or Monday (W)."""
    new_year = day_number(year, 1, 1)
    if "U" in fields:
        begin = new_year + (6 - weekday_of(new_year)) % 7
        days = begin + (fields["U"] - 1) * 7 + (weekday + 1) % 7
    else:
        begin = new_year + (7 - weekday_of(new_year)) % 7
        days = begin + (fields["W"] - 1) * 7 + weekday
    if date_of(days)[0] != year:
        raise ParseError(OUT_OF_RANGE)
    return days


def _check_day(fields: Fields, days: int) -> None:
    """Compares what else the fields say with the day."""
    year, month, day = date_of(days)
    iso_year, week = iso_week(days)
    told = {"m": month, "d": day, "j": day_of_year(year, month, day), "w": (weekday_of(days) + 1) % 7, "V": week}
    told |= {"G": iso_year, "g": iso_year % 100, "Y": year, "y": year % 100, "C": year // 100}
    if any(fields.get(name, value) != value for name, value in told.items()):
        raise ParseError(IMPOSSIBLE)


def _second_of_day(fields: Fields) -> int:
    if "H" in fields:
        hour = fields["H"]
    elif "I" in fields and "p" in fields:
        hour = fields["I"] % 12 + fields["p"] * 12
    else:
        raise ParseError(NOT_ENOUGH)
    if fields.get("I", hour % 12) % 12 != hour % 12 or fields.get("p", hour // 12) != hour // 12:
        raise ParseError(IMPOSSIBLE)
    if "M" not in fields or ("f" in fields and "S" not in fields):
        raise ParseError(NOT_ENOUGH)
    return hour * 3600 + fields["M"] * 60 + fields.get("S", 0)


def first_match(text: str, forms: tuple[str, ...]) -> tuple[Fields, Moment] | None:
    """Fields and moment by the first format that a text fits; a date alone is midnight."""
    for form in forms:
        try:
            fields = parse_fields(text, form)
            return fields, moment_of_fields(fields, needs_time=False)
        except ParseError:
            continue
    return None
