"""Periods of coverage: plain calendar arithmetic, no ORM."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

UNITS = ("day", "month", "year")


def last_day(start, duration, unit):
    """Last covered day of a period that begins on ``start``.

    A period of N months ends on the day before the same day of month N months
    later; where that month is shorter, on its last day (DOMAIN, warranty rule 6).

    :param datetime.date start: first covered day
    :param int duration: how many units, more than zero
    :param str unit: one of :data:`UNITS`
    :raises ValueError: for a duration below one or an unknown unit

    >>> from datetime import date
    >>> last_day(date(2026, 3, 15), 24, "month")
    datetime.date(2028, 3, 14)
    >>> last_day(date(2026, 1, 31), 1, "month")
    datetime.date(2026, 2, 28)
    >>> last_day(date(2024, 2, 29), 1, "year")
    datetime.date(2025, 2, 28)
    >>> last_day(date(2026, 1, 1), 1, "day")
    datetime.date(2026, 1, 1)
    """
    if duration < 1:
        raise ValueError(f"A period lasts at least one {unit}, not {duration}.")
    if unit == "day":
        return start + timedelta(days=duration - 1)
    if unit not in UNITS:
        raise ValueError(f"Unknown unit of time: {unit}.")
    same_day = start + relativedelta(**{f"{unit}s": duration})
    is_clipped = same_day.day < start.day
    return same_day if is_clipped else same_day - timedelta(days=1)
