"""What people type, cleaned in one place: serial numbers, phone numbers, words to find something by. No ORM."""

import re

PHONE_MARKS = set("+-–/.() ")
SHORTEST_PHONE = 7
# The national part: what stays of +98 912 …, 0098 912 … and 0912 …
NATIONAL = 10
_TELEPHONE = re.compile(r"(\+|00)?[0-9()\-/.\s]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
# An index of trigrams knows nothing shorter.
_SHORTEST = 3


def latin_digits(text):
    """
    >>> latin_digits("۱۲٣4")
    '1234'
    """
    return "".join(str(int(character)) if character.isdecimal() else character for character in text or "")


def clean_serial(text):
    """A serial number with Latin digits and single spaces.

    >>> clean_serial("  RF-۲۲  ٤ ")
    'RF-22 4'
    >>> clean_serial(None)
    ''
    """
    return " ".join(latin_digits(text).split())


def phone_key(text):
    """By this two phone numbers are the same; ``None`` when the text is no phone number.

    >>> phone_key("+98 912 555 0101") == phone_key("۰۹۱۲-۵۵۵-۰۱۰۱") == "9125550101"
    True
    >>> phone_key("RF-12345678"), phone_key("12 34")
    (None, None)
    """
    text = latin_digits(text)
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) < SHORTEST_PHONE or set(text) - set(digits) - PHONE_MARKS:
        return None
    return digits[-NATIONAL:]


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
