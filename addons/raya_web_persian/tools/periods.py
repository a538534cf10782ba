"""Months, quarters, years and weeks of the Solar Hijri calendar: where they begin and which comes next.

The days are of the Gregorian calendar, as Odoo stores them.
"""

from datetime import date, datetime, time, timedelta

from odoo.tools import SQL

from . import solar_hijri

# How many months each period has.
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Days of the year from which the next one may lie in another period.
_DAYS_OF_YEAR = 366
_FIRST_DAY = date(622, 3, 21)


def start_of(day, period):
    """The first day of the period in which a day lies.

    :param day: date, or datetime whose midnight is given then
    :param str period: key of :data:`MONTHS`

    >>> start_of(date(2026, 11, 27), "month"), start_of(datetime(2026, 11, 27, 9), "quarter")
    (datetime.date(2026, 11, 22), datetime.datetime(2026, 9, 23, 0, 0))
    """
    year, month, _day = solar_hijri.from_gregorian(day)
    months = MONTHS[period]
    return _like(day, solar_hijri.to_gregorian(year, (month - 1) // months * months + 1, 1))


def next_start(day, period):
    """The first day of the next period, for the first one of a period.

    >>> next_start(date(2026, 11, 22), "month"), next_start(date(2026, 3, 21), "year")
    (datetime.date(2026, 12, 22), datetime.date(2027, 3, 21))
    """
    return _like(day, solar_hijri.add_months(day, MONTHS[period]))


def between(first, last, period):
    """The first day of every period from one to another, both given by their first days.

    >>> [day.isoformat() for day in between(date(2026, 2, 20), date(2026, 4, 21), "month")]
    ['2026-02-20', '2026-03-21', '2026-04-21']
    """
    while first <= last:
        yield first
        first = next_start(first, period)


def week_of(day, week_start):
    """Year and number of the week in which a day lies; the first one is that of 1 Farvardin.

    :param int week_start: the first day of a week, from 1 (Monday) to 7

    >>> week_of(date(2026, 3, 20), 6), week_of(date(2026, 3, 21), 6), week_of(date(2025, 3, 20), 6)
    ((1404, 53), (1405, 1), (1404, 1))
    """
    start = _start_of_week(day, week_start)
    year = solar_hijri.from_gregorian(start + timedelta(days=6)).year
    first = _start_of_week(solar_hijri.to_gregorian(year, 1, 1), week_start)
    return year, (start - first).days // 7 + 1


def trunc(day, period):
    """The SQL of :func:`start_of`, as ``date_trunc`` is for the Gregorian calendar.

    The day of the year follows from the number of the day by arithmetic alone, as in
    :mod:`solar_hijri`; how many days of the period lie before it, from a list.

    :param SQL day: a timestamp at midnight
    :rtype: SQL
    """
    return SQL(
        "(%s - (%s::int[])[1 + mod(mod(33 * (%s::date - %s::date) + 3, 12053) + 12053, 12053) / 33] * INTERVAL '1 day')",
        day,
        f"{{{','.join(map(str, _days_before(period)))}}}",
        day,
        _FIRST_DAY,
    )


def _days_before(period):
    """For each day of the year, how many days of its period lie before it."""
    starts = [30 * month + min(month, 6) for month in range(0, 12, MONTHS[period])]
    return [number - max(start for start in starts if start <= number) for number in range(_DAYS_OF_YEAR)]


def _start_of_week(day, week_start):
    day = day.date() if isinstance(day, datetime) else day
    return day - timedelta(days=(day.isoweekday() - week_start) % 7)


def _like(day, result):
    return datetime.combine(result, time()) if isinstance(day, datetime) else result
