"""Relative dates as they stand in stored filters, `today =1d -1m`, in the Solar Hijri calendar.

The language of these expressions is that of ``odoo.tools.date_utils.parse_date``, which counts
months and years by the Gregorian calendar.
"""

import re
from datetime import datetime, time, timedelta

from . import solar_hijri

_TERM = re.compile(r"(?P<operator>[=+-])(?P<number>\d+)(?P<unit>[dwmyHMS])")
_STEPS = {"d": "days", "w": "weeks", "H": "hours", "M": "minutes", "S": "seconds"}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_BELOW = {"H": {"minute": 0, "second": 0}, "M": {"second": 0}, "S": {}}
_CLOCK = {"H": "hour", "M": "minute", "S": "second"}


def needs_calendar(text):
    """Whether an expression says something that depends on the calendar.

    >>> [needs_calendar(text) for text in ("today =1d", "now -2m", "-3d", "2026-03-21", "today +1y -1d")]
    [True, True, False, False, True]
    """
    terms = (_TERM.fullmatch(term) for term in text.split())
    return any(term and (term["unit"] in "my" or (term["unit"], term["operator"]) == ("d", "=")) for term in terms)


def apply_terms(moment, terms, week_start):
    """The date or moment that an expression means.

    :param moment: date or datetime from which it counts, in the zone of its reader
    :param list terms: as ``["=1d", "-1m"]``
    :param int week_start: the first day of a week, from 1 (Monday) to 7
    :raises ValueError: for a term that the language does not have

    >>> from datetime import date
    >>> today = date(2026, 11, 27)
    >>> [apply_terms(today, text.split(), 6).isoformat() for text in ("=1d", "=1d -1m", "=1m =1d", "=week_start")]
    ['2026-11-22', '2026-10-23', '2026-03-21', '2026-11-21']
    """
    for term in terms:
        match = _TERM.fullmatch(term)
        moment = _apply(moment, match) if match else _to_weekday(moment, term, week_start)
    return moment


def _apply(moment, term):
    number, unit, operator = int(term["number"]), term["unit"], term["operator"]
    if operator == "=":
        return _set(moment, unit, number)
    number = -number if operator == "-" else number
    if unit in _STEPS:
        return moment + timedelta(**{_STEPS[unit]: number})
    return _with_day(moment, solar_hijri.add_months(moment, number * (12 if unit == "y" else 1)))


def _set(moment, unit, number):
    if unit in _CLOCK:
        if not isinstance(moment, datetime):
            raise ValueError(f"No time in a date: ={number}{unit}")
        return moment.replace(**{_CLOCK[unit]: number}, **_BELOW[unit])
    year, month, day = solar_hijri.from_gregorian(moment)
    if unit not in "dmy":
        raise ValueError(f"Not supported: ={number}{unit}")
    year, month, day = {"d": (year, month, number), "m": (year, number, day), "y": (number, month, day)}[unit]
    last = solar_hijri.days_in_month(year, month)
    return _at_midnight(_with_day(moment, solar_hijri.to_gregorian(year, month, min(day, last))))


def _to_weekday(moment, term, week_start):
    operator, name = term[:1], term[1:]
    if operator not in "=+-" or name not in (*_WEEKDAYS, "week_start"):
        raise ValueError(f"Invalid term {term!r}")
    weekday = week_start if name == "week_start" else _WEEKDAYS.index(name) + 1
    offset = (weekday - week_start) % 7 - (moment.isoweekday() - week_start) % 7
    if operator == "+" and offset < 0:
        offset += 7
    elif operator == "-" and offset > 0:
        offset -= 7
    elif operator == "=":
        moment = _at_midnight(moment)
    return moment + timedelta(days=offset)


def _with_day(moment, day):
    return datetime.combine(day, moment.timetz()) if isinstance(moment, datetime) else day


def _at_midnight(moment):
    return datetime.combine(moment, time(), moment.tzinfo) if isinstance(moment, datetime) else moment
