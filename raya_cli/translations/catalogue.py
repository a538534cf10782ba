"""Reading, merging and writing catalogues so that the same terms give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from ..files import write_if_changed

LANGUAGE = "fa"
# Odoo's module comment is the only header that differs between two add-ons.
_HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Report-Msgid-Bugs-To": "",
    "Last-Translator": "",
    "Language-Team": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "",
}


def template_path(addon: Path) -> Path:
    return addon / "i18n" / f"{addon.name}.pot"


def translation_path(addon: Path) -> Path:
    return addon / "i18n" / f"{LANGUAGE}.po"


def load(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=78)


def keys(catalogue: polib.POFile) -> set[tuple[str, str]]:
    """What identifies the live terms of a catalogue: context and English text."""
    return {_key(entry) for entry in catalogue if not entry.obsolete}


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def normalised(exported: polib.POFile) -> polib.POFile:
    """The exported template without what changes from run to run: dates, and the order of places."""
    exported.metadata = {**_HEADER, "Plural-Forms": ""}
    exported.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    for entry in exported:
        entry.msgstr = ""
        entry.occurrences.sort()
    return exported


def memory(catalogues: Iterable[polib.POFile]) -> dict[str, str]:
    """What each English term already became; where catalogues differ the first one wins."""
    said: dict[str, str] = {}
    for catalogue in catalogues:
        for entry in catalogue:
            if entry.msgstr and not entry.fuzzy and not entry.obsolete:
                said.setdefault(entry.msgid, entry.msgstr)
    return said


def merged(template: polib.POFile, known: polib.POFile | None, said: Mapping[str, str] | None = None) -> polib.POFile:
    """The template's terms with the translations we have.

    A new term takes over what exactly the same English became elsewhere (`said`), else it stays
    empty: nothing is guessed from a similar term.
    """
    result = polib.POFile(wrapwidth=78) if known is None else known
    result.merge(template)
    places = {_key(entry): number for number, entry in enumerate(template)}
    result[:] = sorted((entry for entry in result if not entry.obsolete), key=lambda entry: places[_key(entry)])
    for entry in result:
        entry.msgstr = entry.msgstr or (said or {}).get(entry.msgid, "")
    result.header = template.header
    result.metadata = {**_HEADER, "Language": LANGUAGE, "Plural-Forms": "nplurals=2; plural=(n > 1);"}
    return result


def save(catalogue: polib.POFile, path: Path) -> bool:
    """Write the catalogue unless the file already says the same; tell whether it was written."""
    return write_if_changed(path, f"{catalogue}".rstrip("\n") + "\n")
