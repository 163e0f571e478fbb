"""Dates in the forms that nearly all texts have, such as `2024-06-15 14:30:45`, read by Python's `datetime`.

What is not plainly one of them is left to `strptime.py`, which knows all forms and says what is wrong.
"""

from datetime import datetime, timedelta

_DIGITS = bytes(0x30 if chr(code).isdecimal() else code for code in range(256))
"""All digits become 0."""

_OFFSETS = ("+00:00", "-00:00", "+0000", "-0000")
_FRACTIONS = ("", *(f".{'0' * size}" for size in range(1, 7)))
_SHAPES = {
    "0000-00-00": "",
    "0000-00-00 00:00": "",
    **{
        f"0000-00-00{separator}00:00:00{fraction}{zone}": zone
        for separator in " T"
        for fraction in _FRACTIONS
        for zone in ("", "Z", *_OFFSETS)
    },
}
_ZONE_OF = {shape.encode(): zone for shape, zone in _SHAPES.items()}
"""What texts of the known forms have for an offset, by their shape."""

_EPOCH_DAY = datetime(1970, 1, 1).toordinal()


IsoDate = tuple[int, int | None, bool]
"""A date that was read.

* microseconds since 1970, in UTC if there is an offset, else on the clock that shows the date;
* how many seconds the clock is ahead of UTC, None if the text does not tell;
* whether the offset is written as in RFC 3339, with a colon or as `Z`.
"""


def read_iso(text: str) -> IsoDate | None:
    """The date of a text, None if it is in another form, or there is no such date."""
    zone = _ZONE_OF.get(text.encode().translate(_DIGITS)) if text.isascii() else None
    if zone is None or (len(zone) > 1 and text[-2] > "5"):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    hour = moment.hour
    if hour == 0 and text[11:13] == "24":  # as Python takes it from 3.14 on
        return None
    minutes = ((moment.toordinal() - _EPOCH_DAY) * 24 + hour) * 60 + moment.minute
    microseconds = (minutes * 60 + moment.second) * 1_000_000 + moment.microsecond
    if not zone:
        return microseconds, None, False
    if zone == "Z":
        return microseconds, 0, True
    ahead = moment.utcoffset() or timedelta()
    offset = ahead.days * 86400 + ahead.seconds
    return microseconds - offset * 1_000_000, offset, zone[-3] == ":"
