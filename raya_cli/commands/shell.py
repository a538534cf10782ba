"""Open Odoo's Python shell on the demo database. `env.cr.commit()` keeps what you change.

Further arguments go to Odoo; a script can come through a pipe: ./raya shell < script.py
"""

from __future__ import annotations

from .. import demo_database, workspace
from ..databases import Databases
from ..process import foreground

HELP = "open Odoo's Python shell on the demo database"


def add_arguments(parser) -> None:
    parser.set_defaults(passes_on=True)


def run(options) -> int:
    with workspace.ready() as space:
        database = demo_database.ensure(Databases(space))
        command = space.odoo_command("shell", "-c", str(space.config), "-d", database, "--no-http", *options.rest)
        return foreground(command, space.environment, space.safe_folder)
