"""Check style with ruff, pylint-odoo, OCA's hooks, manifestoo and prettier, and the catalogues. No database."""

from __future__ import annotations

import subprocess

from .. import paths, venv

HELP = "check style and translations, without a database"


def add_arguments(parser) -> None:
    parser.add_argument("--fix", action="store_true", help="let the tools mend what they can")


def run(options) -> int:
    command = [str(venv.prepare()), "-m", "raya_cli.lint", *(["--fix"] if options.fix else [])]
    return subprocess.run(command, cwd=paths.CHECKOUT, check=False).returncode
