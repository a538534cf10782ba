"""The database of `./raya demo`, which `serve` and `shell` use too. It is kept until a reset."""

from __future__ import annotations

from . import odoo_run
from .console import say, step
from .databases import Databases

NAME = "demo"
_TEMPLATE = "suite-demo"


def ensure(databases: Databases, fresh: bool = False) -> str:
    """Return the database's name on the server, made or brought up to date where needed.

    When the add-ons changed since, they are upgraded in place: what somebody typed stays.
    """
    name = databases.space.database(NAME)
    key = databases.template(_TEMPLATE).key
    stamp = databases.stamp(name)
    if fresh or not stamp:
        databases.ensure(_TEMPLATE)
        databases.copy(_TEMPLATE, name)
    elif stamp != key:
        _upgrade(databases, name)
    databases.set_stamp(name, key)
    return name


def _upgrade(databases: Databases, name: str) -> None:
    addons = [floor.name for floor in databases.floors]
    say("The add-ons changed since the last time (./raya demo --fresh starts over instead).")
    with step("Upgrading the demo database") as progress:
        odoo_run.module(databases.space, progress, "install", name, addons)
        odoo_run.module(databases.space, progress, "upgrade", name, addons)
