"""What people type to find a unit: words, and numbers that may be telephones. No ORM."""

import re

_TELEPHONE = re.compile(r"(\+|00)?[0-9()\-/.\s]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
# The same in SQL, see ``digits_sql()``.
_NOT_DIGIT_SQL = "'[^0-9]', '', 'g'"


def words(text):
    """Words of a folded text, each once; a telephone number is one word however it is spaced.

    >>> words("karimi  rf22")
    ['karimi', 'rf22']
    >>> words("0912 555 0101")
    ['09125550101']
    >>> words(" ")
    []
    """
    if _TELEPHONE.fullmatch(text):
        text = "".join(text.split())
    return list(dict.fromkeys(text.split()))


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
    digits = _NOT_DIGIT.sub("", word).lstrip("0")
    return digits.removeprefix(country_code) if word.startswith(("+", "00")) else digits


def digits_sql(expression):
    """The SQL expression, as text, of the digits in another one. Immutable, as an index needs it.

    >>> digits_sql("phone")
    "regexp_replace(phone, '[^0-9]', '', 'g')"
    """
    return f"regexp_replace({expression}, {_NOT_DIGIT_SQL})"


def like(word):
    """The pattern that finds a word anywhere; its own signs stand for themselves.

    >>> like("a_b")
    '%a\\\\_b%'
    """
    return "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
