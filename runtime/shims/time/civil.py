"""The Gregorian calendar without bounds: days are counted from 1970-01-01, weekdays from Monday = 0."""

MIN_YEAR, MAX_YEAR = -262143, 262142
"""The years that CopperMoon knows."""

_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days of a month, 1 to 12."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a date."""
    return MIN_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def day_number(year: int, month: int, day: int) -> int:
    """The number of days from 1970-01-01 to a date, which may have too many days."""
    previous = year - 1
    leap_days = previous // 4 - previous // 100 + previous // 400 - 477
    return (year - 1970) * 365 + leap_days + day_of_year(year, month, day) - 1


def day_of_year(year: int, month: int, day: int) -> int:
    """The number of a day in its year, from 1."""
    return _BEFORE_MONTH[month - 1] + (month > 2 and is_leap(year)) + day


def date_of(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    cycle, rest = divmod(number + 719468, 146097)  # from the first of March of the year 0 on
    year_of_cycle = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    day = rest - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    month = (5 * day + 2) // 153
    day_of_month = day - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return year_of_cycle + cycle * 400 + (month <= 2), month, day_of_month


def weekday_of(number: int) -> int:
    """The weekday of a day number, from Monday = 0."""
    return (number + 3) % 7


def iso_week(number: int) -> tuple[int, int]:
    """Year and number of the week (ISO 8601) of a day number."""
    thursday = number - weekday_of(number) + 3
    year = date_of(thursday)[0]
    return year, (thursday - day_number(year, 1, 1)) // 7 + 1
