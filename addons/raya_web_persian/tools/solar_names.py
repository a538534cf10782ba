"""Names of the months and quarters of the Solar Hijri calendar, in Persian and for all others in Latin letters."""

_MONTHS = {
    "fa": ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"],
    "en": [
        "Farvardin",
        "Ordibehesht",
        "Khordad",
        "Tir",
        "Mordad",
        "Shahrivar",
        "Mehr",
        "Aban",
        "Azar",
        "Dey",
        "Bahman",
        "Esfand",
    ],
}
_QUARTERS = {
    "fa": ["سه‌ماههٔ اول", "سه‌ماههٔ دوم", "سه‌ماههٔ سوم", "سه‌ماههٔ چهارم"],
    "en": ["Q1", "Q2", "Q3", "Q4"],
}


def month_name(month, language):
    """The name of a month.

    :param int month: from 1 to 12
    :param str language: its code, as ``fa_IR`` or ``fa``

    >>> month_name(9, "fa_IR"), month_name(1, "en_US")
    ('آذر', 'Farvardin')
    """
    return _MONTHS[_letters(language)][month - 1]


def quarter_name(quarter, language):
    """The name of a quarter of the year.

    :param int quarter: from 1 to 4

    >>> quarter_name(3, "fa"), quarter_name(3, "en")
    ('سه‌ماههٔ سوم', 'Q3')
    """
    return _QUARTERS[_letters(language)][quarter - 1]


def week_name(week, year, language):
    """The name of a week of the year.

    >>> week_name(36, 1405, "fa_IR"), week_name(36, 1405, "en_US")
    ('هفتهٔ 36، 1405', 'W36 1405')
    """
    return f"هفتهٔ {week}، {year}" if _letters(language) == "fa" else f"W{week} {year}"


def _letters(language):
    return "fa" if str(language).partition("_")[0] == "fa" else "en"
