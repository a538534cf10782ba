"""Days of the Solar Hijri calendar, which Iran and its papers count by.

The year begins at the March equinox in Iran. From the year in which the calendar became
official, 1304 (1925), to 1501 (2123) this gives eight years of 366 days in each cycle of 33:
plain arithmetic says the same as the astronomers, and no library has to be installed. Outside
these years it goes on with the cycle, so that every day has its text.

The web client has the same functions in ``static/src/solar_hijri.js``; a test compares
the two.
"""

import re
from datetime import MAXYEAR, date
from typing import NamedTuple

from . import digits

# The day of 1/1/1, as date.toordinal() counts.
_FIRST_DAY = 226895
_LAST_DAY = date.max.toordinal()
_DAYS_IN_CYCLE, _YEARS_IN_CYCLE = 12053, 33
_LONG_MONTHS = 6
# A year that is read as Gregorian from here on, as Solar Hijri before.
FIRST_GREGORIAN_YEAR = 1600


class SolarDay(NamedTuple):
    """Year, month and day of the Solar Hijri calendar."""

    year: int
    month: int
    day: int


def from_gregorian(day):
    """A day as the Solar Hijri calendar counts it.

    :param datetime.date day: any day that Python knows
    :rtype: SolarDay

    >>> from_gregorian(date(2026, 3, 21))
    SolarDay(year=1405, month=1, day=1)
    >>> from_gregorian(date(2025, 3, 20)) == (1403, 12, 30)
    True
    """
    number = day.toordinal()
    year = 1 + (_YEARS_IN_CYCLE * (number - _FIRST_DAY) + 3) // _DAYS_IN_CYCLE
    day_of_year = number - _new_year(year)
    month = 1 + (day_of_year // 31 if day_of_year < 31 * _LONG_MONTHS else (day_of_year - _LONG_MONTHS) // 30)
    return SolarDay(year, month, 1 + day_of_year - _days_before(month))


def to_gregorian(year, month, day):
    """The date of a day of the Solar Hijri calendar.

    :rtype: datetime.date
    :raises ValueError: for a day that the calendar does not have

    >>> to_gregorian(1405, 1, 1)
    datetime.date(2026, 3, 21)
    >>> to_gregorian(1400, 12, 30)
    Traceback (most recent call last):
    ValueError: No such day in the Solar Hijri calendar: 1400/12/30
    """
    number = _new_year(year) + _days_before(month) + day - 1
    if 1 <= month <= 12 and 1 <= day <= days_in_month(year, month) and 1 <= number <= _LAST_DAY:
        return date.fromordinal(number)
    raise ValueError(f"No such day in the Solar Hijri calendar: {year}/{month}/{day}")


def is_leap(year):
    """Whether the year has 366 days.

    >>> [year for year in range(1395, 1413) if is_leap(year)]
    [1395, 1399, 1403, 1408, 1412]
    """
    return _new_year(year + 1) - _new_year(year) == 366


def days_in_month(year, month):
    """How many days the month has in that year.

    :raises ValueError: for a month that no year has

    >>> days_in_month(1403, 6), days_in_month(1403, 7), days_in_month(1403, 12), days_in_month(1404, 12)
    (31, 30, 30, 29)
    """
    if not 1 <= month <= 12:
        raise ValueError(f"No such month: {month}")
    if month == 12 and not is_leap(year):
        return 29
    return 31 if month <= _LONG_MONTHS else 30


def add_months(day, months):
    """The same day of the month so many Solar Hijri months later, or earlier.

    Where that month is shorter it is its last day.

    :param datetime.date day: a day of the Gregorian calendar, as the result is
    :raises ValueError: where the result is no day that Python knows

    >>> add_months(to_gregorian(1403, 12, 30), 12) == to_gregorian(1404, 12, 29)
    True
    >>> add_months(to_gregorian(1405, 1, 31), -4) == to_gregorian(1404, 9, 30)
    True
    """
    year, month, day_of_month = from_gregorian(day)
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    return to_gregorian(year, month, min(day_of_month, days_in_month(year, month)))


def written(day):
    """A day as it is written in Iran.

    :param datetime.date day: a day of the Gregorian calendar

    >>> written(date(2026, 3, 21))
    '۱۴۰۵/۰۱/۰۱'
    """
    year, month, day_of_month = from_gregorian(day)
    return digits.to_persian(f"{year:04d}/{month:02d}/{day_of_month:02d}")


def read(text):
    """The day that somebody wrote in either calendar, or ``None``.

    Year, month and day in this order. Years before 1600 are of the Solar Hijri calendar.

    >>> read("2026-03-21"), read("next week"), read("")
    (datetime.date(2026, 3, 21), None, None)
    >>> read("۱۴۰۵/۱/۱")
    datetime.date(2026, 3, 21)
    """
    parts = re.split(r"[-/.\s]+", digits.to_latin(text or ""))
    numbers = [int(part) for part in parts if re.fullmatch(r"[0-9]{1,9}", part)]
    if len(numbers) != 3 or not 1 <= numbers[0] <= MAXYEAR:
        return None
    try:
        return date(*numbers) if numbers[0] >= FIRST_GREGORIAN_YEAR else to_gregorian(*numbers)
    except ValueError:
        return None


def _new_year(year):
    """The number of the first day of a year, as date.toordinal() counts."""
    return _FIRST_DAY + 365 * (year - 1) + (8 * year + 21) // _YEARS_IN_CYCLE


def _days_before(month):
    """How many days of the year lie before the month."""
    return 30 * (month - 1) + min(month - 1, _LONG_MONTHS)
