"""Units of time: their names, their lengths, and arithmetic with months (CopperMoon specification, section 11)."""

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.shims.time.civil import date_of, day_number, is_date, month_length

DAY = 86_400_000
LENGTHS = {"weeks": 7 * DAY, "days": DAY, "hours": 3_600_000, "minutes": 60_000, "seconds": 1000, "milliseconds": 1}
"""Milliseconds of the units that have always the same length."""

_SHORT = {
    "years": "y", "months": "M", "weeks": "w", "days": "d", "hours": "h", "minutes": "m", "seconds": "s",
    "milliseconds": "ms",
}  # fmt: skip
UNITS = {name: unit for unit, short in _SHORT.items() for name in (unit, unit[:-1], short)}
"""Units by all their names; upper and lower case differ."""

_TABLE_KEYS = [(name, unit) for unit in _SHORT for name in (unit, unit[:-1]) if name != "millisecond"]
_TABLE_KEYS.append(("ms", "milliseconds"))


def months_later(milliseconds: int, months: int) -> int:
    """Local milliseconds some months later; the day is at most the last of its month.

    Raises:
        LuaError: the year is beyond those that there are.
    """
    days, rest = divmod(milliseconds, DAY)
    year, month, day = date_of(days)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    month += 1
    day = min(day, month_length(year, month))
    if not is_date(year, month, day):
        raise LuaError(f"DateTime: invalid date after month arithmetic: {year}-{month}-{day}")
    return day_number(year, month, day) * DAY + rest


def period_of(amount: int, name: str) -> tuple[int, int]:
    """Months and milliseconds of an amount of a unit.

    Raises:
        LuaError: there is no such unit.
    """
    unit = UNITS.get(name)
    if unit is None:
        raise LuaError(f"DateTime: unknown unit '{name}'")
    if unit in LENGTHS:
        return 0, amount * LENGTHS[unit]
    return amount * (12 if unit == "years" else 1), 0


def period_of_table(table: Table) -> tuple[int, int]:
    """Months and milliseconds of a table such as `{ days = 1, hours = 2 }`; both forms of a name add up."""
    months = milliseconds = 0
    for name, unit in _TABLE_KEYS:
        amount = integer_or_none(table[name])
        if amount is not None:
            more_months, more = period_of(amount, unit)
            months, milliseconds = months + more_months, milliseconds + more
    return months, milliseconds


def integer_or_none(value: object) -> int | None:
    """The integer that a value of an option table converts to; None for everything else."""
    from cmc.runtime.lua_form import to_integer

    if type(value) not in (int, float, str):
        return None
    try:
        return to_integer(value, 0, "")
    except LuaError:
        return None
