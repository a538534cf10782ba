"""Periods of coverage: plain calendar arithmetic, no ORM."""

from datetime import date, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta

from odoo.addons.raya_web_persian.tools import solar_hijri

# By their length.
UNITS = ("day", "month", "solar_month", "year")
LIFE = "life"
# A day that sorts behind every other, and to which days can still be added.
FOREVER = date(2999, 12, 31)


def last_day(start, duration, unit):
    """Last covered day of a period that begins on ``start``.

    A period of N months ends on the day before the same day of month N months
    later; where that month is shorter, on its last day. Months are those of the
    Gregorian calendar; ``solar_month`` those of the Solar Hijri calendar.

    :param datetime.date start: first covered day
    :param int duration: how many units, more than zero; of a life it is not asked
    :param str unit: one of :data:`UNITS`, or :data:`LIFE`, which ends on :data:`FOREVER`
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
    >>> last_day(date(2025, 3, 20), 12, "solar_month")
    datetime.date(2026, 3, 20)
    >>> last_day(date(2026, 1, 1), 0, "life") == FOREVER
    True
    """
    if unit == LIFE:
        return FOREVER
    if duration < 1:
        raise ValueError(f"A period lasts at least one {unit}, not {duration}.")
    if unit == "day":
        return start + timedelta(days=duration - 1)
    if unit not in UNITS:
        raise ValueError(f"Unknown unit of time: {unit}.")
    same_day, is_clipped = _same_day_later(start, duration, unit)
    return same_day if is_clipped else same_day - timedelta(days=1)


def _same_day_later(start, duration, unit):
    """The same day so many months or years later, and whether that month was too short for it."""
    if unit == "solar_month":
        same_day = solar_hijri.add_months(start, duration)
        return same_day, solar_hijri.from_gregorian(same_day).day < solar_hijri.from_gregorian(start).day
    same_day = start + relativedelta(**{f"{unit}s": duration})
    return same_day, same_day.day < start.day


def is_lifelong(end):
    """Whether a period with this last day never ends.

    >>> from datetime import date
    >>> is_lifelong(FOREVER), is_lifelong(date(2099, 12, 31)), is_lifelong(None)
    (True, False, False)
    """
    return bool(end) and end >= FOREVER


def extended(end, duration, unit):
    """Last covered day of a period that ended on ``end`` and is made longer.

    >>> from datetime import date
    >>> extended(date(2028, 3, 14), 6, "month")
    datetime.date(2028, 9, 14)
    >>> extended(date(2026, 2, 28), 1, "day")
    datetime.date(2026, 3, 1)
    >>> extended(FOREVER, 1, "year") == FOREVER
    True
    """
    return end if is_lifelong(end) else last_day(end + timedelta(days=1), duration, unit)


def cut(end, day):
    """Last covered day of a period that nobody has any more from ``day`` on.

    >>> from datetime import date
    >>> cut(date(2028, 3, 14), date(2026, 6, 1))
    datetime.date(2026, 5, 31)
    >>> cut(date(2026, 3, 14), date(2026, 6, 1))
    datetime.date(2026, 3, 14)
    """
    return min(end, day - timedelta(days=1))


def in_order(changes):
    """Changes of a period in the order in which they count.

    By day, then as they were recorded; but extensions recorded one after the
    other on one day count the longest first, so that a month and a day are the
    same as a day and a month, also at the end of a month.

    :param changes: objects with ``date``, ``id`` and ``kind``; extensions have
        ``duration`` and ``duration_unit`` besides

    >>> from datetime import date
    >>> from types import SimpleNamespace
    >>> terms = [(1, 5, "day"), (2, 3, "month"), (3, 4, "month")]
    >>> [change.id for change in in_order(
    ...     SimpleNamespace(id=number, date=date(2026, 1, 1), kind="extend", duration=duration, duration_unit=unit)
    ...     for number, duration, unit in terms
    ... )]
    [3, 2, 1]
    """
    recorded = sorted(changes, key=lambda change: (change.date, change.id))
    # Runs one after the other, which Odoo's own groupby would join.
    runs = groupby(  # pylint: disable=bad-builtin-groupby
        recorded, key=lambda change: (change.date, change.kind == "extend")
    )
    return [
        change
        for (_day, is_extension), run in runs
        for change in (sorted(run, key=_length, reverse=True) if is_extension else run)
    ]


def _length(extension):
    return UNITS.index(extension.duration_unit), extension.duration


def cap_day(reference, months):
    """The day on which a period starts at the latest, ``months`` after ``reference``.

    >>> from datetime import date
    >>> cap_day(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    >>> cap_day(None, 6)
    """
    return reference + relativedelta(months=months) if reference and months else None


def start_day(evidence, cap):
    """First day of a period: the day its event happened, but not after the cap.

    An event that is not known yet starts the period on the cap; without either
    the start is unknown.

    >>> from datetime import date
    >>> start_day(date(2026, 9, 1), date(2026, 7, 1))
    datetime.date(2026, 7, 1)
    >>> start_day(date(2026, 2, 1), date(2026, 7, 1))
    datetime.date(2026, 2, 1)
    >>> start_day(None, date(2026, 7, 1))
    datetime.date(2026, 7, 1)
    >>> start_day(None, None)
    """
    return min((day for day in (evidence, cap) if day), default=None)


def from_marks(marks):
    """Periods between an opening mark and the closing mark after it.

    The day of the closing mark is free again; a period closed on the day it
    was opened has never been. These periods take nothing from the end of a coverage and
    give nothing back to it: while it was suspended, its time ran on. Who wants
    to give time back extends it, which stays visible as an event of its own.

    :param marks: pairs of day and whether it opens, in the order they happened
    :return: tuple of ``(first day, day after the last or None)``

    >>> from datetime import date
    >>> from_marks([(date(2026, 1, 5), True), (date(2026, 1, 9), False)])
    ((datetime.date(2026, 1, 5), datetime.date(2026, 1, 9)),)
    >>> from_marks([(date(2026, 1, 5), True)])
    ((datetime.date(2026, 1, 5), None),)
    >>> from_marks([(date(2026, 1, 5), True), (date(2026, 1, 5), False)])
    ()
    """
    found, opened = [], None
    for day, opens in marks:
        if opens:
            opened = opened or day
        elif opened:
            found.append((opened, day))
            opened = None
    if opened:
        found.append((opened, None))
    return tuple((first, after) for first, after in found if first != after)


def holds(periods, day):
    """Whether ``day`` lies in one of the periods.

    >>> from datetime import date
    >>> holds([(date(2026, 1, 5), date(2026, 1, 9))], date(2026, 1, 9))
    False
    >>> holds([(date(2026, 1, 5), None)], date(2030, 1, 1))
    True
    """
    return any(opened <= day and (closed is None or day < closed) for opened, closed in periods)
