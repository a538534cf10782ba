"""Text as people mean it, not as they type it: one folding for Python and SQL.

Persian is typed with Arabic ي and ك as well as with ی and ک, with three kinds of
digits, with half-spaces or without, and Latin letters come with accents. What is
pasted brings marks that nobody sees, and dashes of many lengths. Both sides of a
search are folded the same way; an index stands on the SQL side.
"""

import re
import unicodedata
from itertools import filterfalse

from odoo.addons.raya_web_persian.tools.marks import DASHES, INVISIBLE

from .functions import Function

LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ئ": "ی",
    "ك": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",
    "ۂ": "ه",
    "ۃ": "ه",
    "ە": "ه",
    "ھ": "ه",
    "ڪ": "ک",
    "ې": "ی",
    "ؤ": "و",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
}
DIGITS = {digit: str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
# Marks of inches, feet and speech, as keyboards, phones and writing programs have them.
QUOTES = {
    **dict.fromkeys("\u2033\u201c\u201d\u201e\u02ba\u3003", '"'),
    **dict.fromkeys("\u2032\u2018\u2019\u02b9", "\u0027"),
}
# tatweel, vowel marks, madda, hamza above and below, accents that stand alone
DROPPED = INVISIBLE + "\u0640\u0670" + "".join(map(chr, (*range(0x064B, 0x0656), *range(0x0300, 0x0370))))


def _accented():
    """Latin letters with accents, to the bare lower-case letter."""
    for code in range(0xC0, 0x180):
        letter = chr(code)
        bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
        if bare != letter and bare.isascii() and len(bare) == 1:
            yield letter, bare.lower()


_REPLACED = {**LETTERS, **DIGITS, **QUOTES, **dict.fromkeys(DASHES, "-"), **dict(_accented())}
_SENTENCE = ",;:!?.()[]{}،؛؟«»"
_TABLE = str.maketrans({**_REPLACED, **dict.fromkeys(DROPPED, "")})
# Arguments of PostgreSQL's translate(): letters without a counterpart are dropped.
SQL_FROM = "".join(_REPLACED).replace("'", "''") + DROPPED
SQL_TO = "".join(_REPLACED.values()).replace("'", "''")
# The mark of inches, which the normal form of a text takes for two marks of feet.
_INCH, _FEET = "\u2033", "\u2032\u2032"
_HALF_SPACE = "\u200c"
# Letters that are folded already but for their case, as a regular expression of PostgreSQL has them in brackets.
_PLAIN = r"\u0001-\u007f" + "ءابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی،؛؟"
_LETTER = "[\u0621-\u06d3]"
# A space inside of Persian, for SQL with the letter before it, and in Python.
INSIDE = rf"({_LETTER}) +(?={_LETTER})"
_INSIDE = re.compile(rf"(?<={_LETTER}) +(?={_LETTER})")
_AT_ENDS = re.compile(rf"^ +(?={_LETTER})|(?<={_LETTER}) +$")
# What a key tells alike beyond folding: lines, marks of inches and of feet, the two small letters sigma.
_KEY_TABLE = str.maketrans({"\n": " ", '"': "\u0027\u0027", "ς": "σ"})


def fold(text):
    """The folded form of a text.

    >>> fold("Compressor")
    'compressor'
    >>> fold("كمپرسور") == fold("کمپرسور")
    True
    >>> fold("می‌شود") == fold("میشود")
    True
    >>> fold("کد ۱۲٣") == fold("کد 123")
    True
    >>> fold("RF\N{NON-BREAKING HYPHEN}22\N{RIGHT-TO-LEFT MARK}")
    'rf-22'
    >>> fold("\N{FULLWIDTH DIGIT ONE}9\N{DOUBLE PRIME}"), fold("e\N{COMBINING ACUTE ACCENT}")
    ('19"', 'e')
    """
    normal = unicodedata.normalize("NFKC", text or "").replace(_FEET, _INCH)
    return normal.translate(_TABLE).lower()


def words(text):
    """Folded words of a query, longest first, because they select best.

    >>> words("a  Relay")
    ['relay', 'a']
    >>> words('[F-1] (relay), 19" !')
    ['relay', '19"', 'f-1', '!']
    """
    return sorted({_bare(word) for word in fold(text).split()}, key=lambda word: (-len(word), word))


def _bare(word):
    """A word without the marks of a sentence around it, unless it is made of nothing else."""
    bare = word.strip(_SENTENCE)
    return bare if any(map(str.isalnum, bare)) else word


def join_words(text):
    """A folded text without the spaces inside of its Persian.

    >>> join_words("یخچال ها 12 x y")
    'یخچالها 12 x y'
    """
    return _INSIDE.sub("", text)


def key(text):
    """By this a text is found, whoever typed it and where: folded, in one line, without accents of any script and
    without the spaces inside of Persian, which others type as half-spaces or leave out.

    What stands in a text has a key that stands in the key of it, see :func:`sought_key`.

    >>> key("محمد رضا") == key("محمّد‌رضا") == key("محمدرضا")
    True
    >>> key("Ngứ 19″")
    "ngu 19''"
    """
    letters = unicodedata.normalize("NFKD", fold(text)).translate(_KEY_TABLE)
    # Every posting waits for the keys of its numbers.
    return letters if letters.isascii() else join_words("".join(filterfalse(unicodedata.combining, letters)))


def sought_key(text):
    """The key of what somebody looks for inside of texts.

    >>> sought_key(" رضا "), sought_key(" No. ")
    ('رضا', ' no. ')
    """
    # The Persian word beside it may end there with a space, a half-space or nothing.
    return _AT_ENDS.sub("", key(text))


def fold_sql(expression):
    """The SQL expression, as text, that folds another one. Immutable, so that an
    index may stand on it.

    It calls a function of the database, which the add-on makes where it is missing.

    >>> fold_sql("code").endswith("(code)")
    True
    """
    return f"{FUNCTION.name}({expression})"


# Few texts have a letter to be replaced, and to ask costs a tenth of looking each letter up.
FUNCTION = Function(
    "raya_fold",
    "said text",
    f"""
    BEGIN
        IF said ~ '[^{_PLAIN}{_HALF_SPACE}]' THEN
            said := replace(normalize(said, NFKC), '{_FEET}', '{_INCH}');
            RETURN lower(translate(said, '{SQL_FROM}', '{SQL_TO}'));
        END IF;
        RETURN lower(replace(said, '{_HALF_SPACE}', ''));
    END
    """,
)


# No index takes longer words; what follows in a text is not looked for.
LONGEST_TEXT = 500
_BETWEEN_WORDS = ',;()[]"'
_SPACED = str.maketrans(dict.fromkeys(_BETWEEN_WORDS, " "))


def split(text):
    """Words of a folded text as :func:`words_sql` knows them.

    >>> split('raya (shop), "4"')
    ['raya', 'shop', '4']
    """
    return text.translate(_SPACED).split()


def words_sql(expression):
    """The SQL expression, as text, for the words of a folded one. Immutable, so that an index may stand on it.

    Unlike one of trigrams such an index knows every script, whatever the locale of the database.

    >>> words_sql("code").startswith("array_to_tsvector(")
    True
    """
    spaced = f"translate(left({expression}, {LONGEST_TEXT}), '{_BETWEEN_WORDS}', '{' ' * len(_BETWEEN_WORDS)}')"
    return f"array_to_tsvector(array_remove(string_to_array({spaced}, ' '), ''))"


def words_query(wanted, *, whole=False, any_of=False):
    """The query, as text, by which :func:`words_sql` is searched.

    :param wanted: folded words
    :param bool whole: whether they are whole words, not beginnings of words
    :param bool any_of: whether one of them is enough

    >>> words_query(["ali", "o'neil"])
    "'ali':* & 'o''neil':*"
    >>> words_query(["ali"], whole=True)
    "'ali'"
    """
    quoted = (word.replace("\\", r"\\").replace("'", "''") for word in wanted)
    return (" | " if any_of else " & ").join(f"'{word}'{'' if whole else ':*'}" for word in quoted)
