"""Dates that Odoo writes on the server, in the calendar and digits of the language it writes them for.

All of them pass through one class of babel, which knows the Gregorian calendar alone: `format_date`,
`format_datetime`, fields in reports and mails, whoever calls them. It knows the language, no
environment; what the languages are set to stands therefore beside it, for each database.
"""

import threading
from contextlib import contextmanager
from contextvars import ContextVar

from babel.dates import DateTimeFormat, format_date
from odoo.modules.registry import Registry

from . import digits, solar_hijri, solar_names

SOLAR, GREGORIAN = "solar", "gregorian"
PERSIAN, LATIN = "arabext", "latn"

# By the name of the database: calendar and digits by the code of the language.
_languages = {}
# Calendar and digits of a reader who chose others than their language has.
_chosen = ContextVar("raya_calendar", default=None)
_DATE_FIELDS = frozenset("GyYuQqMLdD")
_format_field = DateTimeFormat.__getitem__


def set_languages(database, languages):
    """Tell what the languages of a database are set to.

    :param dict languages: calendar and digits by code; those that Odoo writes as ever need not be in it
    """
    _languages[database] = {code: told for code, told in languages.items() if tuple(told) != (GREGORIAN, LATIN)}


@contextmanager
def reader(calendar, numerals):
    """Whatever is written meanwhile has this calendar and these digits, whichever its language."""
    token = _chosen.set((calendar, numerals))
    try:
        yield
    finally:
        _chosen.reset(token)


def write(value, pattern, language):
    """A date or a moment by a pattern of its fields, as ``MMMM yyyy``, in no zone.

    >>> from datetime import date
    >>> with reader(SOLAR, LATIN):
    ...     write(date(2026, 3, 21), "d MMMM yyyy", "en_US")
    '1 Farvardin 1405'
    """
    return format_date(value, pattern, locale=language)


def write_digits(text):
    """A text in the digits of the reader who is written for at the moment."""
    chosen = _chosen.get()
    return digits.to_persian(text) if chosen and chosen[1] == PERSIAN else text


def _get_convention(locale):
    chosen = _chosen.get()
    if chosen:
        return chosen
    database = getattr(threading.current_thread(), "dbname", None)
    if not database and len(_languages) == 1:
        # A thread that says no database works on the only one.
        (database,) = _languages
    languages = _languages.get(database)
    convention = languages.get(str(locale)) if languages else None
    return convention if convention and _is_installed(database) else None


def _is_installed(database):
    """Whether the add-on is still there; it may have been taken out since the languages were told."""
    registry = Registry.registries.get(database)
    return registry is not None and "raya_calendar" in registry["res.lang"]._fields


def _getitem(self, name):
    """One field of a pattern, as ``MMMM``, in its calendar and digits."""
    convention = _get_convention(self.locale)
    if not convention:
        return _format_field(self, name)
    calendar, numerals = convention
    is_solar = calendar == SOLAR and name[0] in _DATE_FIELDS
    text = _format_solar(self, name[0], len(name)) if is_solar else _format_field(self, name)
    return digits.to_persian(text) if numerals == PERSIAN else text


def _format_solar(pattern, char, width):
    value, language = pattern.value, str(pattern.locale)
    year, month, day = solar_hijri.from_gregorian(value)
    if char == "G":
        return "ه‍.ش." if language.startswith("fa") else "AP"
    if char in "yYu":
        return pattern.format(year % 100 if width == 2 else year, width)
    if char in "Qq":
        quarter = (month + 2) // 3
        return solar_names.quarter_name(quarter, language) if width > 2 else pattern.format(quarter, width)
    if char in "ML":
        return solar_names.month_name(month, language) if width > 2 else pattern.format(month, width)
    if char == "D":
        return pattern.format((month - 1) * 30 + min(month - 1, 6) + day, width)
    return pattern.format(day, width)


DateTimeFormat.__getitem__ = _getitem
