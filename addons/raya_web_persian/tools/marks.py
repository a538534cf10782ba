"""What pasting brings into a text without anybody seeing it, and dashes of many lengths. No ORM.

The web client has the same marks in ``static/src/digits.js``.
"""

# soft hyphen, joiners and half-space, direction marks, byte order mark, variation selectors
INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))
    for code in range(first, last + 1)
)
# hyphens, dashes, minus signs
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d"
_REMOVED = str.maketrans(dict.fromkeys(INVISIBLE, ""))


def visible(text):
    """The text without what nobody sees.

    >>> visible("RF\N{ZERO WIDTH NON-JOINER}22\N{POP DIRECTIONAL FORMATTING}")
    'RF22'
    """
    return text.translate(_REMOVED)
