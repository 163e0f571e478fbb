"""Dates in the forms that nearly all texts have, such as `2024-06-15 14:30:45`, read by Python's `datetime`.

What is not plainly one of them is left to `strptime.py`, which knows all forms and says what is wrong.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_TEXT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?: [0-9]{2}:[0-9]{2}|[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(Z|[+-][0-9]{2}(:?)[0-5][0-9])?)?"
)
_HOUR_24 = (" 24", "T24")
_EPOCH, _EPOCH_UTC = datetime(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND, _SECOND = timedelta(microseconds=1), timedelta(seconds=1)


class IsoDate(NamedTuple):
    """A date that was read.

    Attributes:
        microseconds: since 1970, in UTC if there is an offset, else on the clock that shows the date.
        offset_seconds: how far the clock is ahead of UTC, None if the text does not tell.
        is_rfc: whether the offset is written as in RFC 3339, with a colon or as `Z`.
    """

    microseconds: int
    offset_seconds: int | None
    is_rfc: bool


def read_iso(text: str) -> IsoDate | None:
    """The date of a text, None if it is in another form, or there is no such date."""
    match = _TEXT.fullmatch(text)
    if match is None or text[10:13] in _HOUR_24:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    zone, colon = match.groups()
    if zone is None:
        return IsoDate((moment - _EPOCH) // _MICROSECOND, None, False)
    offset = moment.utcoffset() or timedelta()
    return IsoDate((moment - _EPOCH_UTC) // _MICROSECOND, offset // _SECOND, colon != "")
