"""`python -m raya_cli.translations [--check]`: what `./raya i18n` runs in our environment."""

from __future__ import annotations

import sys

from .. import floors, paths, workspace
from ..errors import RayaError
from ..testing.workshop import Workshop
from . import catalogue, checking, exporting


def refresh() -> None:
    """Export every template and merge every Persian catalogue into its add-on."""
    names = [floor.name for floor in floors.discover(paths.ADDONS)]
    shop = Workshop(workspace.from_environment())
    try:
        templates = exporting.export(shop.space, shop.copy("suite-demo").name, names)
    finally:
        shop.close()
    for name, template in templates.items():
        _write(name, template)


def _write(name: str, template) -> None:
    addon = paths.ADDONS / name
    path = catalogue.translation_path(addon)
    known = catalogue.load(path) if path.exists() else None
    changed = catalogue.save(template, catalogue.template_path(addon))
    changed |= catalogue.save(catalogue.merged(template, known), path)
    print(f"{name}: {len(template)} terms, {'written' if changed else 'unchanged'}", flush=True)


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
