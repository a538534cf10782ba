"""What people type, cleaned in one place: serial numbers, phone numbers, words to find something by. No ORM.

Days are read in ``raya_web_persian``.
"""

import datetime as dt
import re
import unicodedata

from babel import Locale

from odoo.addons.raya_web_persian.tools import marks

from . import folding

PHONE_MARKS = set("+-–/.() ")
SHORTEST_PHONE = 7
# The national part: what stays of +98 912 …, 0098 912 … and 0912 …
NATIONAL = 10
_TELEPHONE = re.compile(r"(\+|00)?[0-9()\-/.\s]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
# Control characters and halves of characters, which no database takes.
_CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))))
_UNSEEN = str.maketrans(
    {
        **{control: " " if control.isspace() else "" for control in _CONTROLS},
        **dict.fromkeys(marks.INVISIBLE, ""),
        **dict.fromkeys(marks.DASHES, "-"),
    }
)
# How a spreadsheet shows a number that was too long for its column: the digits left out are lost.
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE][+-][0-9]+")
_WHOLE = re.compile(r"([0-9]+)\.0+")


def _name_months():
    """Short and long names of the months, as spreadsheets show them in the languages of our users."""
    for language in ("en", "fa", "de"):
        for width in ("abbreviated", "wide"):
            for name in Locale(language).months["format"][width].values():
                yield re.escape(name.rstrip("."))


# What a spreadsheet makes of 31-5: a date, or how it shows one.
_MONTH = f"(?:{'|'.join(sorted(_name_months(), key=len, reverse=True))})"
_DATED = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?: 00:00:00)?|\d{{1,2}}(?:-|\.\s?){_MONTH}\.?|{_MONTH}(?:-|\.?\s)\d{{2}}"
)
# An index of trigrams knows nothing shorter.
_SHORTEST = 3
# tel:+98…, and what follows a number that is no part of it: an extension, the end of a range of lines, a second number.
_SCHEME = re.compile(r"^\s*(?:tel|sip|callto)\s*:\s*(?://)?", re.IGNORECASE)
_EXTENSION = re.compile(
    r"\s*(?:[;,]?\s*(?:ext(?:ension)?|int|داخلی|داخلي)\b[\s.:=]*|[#x×]\s*)\d{1,6}\s*$", re.IGNORECASE
)
_RANGE = re.compile(r"^(?P<first>.*\d)\s*(?:-|–|تا|الی)\s*\d{1,4}\s*$")
_SECOND = re.compile(r"\s*[,،;/]\s*(?=[+0])")
# A whole number with its prefix: 0 or +98 and the national part; what has fewer digits ends with its own.
_WHOLE_NUMBER = {"0": 11, "+": 12, "00": 14}


def latin_digits(text):
    """
    >>> latin_digits("۱۲٣4")
    '1234'
    """
    return "".join(str(int(character)) if character.isdecimal() else character for character in text or "")


def plain(text):
    """A text without what nobody sees: marks, presentation forms, kinds of dashes and spaces.

    >>> plain("\N{RIGHT-TO-LEFT MARK}RF\N{NON-BREAKING HYPHEN}22\N{NO-BREAK SPACE}x")
    'RF-22 x'
    >>> plain("\N{ARABIC LETTER BEH INITIAL FORM}\N{ARABIC LETTER DAL FINAL FORM}") == "بد"
    True
    """
    return unicodedata.normalize("NFKC", text or "").translate(_UNSEEN)


def clean_serial(text):
    """A serial number for people to read: as typed, with Latin digits and single spaces, without invisible marks.

    >>> clean_serial("  RF-۲۲  ٤ ")
    'RF-22 4'
    >>> clean_serial(None)
    ''
    """
    return " ".join(latin_digits(plain(text)).split())


def serial_key(text):
    """By this two serial numbers are the same, however they were typed; empty where nothing is seen of it.

    Leading zeros and dashes count: makers number their units with them.

    >>> serial_key("rf‑۲۲ / 7") == serial_key("RF-22/7") == "rf-22/7"
    True
    >>> serial_key("0012") == serial_key("12"), serial_key(" \N{RIGHT-TO-LEFT MARK}\N{NO-BREAK SPACE}")
    (False, '')
    """
    return "".join(folding.fold(plain(text)).split())


def serial_key_sql(expression):
    """The SQL expression, as text, for the :func:`serial_key` of another one. Immutable, so that an
    index may stand on it.

    >>> "NFKC" in serial_key_sql("name")
    True
    """
    return rf"regexp_replace({folding.fold_sql(f'normalize({expression}, NFKC)')}, '\s+', '', 'g')"


class CutCode(str):
    """What a cell shows that holds the number nought: all that a spreadsheet leaves of the code 000."""

    __slots__ = ()


def is_spoilt(cell):
    """Whether a spreadsheet has made something else of a code than what was typed.

    >>> [is_spoilt(cell) for cell in ("31-5", "31-May", "2026-05-31", dt.date(2026, 5, 31), "0", CutCode("0"))]
    [False, True, True, True, False, True]
    >>> [is_spoilt(cell) for cell in ("۳۱-مه", "آوریل-26", "31. Mai", "3. Sept.", "Okt 26", "Mai", "MAI-26", "31-مهر")]
    [True, True, True, True, True, False, False, False]
    """
    return isinstance(cell, (CutCode, dt.date)) or bool(_DATED.fullmatch(str(cell).strip()))


def is_shortened(cell):
    """Whether a cell shows a number without its last digits.

    >>> is_shortened("1.23457E+11"), is_shortened("1E5")
    (True, False)
    """
    return bool(_SCIENTIFIC.fullmatch(clean_serial(str(cell))))


def code_cell(text):
    """A code as it was meant in the cell of a spreadsheet, which takes it for a number.

    :raises ValueError: where digits were lost, and where it is a date now

    >>> code_cell("12345.0"), code_cell("'00123"), code_cell("1E5")
    ('12345', '00123', '1E5')
    >>> code_cell("1.23457E+11")
    Traceback (most recent call last):
    ValueError: Digits are missing: '1.23457E+11'
    """
    if is_spoilt(text):
        raise ValueError(f"No code any more: {text!r}")
    text = clean_serial(str(text)).removeprefix("'")
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError(f"Digits are missing: {text!r}")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def clean_phone(text):
    """A telephone number to call, as it was typed, with Latin digits and without scheme and invisible marks.

    >>> clean_phone("tel:\N{LEFT-TO-RIGHT MARK}۰۲۱ 8877 6655 داخلی ۱۲")
    '021 8877 6655 داخلی 12'
    """
    return _SCHEME.sub("", latin_digits(plain(text))).strip()


def phone_to_dial(text):
    """Of what people type for a phone number, what to dial: of the first number its plus and digits, no extension.

    >>> phone_to_dial("tel:۰۹۱۲ 555-0101 داخلی ۱۲"), phone_to_dial("+98 (912) 555 0101 / 021-88776655")
    ('09125550101', '+989125550101')
    >>> phone_to_dial("02188776655-60"), phone_to_dial("ask")
    ('02188776655', '')
    """
    text = _first_number(clean_phone(text))
    return ("+" if text.startswith("+") else "") + digits(text)


def phone_key(text):
    """By this two phone numbers are the same; ``None`` when the text is no phone number.

    >>> phone_key("+98 912 555 0101") == phone_key("۰۹۱۲-۵۵۵-۰۱۰۱") == "9125550101"
    True
    >>> phone_key("RF-12345678"), phone_key("12 34")
    (None, None)
    >>> phone_key("tel:+98-21-88776655") == phone_key("021 8877 6655 ext. 12") == phone_key("۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲")
    True
    >>> phone_key("02188776655-60") == phone_key("021-8877-66-55") == phone_key("02188776655 / 09125550101")
    True
    >>> phone_key("\N{LEFT-TO-RIGHT MARK}0912 555 0101\N{POP DIRECTIONAL FORMATTING}")
    '9125550101'
    """
    text = _first_number(clean_phone(text))
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) < SHORTEST_PHONE or set(text) - set(digits) - PHONE_MARKS:
        return None
    return digits[-NATIONAL:]


def phone_numbers(text):
    """Each of the numbers that people type into one field, without extensions and ends of ranges.

    >>> phone_numbers("0912 555 0101 / ۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۳"), phone_numbers("02188776655-60"), phone_numbers("ask")
    (['0912 555 0101', '021-88776655'], ['02188776655'], [])
    """
    numbers = map(_first_number, _SECOND.split(clean_phone(text)))
    return [number for number in numbers if phone_key(number)]


def _first_number(text):
    """Of what is typed for a phone number, the number to call: one, without extension."""
    text = _EXTENSION.sub("", _SECOND.split(text, maxsplit=1)[0]).strip()
    several = _RANGE.match(text)
    if not several:
        return text
    first = several["first"]
    prefix = next((prefix for prefix in ("00", "+", "0") if text.startswith(prefix)), None)
    is_whole = prefix and len(_NOT_DIGIT.sub("", first)) >= _WHOLE_NUMBER[prefix]
    return first if is_whole else text


def words(text):
    """Words of a folded text, each once, the most telling first: numbers, then long words.

    A telephone number is one word however it is spaced.

    >>> words("karimi ab  rf22")
    ['rf22', 'karimi', 'ab']
    >>> words("0912 555 0101")
    ['09125550101']
    >>> words(" ")
    []
    """
    if _TELEPHONE.fullmatch(text):
        text = "".join(text.split())
    return sorted(dict.fromkeys(text.split()), key=_telling)


def _telling(word):
    return len(word) < _SHORTEST, not any(map(str.isdigit, word)), -len(word)


def digits(text):
    """The digits of a folded text.

    >>> digits("+98 (912) 555-0101")
    '989125550101'
    """
    return _NOT_DIGIT.sub("", text)


def telephone(word, country_code=""):
    """The digits by which a telephone number is known with and without its prefix.

    >>> telephone("09125550101")
    '9125550101'
    >>> telephone("+989125550101", "98") == telephone("00989125550101", "98") == "9125550101"
    True
    >>> telephone("rf22")
    ''
    """
    if not _TELEPHONE.fullmatch(word):
        return ""
    number = digits(word).lstrip("0")
    return number.removeprefix(country_code) if word.startswith(("+", "00")) else number
