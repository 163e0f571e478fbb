"""Filters of times (Vein specification, section 6.2): seconds since the epoch, or texts that name a time."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmc.runtime.core.numbers import parse_number
from cmc.runtime.shims.vein.text_filters import text_of
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.os import lua_date

_UNITS = ((60, "minute"), (60 * 60, "hour"), (24 * 60 * 60, "day"), (7 * 24 * 60 * 60, "week"))


def _seconds(value: Any) -> int | float | None:
    """The time that a value stands for, None if it is none."""
    number = parse_number(value) if isinstance(value, str) else value
    if type(number) is int or type(number) is float:
        return number
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.timestamp()


def _formatted(default: str) -> Callable[..., str]:
    def apply(value: Any = None, form: Any = None, *_: Any) -> str:
        if value is None:
            return ""
        seconds = _seconds(value)
        if seconds is None:
            return text_of(value)
        return text_of(lua_date(default if form is None else to_string(form), int(seconds)))

    return apply


def _time_ago(value: Any = None, *_: Any) -> str:
    if value is None:
        return ""
    seconds = _seconds(value)
    if seconds is None:
        return text_of(value)
    passed = time.time() - seconds
    if abs(passed) < 60:
        return "just now" if passed >= 0 else "in a moment"
    size, name = next((size, name) for size, name in reversed(_UNITS) if abs(passed) >= size)
    count = int(abs(passed) // size)
    text = f"{count} {name}{'' if count == 1 else 's'}"
    return f"{text} ago" if passed > 0 else f"in {text}"


FILTERS: dict[str, Callable[..., Any]] = {
    "date": _formatted("%Y-%m-%d"),
    "datetime": _formatted("%Y-%m-%d %H:%M:%S"),
    "time": _formatted("%H:%M:%S"),
    "timeago": _time_ago,
}
"""Filters by name."""
