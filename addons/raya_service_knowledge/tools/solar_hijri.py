"""Days in the calendar of Persian readers, where the library for it is installed.

The web client writes the dates of Persian users in the Solar Hijri calendar by
itself; texts that the server writes would say the same day in another calendar.
"""

import re
from datetime import date

try:
    import jdatetime
except ImportError:
    jdatetime = None

IS_AVAILABLE = jdatetime is not None
_LAST_SOLAR_YEAR = 1600
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def written(day):
    """A day as it is written in Iran.

    :param datetime.date day: a day of the Gregorian calendar
    :raises RuntimeError: without the library, see :data:`IS_AVAILABLE`

    >>> from datetime import date
    >>> written(date(2026, 3, 21)) if IS_AVAILABLE else "۱۴۰۵/۰۱/۰۱"
    '۱۴۰۵/۰۱/۰۱'
    """
    if not IS_AVAILABLE:
        raise RuntimeError("The Python library jdatetime is not installed.")
    return jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d").translate(_DIGITS)


def read(text):
    """The day that somebody wrote in either calendar, or ``None``.

    Years before 1600 are of the Solar Hijri calendar.

    >>> read("2026-03-21"), read("next week"), read("")
    (datetime.date(2026, 3, 21), None, None)
    >>> read("۱۴۰۵/۱/۱") if IS_AVAILABLE else date(2026, 3, 21)
    datetime.date(2026, 3, 21)
    """
    parts = [int(part) for part in re.split(r"[-/.\s]+", (text or "").strip()) if part.isdecimal()]
    try:
        year, month, day = parts
        if year >= _LAST_SOLAR_YEAR:
            return date(year, month, day)
        return jdatetime.date(year, month, day).togregorian() if IS_AVAILABLE else None
    except ValueError:
        return None
