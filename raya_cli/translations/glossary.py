"""The glossary: which Persian words an English term may, must and must not become."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from .. import paths

FILE = paths.CHECKOUT / "i18n" / "glossary.csv"
_HAMZA, _ZWNJ = "\u0654", "\u200c"
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|\$\{[^}]*\}|\{\w+\}")


@dataclass(frozen=True)
class Term:
    """One line of the glossary. `required` means that one of the words of `fa` must be there."""

    en: str
    fa: tuple[str, ...]
    forbidden: tuple[str, ...]
    required: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """The English term as a whole word, singular or plural, in any case."""
        return re.compile(rf"(?<![\w.]){re.escape(self.en)}(?:s|es)?(?!\w|\.\w)", re.IGNORECASE)


def load(path: Path = FILE) -> list[Term]:
    """Read the glossary; alternatives are separated by a slash."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Term(row["en"], _words(row["fa"]), _words(row["forbidden"]), row["required"] == "yes")
            for row in csv.DictReader(file)
        ]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split("/") if word.strip())


def plain(text: str) -> str:
    """Persian text without the spelling differences that do not make another word."""
    text = text.replace("ۀ", "ه").replace("ة", "ه").replace(_HAMZA, "").replace("أ", "ا").replace("ئ", "ی")
    return re.sub(rf"[\s{_ZWNJ}]+", "", text)


def complaints(terms: list[Term], english: str, persian: str) -> list[str]:
    """What a translation does against the glossary.

    A word forbidden for one term is allowed where the sentence also has the term it belongs to, alone or in words of
    that term. Names of placeholders are no words.
    """
    english = _PLACEHOLDER.sub(" ", english)
    present = [term for term in terms if term.pattern.search(english)]
    allowed = {plain(word) for term in present for word in term.fa}
    text = plain(persian)
    found = []
    for term in present:
        for word in term.forbidden:
            if plain(word) in _without(text, allowed, plain(word)):
                found.append(f"“{term.en}” must not be «{word}» but «{' / '.join(term.fa)}»")
        if term.required and not any(plain(word) in text for word in term.fa):
            found.append(f"“{term.en}” must be «{' / '.join(term.fa)}»")
    return found


def _without(text: str, allowed: set[str], word: str) -> str:
    """The text without those of the allowed words that hold this one."""
    for longer in allowed:
        if word in longer:
            text = text.replace(longer, " ")
    return text
