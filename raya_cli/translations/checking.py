"""What makes a translation wrong, without a database."""

import re
from collections import Counter
from pathlib import Path

import polib

from . import catalogue, glossary
from .glossary import Term

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%[sdifr]|(?<!\{)\{\w*\}(?!\})|\{\{.*?\}\}|\$\{.*?\}")
_TAG = re.compile(r"</?[a-zA-Z][\w-]*")
_ARABIC = {"ي": "ی", "ك": "ک", "ى": "ی"}
# Joined to their word by a half-space; and words that lose their hamza in careless writing.
_SPACED = re.compile(r"(?<=[آ-ی]) (?:ها|های|هایی|تر|ترین)(?![آ-ی])|(?<![آ-ی])ن?می (?=[آ-ی])")
_HAMZA = {"تایید": "تأیید", "تامین": "تأمین"}


def check_all(addons: Path) -> list[str]:
    """Every complaint about every add-on's Persian catalogue, ready to print."""
    terms = glossary.load()
    found = []
    for manifest in sorted(addons.glob("*/__manifest__.py")):
        found.extend(f"{manifest.parent.name}: {complaint}" for complaint in check_addon(manifest.parent, terms))
    return found


def check_addon(addon: Path, terms: list[Term]) -> list[str]:
    """Complaints about one add-on: its catalogue is there, complete, and right."""
    template, translation = catalogue.template_path(addon), catalogue.translation_path(addon)
    absent = [path.name for path in (template, translation) if not path.exists()]
    if absent:
        return [f"no i18n/{' and no i18n/'.join(absent)}; ./raya i18n writes them"]
    return check_pair(catalogue.load(template), catalogue.load(translation), terms)


def check_pair(template: polib.POFile, translation: polib.POFile, terms: list[Term]) -> list[str]:
    """Complaints about a translation of a template."""
    wanted, have = catalogue.keys(template), catalogue.keys(translation)
    found = [f"missing: {english!r}" for _, english in sorted(wanted - have)]
    found += [f"not in the code any more (./raya i18n drops it): {english!r}" for _, english in sorted(have - wanted)]
    for entry in translation:
        if not entry.obsolete:
            found += [f"{complaint}: {entry.msgid!r} → {entry.msgstr!r}" for complaint in check_entry(entry, terms)]
    return found


def check_entry(entry: polib.POEntry, terms: list[Term]) -> list[str]:
    """What is wrong with one translated term."""
    if not entry.msgstr.strip():
        return ["not translated"]
    if entry.fuzzy:
        return ["fuzzy"]
    return [*check_text(entry.msgid, entry.msgstr), *glossary.complaints(terms, entry.msgid, entry.msgstr)]


def check_text(english: str, persian: str) -> list[str]:
    """What is formally wrong with a translation, whatever its words mean."""
    found = [f"Arabic {wrong}, Persian is {right}" for wrong, right in _ARABIC.items() if wrong in persian]
    found += [f"{wrong}, better {right}" for wrong, right in _HAMZA.items() if wrong in persian]
    if _SPACED.search(persian):
        found.append("a space for a half-space")
    for what, pattern in (("placeholders", _PLACEHOLDER), ("tags", _TAG)):
        if Counter(pattern.findall(english)) != Counter(pattern.findall(persian)):
            found.append(f"other {what}")
    if _edges(english) != _edges(persian):
        found.append("other spaces at the ends")
    return found


def _edges(text: str) -> tuple[str, str]:
    stripped = text.strip()
    start = text.index(stripped) if stripped else len(text)
    return text[:start], text[start + len(stripped) :]
