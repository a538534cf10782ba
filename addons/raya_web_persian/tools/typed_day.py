"""The day that people write, in whichever calendar, order and digits. No ORM.

The web client reads what is typed in the same way in ``static/src/typed_day.js``; a test compares the two.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple

from . import digits, marks, solar_hijri

SOLAR, GREGORIAN = "solar", "gregorian"
# A year of two digits is the one nearest today, within so many years back and ahead.
YEARS_BACK, YEARS_AHEAD = 80, 20
# Years of four digits that people mean; what lies before or between belongs to no calendar in use.
SOLAR_YEARS = range(1200, 1600)
GREGORIAN_YEARS = range(1600, 10000)
_SOLAR_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند",
    "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
)
_GREGORIAN_MONTHS = (
    "ژانویه فوریه مارس اوریل مه ژوین ژوییه اوت سپتامبر اکتبر نوامبر دسامبر",
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
)
# Where the parts of eight digits that stand together end, by the order.
_CUTS = {"ymd": (4, 6), "dmy": (2, 4), "mdy": (2, 4)}
# Month and day, as they stand behind a year: what is more is a year itself.
_LAST_OF_YEAR = 1231
_DASHED = str.maketrans(dict.fromkeys(marks.DASHES, "-"))
_LETTERS = str.maketrans("آأيىئك", "ااییی" + "ک")
_PERSIAN_DIGITS = re.compile("[۰-۹٠-٩]")
_TIME = re.compile(r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$")
_CLOCK = re.compile(r"(.*\w)[T\s]+([0-9۰-۹٠-٩]{1,2}:.*)")
_SEPARATORS = re.compile(r"[\s/.,،\-]+")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|م|ام)")
# What stands beside a day and says nothing of its own.
_FILLING = frozenset(
    [
        "of",
        "the",
        "ماه",
        "سال",
        "یک",
        "دو",
        "سه",
        "چهار",
        "پنج",
        "شنبه",
        "یکشنبه",
        "دوشنبه",
        "سهشنبه",
        "چهارشنبه",
        "پنجشنبه",
        "جمعه",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


class Convention(NamedTuple):
    """How somebody writes days.

    :param calendar: of a year of two digits, :data:`SOLAR` or :data:`GREGORIAN`
    :param order: ``ymd``, ``dmy`` or ``mdy``; ``None`` where nothing says it
    :param is_said: somebody said it of this very text; else Persian digits tell more
    """

    calendar: str = GREGORIAN
    order: str | None = None
    is_said: bool = False


PERSIAN = Convention(SOLAR, "ymd")
UNSAID = Convention()


class NotADay(ValueError):
    """A text that means no day, or several.

    ``kind`` says why: ``unknown`` is no day at all, ``missing`` a day that its calendar does not
    have, ``order`` one of which nobody knows which number is the month.
    """

    def __init__(self, kind, text):
        super().__init__(f"Not a day ({kind}): {text!r}")
        self.kind = kind
        self.text = text


def convention(calendar, date_format):
    """How readers of a language write days.

    :param str calendar: that of the language, :data:`SOLAR` or :data:`GREGORIAN`
    :param str date_format: its format, with the signs of ``strftime``

    >>> convention(SOLAR, "%Y/%m/%d"), convention(GREGORIAN, "%m/%d/%Y")
    (Convention(calendar='solar', order='ymd', is_said=False), Convention(calendar='gregorian', order='mdy', is_said=False))
    """
    return PERSIAN if calendar == SOLAR else Convention(GREGORIAN, order_of(date_format))


def order_of(date_format):
    """The order of year, month and day in a format of ``strftime``, ``None`` where one is missing.

    >>> order_of("%d. %b %y"), order_of("%H:%M"), order_of(None)
    ('dmy', None, None)
    """
    signs = {"y": "y", "m": "m", "b": "m", "B": "m", "d": "d", "e": "d"}
    found = [signs.get(sign, sign.lower()) for sign in re.findall(r"%-?([YymbBde])", date_format or "")]
    order = "".join(found)
    return order if order in ("ymd", "dmy", "mdy") else None


def formats(written):
    """Formats of ``strftime`` in the order of a :class:`Convention`, with and without century.

    >>> formats(PERSIAN)[:3]
    ['%Y/%m/%d', '%y/%m/%d', '%d/%m/%Y']
    """
    orders = {"ymd": ("%Y %m %d", "%y %m %d", "%d %m %Y"), "dmy": ("%d %m %Y",), "mdy": ("%m %d %Y",)}
    return [order.replace(" ", mark) for mark in "/-. " for order in orders.get(written.order, ())]


def read_day(value, today, written=UNSAID):
    """The day that somebody wrote.

    Text, or what a spreadsheet made of it: a whole number such as 14041219, or a date. Persian
    digits are written as Persians write, whoever reads them. A year of two digits is the one
    nearest today, day and month stand in the order of the writer.

    :param datetime.date today: years of two digits are near this day
    :param Convention written: how the writer writes
    :return: ``datetime.date``, or ``None`` where nothing was written
    :raises NotADay: where it has no single meaning as a day

    >>> today = date(2026, 11, 26)
    >>> {read_day(each, today) for each in ("1404/12/19", 14041219, "19/12/1404", "۱۹ اسفند ۱۴۰۴", "۰۴/۱۲/۱۹")}
    {datetime.date(2026, 3, 10)}
    >>> read_day("10.3.26", today, Convention(order="dmy")), read_day("March 10, 2026", today), read_day(" ", today)
    (datetime.date(2026, 3, 10), datetime.date(2026, 3, 10), None)
    """
    text = _to_text(value)
    if not text:
        return None
    if _PERSIAN_DIGITS.search(text):
        written = written._replace(calendar=SOLAR) if written.is_said else PERSIAN
    parts = _split(digits.to_latin(text), written.order or "ymd")
    if len(parts) != 3:
        raise NotADay("unknown", text)
    named = [at for at, part in enumerate(parts) if not part.isdigit()]
    if named:
        return _read_named(parts, named, today, text)
    return _read_numbers(parts, today, written, text)


def split_clock(text):
    """The day and the time that stand in a text, the time as it was written.

    >>> split_clock("۱۴۰۵/۰۱/۰۱ 1:30 PM"), split_clock("14 Mordad 1404")
    (('۱۴۰۵/۰۱/۰۱', '1:30 PM'), ('14 Mordad 1404', ''))
    """
    found = _CLOCK.fullmatch(text.strip())
    return found.groups() if found else (text, "")


def _to_text(value):
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(marks.visible(unicodedata.normalize("NFKC", str(value or ""))).translate(_DASHED).split())


def _split(text, order):
    """Year, month and day as they stand in a text, names folded; other texts give other numbers of parts."""
    text = _TIME.sub("", text)
    if re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        first, second = (2, 4) if len(text) == 6 else _CUTS[order if int(text[4:]) > _LAST_OF_YEAR else "ymd"]
        return [text[:first], text[first:second], text[second:]]
    parts = [part.lower().translate(_LETTERS) for part in _SEPARATORS.split(text.strip(" ./-,،")) if part]
    parts = [ordinal[1] if (ordinal := _ORDINAL.fullmatch(part)) else part for part in parts]
    return [part for part in parts if part not in _FILLING]


def _read_named(parts, named, today, text):
    """The month has its name, which tells the calendar as well; of two numbers the day comes first."""
    month = _MONTHS.get(parts[named[0]]) if len(named) == 1 else None
    if not month:
        raise NotADay("unknown", text)
    numbers = [part for at, part in enumerate(parts) if at not in named]
    year, day = numbers if len(numbers[0]) == 4 else reversed(numbers)
    return _get_day(_get_year(year, today, month[0], text), month[1], day, text, calendar=month[0])


def _read_numbers(parts, today, written, text):
    lengths = [len(part) for part in parts]
    first, second, third = parts
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        return _get_day(_get_year(first, today, written.calendar, text), second, third, text)
    if lengths[2] == 4 and max(lengths[:2]) <= 2:
        month, day = _order(int(first), int(second), written.order, text)
        return _get_day(_get_year(third, today, written.calendar, text), month, day, text)
    if max(lengths) > 2:
        raise NotADay("unknown", text)
    if not written.order:
        raise NotADay("order", text)
    told = dict(zip(written.order, parts, strict=True))
    year = _get_year(told["y"], today, written.calendar, text)
    return _get_day(year, told["m"], told["d"], text, calendar=written.calendar)


def _order(first, second, order, text):
    """Month and day of two numbers before the year: as they can only be meant, else as the language writes.

    Where the year usually comes first, what comes last is written from the day on.
    """
    if first > 12 or first == second or (second <= 12 and order in ("dmy", "ymd")):
        return second, first
    if second > 12 or order == "mdy":
        return first, second
    raise NotADay("order", text)


def _get_year(digits_of_year, today, calendar, text):
    if len(digits_of_year) == 4:
        return int(digits_of_year)
    if len(digits_of_year) > 2:
        raise NotADay("unknown", text)
    this_year = solar_hijri.from_gregorian(today).year if calendar == SOLAR else today.year
    near = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    alike = [year for year in near if year % 100 == int(digits_of_year)]
    return min(alike, key=lambda year: abs(year - this_year))


def _get_day(year, month, day, text, calendar=None):
    """The date; ``calendar`` where something else than the year tells it."""
    known = SOLAR if year in SOLAR_YEARS else GREGORIAN if year in GREGORIAN_YEARS else None
    if not known or calendar not in (None, known):
        raise NotADay("unknown", text)
    convert = solar_hijri.to_gregorian if known == SOLAR else date
    try:
        return convert(year, int(month), int(day))
    except ValueError as error:
        raise NotADay("missing", text) from error


def _number_months():
    """Calendar and number of each month by its folded name."""
    for calendar, languages in ((SOLAR, _SOLAR_MONTHS), (GREGORIAN, _GREGORIAN_MONTHS)):
        for names in languages:
            for number, name in enumerate(names.split(), 1):
                yield name, (calendar, number)


_MONTHS = dict(_number_months())
