"""Texts in the cells of a file of coded terms: paths and lists of codes, and by what two texts mean the same."""

import re

from . import folding, typed


def quote(step):
    """A code as it stands in an exported path: between quotes when it would be cut.

    >>> quote("ENG"), quote("A,B"), quote('19"'), quote('"x"')
    ('ENG', '"A,B"', '19"', '\"""x""\"')
    """
    return '"' + step.replace('"', '""') + '"' if "," in step or " / " in step or step.startswith('"') else step


def unquote(step):
    """
    >>> unquote('"A,B"'), unquote('19"')
    ('A,B', '19"')
    """
    step = step.strip()
    whole = len(step) > 1 and step.startswith('"') and step.endswith('"')
    return step[1:-1].replace('""', '"') if whole else step


def cut(text, separator):
    """The pieces of a text; a separator inside a quoted step does not cut."""
    pieces, start = [], 0
    pattern = re.compile(r'(?:^|(?<=,)|(?<= / ))\s*"(?:[^"]|"")*"(?=\s*(?:,| / |$))|' + re.escape(separator))
    for match in pattern.finditer(text):
        if match[0] == separator:
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


def split_path(text):
    """The steps of a path.

    >>> split_path("Engine / Fuel system")
    ['Engine', 'Fuel system']
    >>> split_path('ENG / "A / B"')
    ['ENG', 'A / B']
    >>> split_path("AC/DC")
    ['AC/DC']
    """
    return [step for piece in cut(text, " / ") if (step := unquote(piece))]


def split_loosely(text):
    """The steps of a path whose slashes are spaced anyhow."""
    return [step for piece in typed.plain(text).split("/") if (step := unquote(piece))]


def key(text):
    """By this two texts mean the same: cleaned, folded, with single spaces.

    >>> key("سيستم  سوخت") == key("سیستم سوخت")
    True
    """
    return " ".join(folding.fold(typed.plain(text)).split())
