"""A paper in two languages: the words of the second one stand beside those of the first; no ORM.

Both pages come of the same template and the same facts, so that their words,
which the template marks by a class, are as many and in the same order.
"""

from lxml import html
from markupsafe import Markup

WORD = "raya_word"
SECOND = "raya_second"
_WORDS = f'//*[contains(concat(" ", normalize-space(@class), " "), " {WORD} ")]'


def joined(page, other, direction):
    """The page, and behind each of its words that of the other page, where it is another one.

    :param page: HTML
    :param other: the same page in the second language
    :param str direction: of the second language, ``ltr`` or ``rtl``
    :raises ValueError: when the two are not the same page

    >>> joined('<b class="raya_word">Part</b>', '<b class="raya_word">قطعه</b>', "rtl")
    Markup('<b class="raya_word">Part <small class="raya_second" dir="rtl">قطعه</small></b>')
    >>> joined('<b class="raya_word">LG</b>', '<b class="raya_word">LG</b>', "rtl")
    Markup('<b class="raya_word">LG</b>')
    """
    root, second = (html.fragment_fromstring(str(each), create_parent="div") for each in (page, other))
    for word, translated in zip(root.xpath(_WORDS), second.xpath(_WORDS), strict=True):
        text = _read(translated)
        if text and text != _read(word):
            _append(word, text, direction)
    children = "".join(html.tostring(child, encoding="unicode") for child in root)
    return Markup((root.text or "") + children)


def _read(element):
    return " ".join(element.text_content().split())


def _append(element, text, direction):
    small = html.Element("small", {"class": SECOND, "dir": direction})
    small.text = text
    last = element[-1] if len(element) else None
    if last is None:
        element.text = f"{(element.text or '').rstrip()} "
    else:
        last.tail = f"{(last.tail or '').rstrip()} "
    element.append(small)
