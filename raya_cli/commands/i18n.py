"""Refresh the catalogues: export every .pot with Odoo's own command, merge fa.po, check both.

Fails with a list when a term is missing, fuzzy, or against i18n/glossary.csv.
"""

from .. import paths, workspace
from ..console import say
from ..databases import Databases

HELP = "export, merge and check the translations"
# Odoo's own add-ons whose Persian for "Created by" and the like is taken over.
_ODOO_SAID = ("base", "mail", "product", "stock", "account")


def add_arguments(parser) -> None:
    parser.add_argument("--check", action="store_true", help="only check what is there (needs no database)")


def run(options) -> int:
    """Refresh, unless it is only to check, and list what is wrong."""
    from ..translations import checking

    if not options.check:
        _refresh()
    found = checking.check_all(paths.ADDONS)
    say(
        "\n".join(
            [*found, f"{len(found)} complaints" if found else "Every term is translated, in the words of the glossary."]
        )
    )
    return 1 if found else 0


def _refresh() -> None:
    """Export every template and merge every Persian catalogue into its add-on."""
    from ..translations import catalogue

    with workspace.ready() as space:
        databases = Databases(space)
        addons = [floor.folder for floor in databases.floors]
        database = databases.run_name("i18n")
        databases.copy("suite-demo", database)
        try:
            templates = catalogue.exported(space, database, [addon.name for addon in addons])
        finally:
            databases.drop(database)
        odoo = space.odoo.python_path / "odoo" / "addons"
        known = map(catalogue.translation_path, [*addons, *(odoo / name for name in _ODOO_SAID)])
        said = catalogue.memory(map(catalogue.load, known))
        for addon in addons:
            template, path = templates[addon.name], catalogue.translation_path(addon)
            changed = catalogue.save(template, catalogue.template_path(addon))
            changed |= catalogue.save(catalogue.merged(template, catalogue.load(path), said), path)
            say(f"{addon.name}: {len(template)} terms, {'written' if changed else 'unchanged'}")
