"""Filters of numbers (Vein specification, section 6.2)."""

import math
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.numbers import parse_number
from cmc.runtime.shims.vein.text_filters import integer_of
from cmc.runtime.stdlib.base import to_string

_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def number_of(value: Any) -> int | float:
    """A value as a number, 0 for what is none."""
    number = parse_number(value) if isinstance(value, str) else value
    return number if type(number) is int or type(number) is float else 0


def _grouped(value: Any, decimals: int, point: str, separator: str) -> str:
    text = f"{number_of(value):,.{max(decimals, 0)}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", separator)


def _number(value: Any = None, decimals: Any = None, point: Any = None, separator: Any = None, *_: Any) -> str:
    mark = "." if point is None else to_string(point)
    return _grouped(value, integer_of(decimals, 0), mark, "," if separator is None else to_string(separator))


def _currency(value: Any = None, symbol: Any = None, decimals: Any = None, *_: Any) -> str:
    sign = "$" if symbol is None else to_string(symbol)
    if value is None:
        return f"{sign}0"
    text = _grouped(value, integer_of(decimals, 2), ".", ",")
    return f"-{sign}{text[1:]}" if text.startswith("-") else sign + text


def _percent(value: Any = None, decimals: Any = None, *_: Any) -> str:
    return f"{number_of(value) * 100:.{max(integer_of(decimals, 0), 0)}f}%"


def _bytes(value: Any = None, decimals: Any = None, *_: Any) -> str:
    if value is None:
        return "0 B"
    size = float(number_of(value))
    unit = 0
    while abs(size) >= 1024 and unit < len(_UNITS) - 1:
        size /= 1024
        unit += 1
    return f"{size:.{max(integer_of(decimals, 2), 0)}f} {_UNITS[unit]}"


def _round(value: Any = None, decimals: Any = None, *_: Any) -> int | float:
    number, places = number_of(value), integer_of(decimals, 0)
    if type(number) is int or not math.isfinite(number):
        return number
    factor = 10.0**places
    rounded = math.floor(number * factor + 0.5) / factor
    return int(rounded) if places <= 0 else rounded


def _integer(change: Callable[[float], int]) -> Callable[..., int | float]:
    def apply(value: Any = None, *_: Any) -> int | float:
        number = number_of(value)
        return change(number) if math.isfinite(number) else number

    return apply


FILTERS: dict[str, Callable[..., Any]] = {
    "number": _number,
    "currency": _currency,
    "percent": _percent,
    "bytes": _bytes,
    "round": _round,
    "floor": _integer(math.floor),
    "ceil": _integer(math.ceil),
    "abs": lambda value=None, *_: abs(number_of(value)),
}
"""Filters by name."""
