"""Refresh the catalogues: export every .pot with Odoo's own command, merge fa.po, check both.

Fails with a list when a term is missing, fuzzy, or against i18n/glossary.csv.
"""

from __future__ import annotations

import subprocess

from .. import paths, venv, workspace
from ..databases import Databases

HELP = "export, merge and check the translations"


def add_arguments(parser) -> None:
    parser.add_argument("--check", action="store_true", help="only check what is there (needs no database)")


def run(options) -> int:
    if options.check:
        command = [str(venv.prepare()), "-m", "raya_cli.translations", "--check"]
        return subprocess.run(command, cwd=paths.CHECKOUT, check=False).returncode
    with workspace.ready() as space:
        Databases(space).ensure("suite-demo")
        environment = {**space.environment, **workspace.to_environment(space)}
        command = [str(space.python), "-m", "raya_cli.translations"]
        return subprocess.run(command, cwd=paths.CHECKOUT, env=environment, check=False).returncode
