"""Distances between points in time in words (CopperMoon specification, section 11)."""

_BANDS = (
    (45, "a few seconds", 0),
    (90, "a minute", 0),
    (2700, "minute", 60),
    (5400, "an hour", 0),
    (79200, "hour", 3600),
    (129600, "a day", 0),
    (2246400, "day", 86400),
    (3888000, "a month", 0),
    (29808000, "month", 2592000),
    (47304000, "a year", 0),
)
"""Seconds below which a text is used, the text, and what the seconds are divided by where it is a unit."""


def relative_text(milliseconds: int) -> str:
    """`3 hours ago` for a negative distance, else `in 3 hours`; parts of seconds do not count.

    Of the weaknesses in the specification: one of a unit is `1 minute`, not `1 minutes`.
    """
    seconds = abs(milliseconds) // 1000
    for limit, text, length in _BANDS:
        if seconds < limit:
            words = _amount(seconds // length, text) if length else text
            break
    else:
        words = _amount(seconds // 31536000, "year")
    return f"{words} ago" if seconds and milliseconds < 0 else f"in {words}"


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
