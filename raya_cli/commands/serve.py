"""Run Odoo on the demo database with its log on the screen, for working on the add-ons.

Further arguments go to Odoo, for example --dev=all or -u raya_some_add_on.
"""

from .. import serving, workspace
from ..console import say
from ..databases import Databases
from ..process import foreground

HELP = "run Odoo on the demo database, its log on the screen"
PASSES_ON = True


def add_arguments(parser) -> None:
    parser.add_argument(
        "--port", type=int, default=serving.PORT, help="port to listen on (default: %(default)s or the next free one)"
    )


def run(options) -> int:
    with workspace.ready() as space:
        database = Databases(space).demo()
        port = serving.free_port(options.port)
        say(f"Odoo on {serving.address(port)}; Ctrl-C stops it.")
        command = serving.command(space, database, port, options.rest)
        return foreground(command, space.environment, space.safe_folder)
