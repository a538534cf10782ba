"""Serial numbers and phone numbers as people type them; no ORM."""

PHONE_MARKS = set("+-–/.() ")
SHORTEST_PHONE = 7
# The national part: what stays of +98 912 …, 0098 912 … and 0912 …
NATIONAL = 10


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
