"""Who can log in to the demo, and with what: tried, not assumed."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence

from . import postgres
from .floors import Floor
from .workspace import Workspace


def demo_users(space: Workspace, database: str, floors: Sequence[Floor]) -> list[tuple[str, str]]:
    """Login and name of the administrator and of every user our demo data made."""
    ours = ", ".join(f"'{floor.name}'" for floor in floors) or "''"
    statement = f"""
        SELECT DISTINCT u.id, u.login, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
        JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
        WHERE u.active AND (d.module IN ({ours}) OR (d.module = 'base' AND d.name IN ('user_admin', 'user_demo')))
        ORDER BY u.id"""
    rows = postgres.client(space.server, "psql", "-d", database, "-AtXqc", statement, "-F", "\t").splitlines()
    return [(row.split("\t")[1], row.split("\t")[2]) for row in rows]


def password_of(url: str, database: str, login: str) -> str:
    """The password that works: by custom the login itself; empty when that is not it."""
    return login if _authenticates(url, database, login, login) else ""


def _authenticates(url: str, database: str, login: str, password: str) -> bool:
    params = {"db": database, "login": login, "password": password}
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
    request = urllib.request.Request(f"{url}/web/session/authenticate", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bool(json.load(answer).get("result", {}).get("uid"))
    except (OSError, ValueError):
        return False
