"""Check style: ruff, its formatter, pylint with pylint-odoo, XML, catalogues. No database."""

from __future__ import annotations

import subprocess

from .. import paths, venv

HELP = "check style and translations, without a database"


def add_arguments(parser) -> None:
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can")


def run(options) -> int:
    command = [str(venv.prepare()), "-m", "raya_cli.lint", *(["--fix"] if options.fix else [])]
    return subprocess.run(command, cwd=paths.CHECKOUT, check=False).returncode
