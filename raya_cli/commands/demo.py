"""From nothing to the running suite with demo data, in English and Persian.

The first run fetches and builds everything, later ones start in seconds. Ctrl-C stops it.
"""

import os
import webbrowser

from .. import postgres, serving, workspace
from ..console import say
from ..databases import Databases

HELP = "run the suite with demo data in the browser"
# The page to begin on: the path of an action, which the add-on that has it may change.
_START = "/odoo/service-calls"


def add_arguments(parser) -> None:
    parser.add_argument(
        "--port", type=int, default=serving.PORT, help="port to listen on (default: %(default)s or the next free one)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo database away and make a new one")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    parser.add_argument("--once", action="store_true", help="stop as soon as it answers (to check an installation)")


def run(options) -> int:
    with workspace.ready() as space:
        databases = Databases(space)
        database = databases.demo(options.fresh)
        port = serving.free_port(options.port)
        with serving.background(space, database, port) as server:
            _welcome(databases, database, port)
            if options.once:
                return 0
            if not options.no_browser:
                _open_browser(port)
            return server.wait()


def _welcome(databases: Databases, database: str, port: int) -> None:
    url = serving.address(port)
    say(f"\nRaya Service is running: {serving.address(port, _START)}\n")
    say("  login                password             who")
    for login, name in _users(databases, database):
        # By custom it is the login itself.
        password = login if _lets_in(url, database, login) else "(not its login)"
        say(f"  {login:<20} {password:<20} {name}")
    say("\nPersian: choose it in a user's preferences. Ctrl-C stops the server.")


def _users(databases: Databases, database: str) -> list[list[str]]:
    """Login and name of the administrator and of every user our demo data made."""
    ours = ", ".join(f"'{floor.name}'" for floor in databases.floors) or "''"
    statement = f"""
        SELECT DISTINCT u.id, u.login, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
        JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
        WHERE u.active AND (d.module IN ({ours}) OR (d.module = 'base' AND d.name IN ('user_admin', 'user_demo')))
        ORDER BY u.id"""
    rows = postgres.query(databases.space.server, statement, database).splitlines()
    return [row.split("\t")[1:] for row in rows]


def _lets_in(url: str, database: str, login: str) -> bool:
    """Whether Odoo takes the login as its own password: tried, not assumed."""
    import requests

    params = {"db": database, "login": login, "password": login}
    try:
        answer = requests.post(f"{url}/web/session/authenticate", json={"params": params}, timeout=60).json()
    except (requests.RequestException, ValueError):
        return False
    return bool(answer.get("result", {}).get("uid"))


def _open_browser(port: int) -> None:
    """Open a window where there is a screen, and not as root, whose browsers refuse to start."""
    if os.geteuid() != 0 and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(serving.address(port, _START))
