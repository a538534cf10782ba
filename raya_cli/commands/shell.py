"""Open Odoo's Python shell on the demo database. `env.cr.commit()` keeps what you change.

Further arguments go to Odoo; a script can come through a pipe: ./raya shell < script.py
"""

from .. import workspace
from ..databases import Databases
from ..process import foreground

HELP = "open Odoo's Python shell on the demo database"
PASSES_ON = True


def run(options) -> int:
    with workspace.ready() as space:
        database = Databases(space).demo()
        return foreground(space.shell_command(database, *options.rest), space.environment, space.safe_folder)
