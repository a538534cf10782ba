"""Templates as Odoo itself exports them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polib

from .. import odoo_run
from ..console import Progress
from ..workspace import Workspace
from . import catalogue


def export(space: Workspace, database: str, addons: Sequence[str]) -> dict[str, polib.POFile]:
    """The template of each add-on, from a database in which all of them are installed.

    Demo data must be in that database, or its terms would be missing.
    """
    templates = {}
    with tempfile.TemporaryDirectory() as folder:
        for addon in addons:
            path = Path(folder) / f"{addon}.pot"
            arguments = ["i18n", "export", "-c", str(space.config), "-d", database, "-l", "pot", "-o", str(path)]
            odoo_run.run(space, Progress(f"exporting {addon}"), [*arguments, "--", addon])
            # An add-on without a single term gives no file content at all.
            exported = catalogue.load(path) if path.exists() and path.stat().st_size else polib.POFile()
            templates[addon] = catalogue.normalised(exported)
    return templates
