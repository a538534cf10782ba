"""What people type or scan into the one box of the desk, read as what it may be. No ORM."""

import re
from dataclasses import dataclass

from odoo.addons.raya_service_asset.tools import identifiers
from odoo.addons.raya_service_base.tools import folding, typed

# Nobody says more to an operator; what is pasted beyond it is no number and no name.
LONGEST = 100
MOST_WORDS = 6
SHORTEST = 2
# The way in which a text was found, the best first. An index of trigrams knows nothing inside of a
# word that is shorter than three characters.
EXACT, BEGINS, ENDS, INSIDE, LOOSE = range(5)
QUALITIES = ("exact", "begins", "ends", "inside", "loose")
SHORTEST_INSIDE = 3
# Digits of a number without what is dialled before it from elsewhere.
LONGEST_LOCAL = 8
# By these telephone systems say that a caller shows no number.
WITHHELD = frozenset(
    {"anonymous", "private", "unknown", "withheld", "restricted", "unavailable", "blocked", "hidden"}
    | {"ناشناس", "خصوصی", "نامشخص"}
)
_BESIDE = re.compile(r"(?<!\S)[+(0-9][0-9()\-/. ]*[0-9](?!\S)")
_LABEL = re.compile(r"/service/unit/([^/?#\s]+)", re.IGNORECASE)
_PARTS = re.compile(r"[^0-9a-z]+")
_SCHEME = re.compile(r"^(tel|callto|sip):", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:;?\s*ext(?:ension|\.)?\s*[=:.]?|;|#|x|داخلی)\s*([0-9]{1,6})\s*$")


@dataclass(frozen=True)
class Sought:
    """A text as it is looked for.

    :param str text: folded, with single spaces
    :param tuple words: its words, the most telling first, at most :data:`MOST_WORDS`
    :param tuple pieces: its words as parts of a number, also where it may be a telephone number
    :param str digits: its digits if it may be a telephone number or the end of one, without an extension
    :param str number: the same without what stands before a national number
    :param str key: the whole text as a number of a unit, without what separates its groups
    :param str token: of the label whose address was scanned
    :param str country_code: by which the number was read
    """

    text: str
    words: tuple = ()
    pieces: tuple = ()
    digits: str = ""
    number: str = ""
    key: str = ""
    token: str = ""
    country_code: str = ""

    @property
    def is_email(self):
        return "@" in self.text and " " not in self.text

    @property
    def is_document(self):
        """Whether it may be the number of a call, order, delivery or invoice: one word with a digit."""
        return " " not in self.text and any(map(str.isdigit, self.text))


def read(text, country_code=""):
    """A text as people type it, in any letters and digits.

    >>> read("كريمي  علی").words
    ('کریمی', 'علی')
    >>> read("tel:+98 21 8855 0177;ext=12", "98").number
    '2188550177'
    >>> read("RF-۲۲ / 7").key, read("0415 22").pieces
    ('rf227', ('0415', '22'))
    >>> read("https://example.com/service/unit/abc23?lang=fa").token
    'abc23'
    >>> read("\\x00").words, read(None).words
    ((), ())
    """
    plain = typed.plain((text if isinstance(text, str) else "")[:LONGEST])
    label = _LABEL.search(plain)
    folded = " ".join(folding.fold(_SCHEME.sub("", plain.strip())).split())
    phone = _EXTENSION.sub("", folded)
    words = typed.words(" ".join(folding.split(folded)))[:MOST_WORDS]
    number = telephone(phone, country_code) if len(typed.words(phone)) == 1 else ""
    return Sought(
        folded,
        tuple(words),
        tuple(filter(None, map(identifiers.key, folded.split())))[:MOST_WORDS],
        typed.digits(phone) if number else "",
        number,
        identifiers.key(folded.replace(" ", "")),
        label[1].lower() if label else "",
        country_code,
    )


def last_part(text):
    """The end of the number of a document that tells it from others of its kind.

    >>> last_part("inv/2026/00042"), last_part("s00042"), last_part("2026/07"), last_part("42-")
    ('00042', 's00042', '2026/07', '42-')
    """
    part = _PARTS.split(text)[-1]
    return part if len(part) >= SHORTEST_INSIDE else text


def telephone(text, country_code=""):
    """A telephone number without what stands before it within its country, and without extension.

    >>> telephone("0098 (0)912 555-0101", "98") == telephone("98 912 5550101", "98") == "9125550101"
    True
    >>> telephone("٠٢١ ٨٨٥٥ ٠١٧٧ داخلي 12")
    '2188550177'
    >>> telephone("Karimi"), telephone("anonymous"), telephone(None)
    ('', '', '')
    """
    folded = _EXTENSION.sub("", folding.fold(_SCHEME.sub("", typed.plain(text).strip())))
    number = typed.telephone("".join(folded.split()), country_code).lstrip("0")
    # Also where the plus was left out.
    if country_code and len(number) > typed.NATIONAL:
        number = number.removeprefix(country_code).lstrip("0")
    # By so many digits a number is known in every country, see typed.phone_key().
    return number[-typed.NATIONAL :]


def has_number(text, number, country_code=""):
    """Whether one of the numbers of a field is this one, as :func:`telephone` gives it.

    >>> [has_number("02188776655-60 / 0912 555 0101", number) for number in ("2188776655", "9125550101", "5550101")]
    [True, True, False]
    """
    return any(telephone(each, country_code) == number for each in typed.phone_numbers(text))


def is_telephone(text, country_code=""):
    """Whether a text is written as people write a telephone number; other digits are a serial number.

    With its prefix, in groups, or as short as one of the same town.

    >>> all(is_telephone(text, "98") for text in ("09125550101", "+98 912 555 0101", "989125550101", "8877 6655"))
    True
    >>> [is_telephone(text, "98") for text in ("0071234568", "410022003300", "RF-12345678", "12345")]
    [False, False, False, False]
    """
    plain = typed.clean_phone(text)
    number = typed.digits(plain)
    if not typed.phone_key(plain):
        return False
    is_whole = number.startswith("0") and len(number) > typed.NATIONAL
    is_national = bool(country_code) and len(number.removeprefix(country_code)) == typed.NATIONAL < len(number)
    is_grouped = plain.startswith(("0", "(")) and any(mark in plain for mark in " ()")
    return plain.startswith("+") or is_whole or is_national or is_grouped or len(number) <= LONGEST_LOCAL


def split_name(text, country_code=""):
    """A name and the telephone number that was typed beside it, each empty where it is not that.

    >>> split_name("Karimi 0912 555 0101", "98"), split_name("۰۹۱۲۵۵۵۰۱۰۱ سارا کریمی", "98")
    (('Karimi', '0912 555 0101'), ('سارا کریمی', '09125550101'))
    >>> split_name("RF 22 09125550101", "98"), split_name("Karimi", "98")
    (('', ''), ('', ''))
    """
    plain = " ".join(typed.latin_digits(typed.plain(text)).split())
    found = _BESIDE.search(plain)
    name = " ".join((plain[: found.start()] + plain[found.end() :]).split()) if found else ""
    if not name or any(map(str.isdecimal, name)) or not is_telephone(found[0], country_code):
        return "", ""
    return name, found[0].strip()


def is_withheld(text):
    """Whether this stands for a number that the caller does not show.

    >>> is_withheld("Anonymous"), is_withheld(" "), is_withheld("sip:anonymous@anonymous.invalid")
    (True, True, True)
    >>> is_withheld("0912 555 0101")
    False
    """
    folded = _SCHEME.sub("", folding.fold(typed.plain(text)).strip())
    return not folded or folded.split("@")[0] in WITHHELD
