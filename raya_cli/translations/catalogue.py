"""Exporting, merging and writing catalogues so that the same terms give the same bytes."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polib

from .. import odoo_run
from ..console import Progress
from ..files import write_if_changed
from ..workspace import Workspace

# Odoo's module comment is the only header that differs between two add-ons.
_HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    **dict.fromkeys(("Report-Msgid-Bugs-To", "Last-Translator", "Language-Team", "Content-Transfer-Encoding"), ""),
}


def template_path(addon: Path) -> Path:
    """The file with every term of an add-on."""
    return addon / "i18n" / f"{addon.name}.pot"


def translation_path(addon: Path) -> Path:
    """The file with its Persian."""
    return addon / "i18n" / "fa.po"


def load(path: Path) -> polib.POFile:
    """Read a catalogue; one without a single term may have no file."""
    return (
        polib.pofile(str(path), wrapwidth=78) if path.exists() and path.stat().st_size else polib.POFile(wrapwidth=78)
    )


def keys(catalogue: polib.POFile) -> set[tuple[str, str]]:
    """What identifies the live terms of a catalogue: context and English text."""
    return {_key(entry) for entry in catalogue if not entry.obsolete}


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def exported(space: Workspace, database: str, addons: Sequence[str]) -> dict[str, polib.POFile]:
    """Templates as Odoo itself exports them, from a database in which these add-ons are installed.

    Demo data must be in that database, or its terms would be missing.
    """
    templates = {}
    with tempfile.TemporaryDirectory() as folder:
        for addon in addons:
            path = Path(folder) / f"{addon}.pot"
            arguments = ["i18n", "export", "-c", space.config, "-d", database, "-l", "pot", "-o", path, "--", addon]
            odoo_run.run(space, Progress(f"exporting {addon}"), arguments)
            templates[addon] = normalised(load(path))
    return templates


def normalised(template: polib.POFile) -> polib.POFile:
    """The exported template without what changes from run to run: dates, and the order of places."""
    template.metadata = {**_HEADER, "Plural-Forms": ""}
    template.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    for entry in template:
        entry.msgstr = ""
        entry.occurrences.sort()
    return template


def memory(catalogues: Iterable[polib.POFile]) -> dict[str, str]:
    """What each English term already became; where catalogues differ the first one wins."""
    said: dict[str, str] = {}
    for catalogue in catalogues:
        for entry in catalogue.translated_entries():
            said.setdefault(entry.msgid, entry.msgstr)
    return said


def merged(template: polib.POFile, known: polib.POFile, said: Mapping[str, str] | None = None) -> polib.POFile:
    """The template's terms with the translations we have.

    A new term takes over what exactly the same English became elsewhere (`said`), else it stays
    empty: nothing is guessed from a similar term.
    """
    known.merge(template)
    places = {_key(entry): number for number, entry in enumerate(template)}
    known[:] = sorted((entry for entry in known if not entry.obsolete), key=lambda entry: places[_key(entry)])
    for entry in known:
        entry.msgstr = entry.msgstr or (said or {}).get(entry.msgid, "")
    known.header = template.header
    known.metadata = {**_HEADER, "Language": "fa", "Plural-Forms": "nplurals=2; plural=(n > 1);"}
    return known


def save(catalogue: polib.POFile, path: Path) -> bool:
    """Write the catalogue unless the file already says the same; tell whether it was written."""
    return write_if_changed(path, f"{catalogue}".rstrip("\n") + "\n")
