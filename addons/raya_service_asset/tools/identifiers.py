"""Maker's identifiers of a unit: one key for each way of writing them, no ORM."""

import re

from stdnum import imei

# What people put between the groups of a number.
_SEPARATORS = re.compile(r"[\s\-./:_]+")
IMEI_DIGITS = 15


def key(value):
    """The identifier without separators, in small letters: written alike, it is the same.

    >>> key("49-015420-323751-8") == key("490154203237518")
    True
    >>> key("AB 12") == key("ab12")
    True
    """
    return _SEPARATORS.sub("", value or "").lower()


def is_imei(value):
    """Whether this is the number of a mobile device: 15 digits, the last one a check digit.

    >>> is_imei("49-015420-323751-8")
    True
    >>> is_imei("490154203237517")
    False
    >>> is_imei("49015420323751")
    False
    """
    digits = key(value)
    return len(digits) == IMEI_DIGITS and imei.is_valid(digits)


def fits(pattern, value):
    """Whether a value has the form of a pattern, as written or without separators.

    >>> fits("[0-9]{13}", "2700 000 123 456")
    True
    >>> fits("[a-z]{2}-[0-9]{4}", "AB-0012")
    True
    >>> fits("[0-9]{13}", "27")
    False
    """
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for text in (value.strip(), key(value)))
