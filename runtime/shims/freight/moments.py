"""Moments as databases write them."""

import re
from datetime import UTC, datetime, timedelta, timezone


def now() -> str:
    """The time in UTC, in a form that sorts."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def now_in_seconds() -> str:
    """The same without fractions, which not every column has room for."""
    return now()[:19]


_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:?\d\d)?")


def plain_time(text: str) -> str:
    """A time as databases write it, in UTC, of one in the form of ISO 8601; other texts as they are."""
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    date, clock, zone = match.groups()
    if zone in (None, "Z"):
        return f"{date} {clock}"
    hours, minutes = int(zone[:3]), int(zone[0] + zone[-2:])
    moment = datetime.fromisoformat(f"{date} {clock}").replace(tzinfo=timezone(timedelta(hours=hours, minutes=minutes)))
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
