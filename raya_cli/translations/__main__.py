"""`python -m raya_cli.translations [--check]`: what `./raya i18n` runs in our environment."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polib

from .. import floors, paths, workspace
from ..errors import RayaError
from ..testing.workshop import Workshop
from . import catalogue, checking, exporting

# Odoo's own add-ons whose Persian for "Created by" and the like is taken over.
_ODOO_SAID = ("base", "mail", "product", "stock", "account")


def refresh() -> None:
    """Export every template and merge every Persian catalogue into its add-on."""
    addons = [floor.folder for floor in floors.discover(paths.ADDONS)]
    shop = Workshop(workspace.from_environment())
    try:
        templates = exporting.export(shop.space, shop.copy("suite-demo").name, [addon.name for addon in addons])
    finally:
        shop.close()
    said = catalogue.memory(_known(addons, shop.space.odoo.package / "addons"))
    for addon in addons:
        _write(addon, templates[addon.name], said)


def _known(addons: Sequence[Path], odoo: Path) -> Iterator[polib.POFile]:
    """Our own catalogues, then Odoo's."""
    for addon in (*addons, *(odoo / name for name in _ODOO_SAID)):
        path = catalogue.translation_path(addon)
        if path.exists():
            yield catalogue.load(path)


def _write(addon: Path, template: polib.POFile, said: Mapping[str, str]) -> None:
    path = catalogue.translation_path(addon)
    known = catalogue.load(path) if path.exists() else None
    changed = catalogue.save(template, catalogue.template_path(addon))
    changed |= catalogue.save(catalogue.merged(template, known, said), path)
    print(f"{addon.name}: {len(template)} terms, {'written' if changed else 'unchanged'}", flush=True)


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        refresh()
    found = checking.check_all(paths.ADDONS)
    for complaint in found:
        print(complaint)
    print(f"{len(found)} complaints" if found else "Every term is translated, in the words of the glossary.")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RayaError as error:
        sys.exit(str(error))
