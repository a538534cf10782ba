"""What people type to find a unit: words, and numbers that may be telephones. No ORM."""

import re

_TELEPHONE = re.compile(r"(\+|00)?[0-9()\-/.\s]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
# An index of trigrams knows nothing shorter.
_SHORTEST = 3


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


def like(word):
    """The pattern that finds a word anywhere; its own signs stand for themselves.

    >>> like("a_b")
    '%a\\\\_b%'
    """
    return "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
