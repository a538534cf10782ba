"""Digits and numbers as people write them in Persian and in English.

The web client has the same functions in ``static/src/digits.js``; a test compares
the two.
"""

import re

from . import marks

_LATIN, _PERSIAN = "0123456789", "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_INDIC, _FULL_WIDTH = "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"
_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC_INDIC + _FULL_WIDTH, _LATIN * 3)
_TO_PERSIAN = str.maketrans(_LATIN + _ARABIC_INDIC + _FULL_WIDTH, _PERSIAN * 3)

# Marks that are one and the same to whoever types them. The thousands separator ٬ is not among
# them: it never stands for a decimal point, as the comma sometimes does.
_MARKS = str.maketrans("٫．،，＋−－﹣‐‑–", "..,,+------")
_GROUPED = re.compile(r"[+-]?(?!0[,٬])\d{1,3}([,٬])\d{3}(?:\1\d{3})*(?:\.\d*)?", re.ASCII)
_UNGROUPED = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|\d+\.|[.,]\d+)", re.ASCII)


def to_latin(text):
    """The text with Latin digits for Persian, Arabic-Indic and full-width ones.

    >>> to_latin("۱۴۰۵/۰۱/۰۱"), to_latin("٤٥٦"), to_latin("ＲＦ２２"), to_latin("E1")
    ('1405/01/01', '456', 'ＲＦ22', 'E1')
    """
    return text.translate(_TO_LATIN)


def to_persian(text):
    """The text with Persian digits for Latin, Arabic-Indic and full-width ones.

    >>> to_persian("1405/01/01"), to_persian("٤٥٦")
    ('۱۴۰۵/۰۱/۰۱', '۴۵۶')
    """
    return text.translate(_TO_PERSIAN)


def plain_number(text):
    """A number that somebody wrote, as ``float`` and ``Decimal`` read it.

    A point and ``٫`` are decimal marks, ``٬`` separates thousands. A comma, Latin or
    Persian, does the one or the other: it separates thousands where three digits
    follow each one, as Persian and English write, else a single one is a decimal mark.

    :raises ValueError: where the text has no single meaning as a number

    >>> [plain_number(text) for text in ("+30", "1,5", "1٫5", "۱٬۲۰۰", "-۱،۲۰۰٫۵۰", "۰,۱۲۵")]
    ['+30', '1.5', '1.5', '1200', '-1200.50', '0.125']
    >>> plain_number("1.200,50")
    Traceback (most recent call last):
    ValueError: Not a number: '1.200,50'
    """
    number = to_latin(marks.visible(text).strip()).translate(_MARKS)
    if _GROUPED.fullmatch(number):
        return number.replace(",", "").replace("٬", "")
    if _UNGROUPED.fullmatch(number):
        return number.replace(",", ".")
    raise ValueError(f"Not a number: {text!r}")
