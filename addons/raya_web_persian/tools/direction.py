"""Right-to-left pages for a wkhtmltopdf built on an unpatched Qt.

It draws a text over itself where words of two directions, or right-to-left words
and a mark such as a full stop, meet inside one node, and joins the letters that a
zero-width non-joiner keeps apart. Pieces of one direction, each in an element of
its own, come out right; a browser or a patched build shows the same page as before.
It breaks no line inside a right-to-left text either, only between elements: a long
one is one element for each word.
"""

import re
import unicodedata

from lxml import html
from markupsafe import Markup

ZWNJ = "\u200c"
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl", "EN": "number", "AN": "number"}
_LEFT_ALONE = ("script", "style")
_MARK = "mark"
# Letters of a right-to-left text that fits into the narrowest column in one line.
_SHORT = 16
_WORDS = re.compile(r"\s*\S+\s*")
# Groups of digits such as a telephone number, which a right-to-left line would show the last one first.
_GROUPS = re.compile(r"[+(]*\d[\d()-]*(?: [\d()-]+)+")
_LEAST_DIGITS = 7
_LANGUAGE = re.compile(r'data-oe-lang="(\w+)"')


def printable(page, reading_direction):
    """The rendered page, fit for the printer of PDFs in this reading direction.

    >>> printable(Markup("<p>a b</p>"), "ltr")
    Markup('<p>a b</p>')
    """
    return Markup(separate(str(page))) if reading_direction == "rtl" else page


def split(text):
    """Pieces of one direction; what has none stays with the piece before it.

    >>> split("Call 12")
    ['Call 12']
    >>> split("یخچال ۲۲ فوت")
    ['یخچال ', '۲۲ ', 'فوت']
    >>> split("صبر کنید. تمام")
    ['صبر کنید', '. ', 'تمام']
    >>> split("رله و اورلود را عوض کنید")
    ['رله ', 'و ', 'اورلود ', 'را ', 'عوض ', 'کنید']
    """
    pieces, current = [("", None)], None
    for character in text:
        direction = _get_direction(character, current)
        if direction and current and direction != current:
            pieces.append(("", direction))
        current = direction or current
        pieces[-1] = (pieces[-1][0] + character, current)
    if len(text) <= _SHORT:
        return [piece for piece, _direction in pieces]
    return [word for piece, direction in pieces for word in _split_words(piece, direction)]


def _split_words(piece, direction):
    """The words of a right-to-left piece, each with the space behind it; other pieces stay whole."""
    return _WORDS.findall(piece) if direction == "rtl" else [piece]


def _get_direction(character, current):
    """A number behind left-to-right letters reads with them; a non-joiner stands
    alone, and so do marks behind right-to-left letters."""
    if character == ZWNJ:
        return ZWNJ
    kind = unicodedata.bidirectional(character)
    if kind in ("CS", "ES", "ET", "ON") and current in ("rtl", ZWNJ, _MARK):
        return _MARK
    direction = _DIRECTIONS.get(kind)
    return current if (direction, current) == ("number", "ltr") else direction


def language_of(page):
    """The language of a paper that Odoo is about to print, as its first article tells it; ``None`` where none does.

    >>> language_of('<html><body><div class="article" data-oe-lang="fa_IR">x</div></body></html>')
    'fa_IR'
    """
    found = _LANGUAGE.search(page)
    return found and found[1]


def turned(document, reading_direction):
    """A whole document for the printer of PDFs: read in this direction, its pieces apart.

    >>> turned("<html><body dir='ltr'><p>A رله</p></body></html>", "rtl").splitlines()[1]
    '<html><body dir="rtl"><p><span>A </span><span>رله</span></p></body></html>'
    """
    root = html.document_fromstring(document)
    for body in root.iter("body"):
        body.set("dir", reading_direction)
        for element in list(body.iter("*")):
            if element.tag not in _LEFT_ALONE:
                _separate_texts(element)
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def separate(page):
    """The same page, a string of HTML, with its pieces apart."""
    root = html.fragment_fromstring(page, create_parent="div")
    for element in list(root.iter("*")):
        if element.tag not in _LEFT_ALONE:
            _separate_texts(element)
    return "".join(html.tostring(child, encoding="unicode") for child in root)


def _separate_texts(element):
    """Wrap the pieces of each text directly inside the element."""
    for child in list(element):
        for span in reversed(_get_spans(child.tail)):
            child.tail = None
            child.addnext(span)
    spans = _get_spans(element.text)
    if spans:
        element.text = None
        element[:0] = spans


def _get_spans(text):
    """An element for each piece, none where there is nothing to take apart.

    A line break before the first piece would be drawn, too.
    """
    text = text or ""
    start = text.lstrip() if text.startswith("\n") else text
    pieces = split(start)
    if len(pieces) < 2:
        pieces = [text] if _is_grouped_number(text) else _get_line(text)
    elif start != text:
        pieces[:0] = [text[: -len(start)]]
    return [_make_span(piece) for piece in _join_numbers(pieces)]


def _join_numbers(pieces):
    """The pieces, with the sign before a telephone number in one with it."""
    joined = []
    for piece in pieces:
        if joined and joined[-1] in ("+", "(") and _is_grouped_number(joined[-1] + piece):
            piece = joined.pop() + piece
        joined.append(piece)
    return joined


def _make_span(piece):
    span = html.Element("span")
    span.text = piece
    if _is_grouped_number(piece):
        span.set("dir", "ltr")
    return span


def _is_grouped_number(text):
    digits = sum(map(str.isdigit, text))
    return digits >= _LEAST_DIGITS and bool(_GROUPS.fullmatch(text.strip()))


def _get_line(text):
    """A right-to-left text on a line of its own, apart from the line breaks around it; nothing for others.

    Beside another element it would be drawn as far away as they are wide.
    """
    line = text.strip()
    if "\n" not in text.replace(line, "") or not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in line):
        return []
    before, _line, after = text.partition(line)
    return [piece for piece in (before, line, after) if piece]
