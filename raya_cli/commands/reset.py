"""Remove what this checkout made: its databases, files, logs and PostgreSQL data.

With --all also the cache folder, which other checkouts share.
"""

import os
import shutil
from pathlib import Path

from .. import paths, postgres, venv
from ..console import RayaError, say

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
    # Without an environment there is no PostgreSQL of ours, and no program to ask another with.
    if venv.entered():
        _clear_servers()
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
    foreign = [path.name for path in sorted(cache.glob("*")) if not any(map(path.match, _IN_CACHE))]
    if foreign:
        raise RayaError(f"{cache} also holds what ./raya did not put there ({foreign[0]}): remove the folder yourself.")
    return cache


def _agreed(folders: list[Path]) -> bool:
    what = ["our databases", *(f"the folder {folder}" for folder in folders)]
    say(f"This removes {' and '.join(what)}.")
    try:
        return input("Go on? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        raise RayaError("Nobody to ask here: say --yes.") from None


def _clear_servers() -> None:
    """Stop our own server; on one of the user's only our databases go."""
    if (paths.data_home() / "postgres.users").exists():
        postgres.Embedded().stop()
    named = postgres.named_by_user(postgres.wheel_programs(), dict(os.environ))
    for name in postgres.databases_with_prefix(named) if named else ():
        postgres.drop_database(named, name)
        say(f"Dropped {name}")
