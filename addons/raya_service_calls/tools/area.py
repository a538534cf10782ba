"""Which postal codes lie in somebody's area, as people write it down. No ORM."""

import re

from odoo.addons.raya_service_base.tools.typed import latin_digits, plain

# People write their lists with commas of either script, or each range on a line of its own.
_BETWEEN_RANGES = re.compile(r"[,;،؛\n]+")
_BETWEEN_ENDS = re.compile(r"\s*(?:-|\bto\b|\bتا\b)\s*", re.IGNORECASE)
_NO_CODE = re.compile(r"[^0-9A-Z]")
# Beginnings of codes have no more letters in a row without a digit: SW, EC.
_WORD = re.compile(r"[A-Z]{3,}")


def zip_key(text):
    """A postal code without what people write between its characters.

    >>> zip_key("۱۱۳۶۹-۴۵۶۷۸"), zip_key(" sw1a 1aa"), zip_key(None)
    ('1136945678', 'SW1A1AA', '')
    """
    return _NO_CODE.sub("", latin_digits(plain(text)).upper())


def read_ranges(text):
    """Ranges of postal codes, each ``(first, last)``; a code alone is a range that begins and ends with it.

    :raises ValueError: with the part that is no range

    >>> read_ranges("۱۱۰۰۰ تا ۱۱۹۹۹، 31"), read_ranges(None)
    ((('11000', '11999'), ('31', '31')), ())
    >>> read_ranges("19999-11000")
    Traceback (most recent call last):
    ValueError: 19999-11000
    """
    parts = [part.strip() for part in _BETWEEN_RANGES.split(plain_lines(text)) if part.strip()]
    return tuple(_read_range(part) for part in parts)


def plain_lines(text):
    """A text without invisible marks, its lines kept.

    >>> plain_lines("11–12\\n13")
    '11-12\\n13'
    """
    return "\n".join(latin_digits(plain(line)) for line in (text or "").splitlines())


def _read_range(part):
    ends = [zip_key(end) for end in _BETWEEN_ENDS.split(part)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or not all(ends) or any(map(_WORD.fullmatch, ends)) or len(first) != len(last) or first > last:
        raise ValueError(part)
    return first, last


def write_ranges(ranges):
    """Ranges as people read them.

    >>> write_ranges((("11000", "11999"), ("31", "31")))
    '11000-11999, 31'
    """
    return ", ".join(first if first == last else f"{first}-{last}" for first, last in ranges)


def lies_in(code, ranges):
    """Whether a postal code begins with a code of one of the ranges.

    :param str code: as :func:`zip_key` gives it

    >>> ranges = read_ranges("11000-11999, 31")
    >>> [lies_in(code, ranges) for code in ("1199945678", "3134567890", "1200045678", "")]
    [True, True, False, False]
    """
    return any(code and first <= code[: len(first)] <= last for first, last in ranges)
