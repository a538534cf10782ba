"""An Odoo 19 source tree: the user's own, else Debian's package, else Odoo's public branch."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from . import apt, paths
from .console import say, step
from .errors import RayaError
from .files import building, locked, write_if_changed
from .process import run_logged

SERIES = "19.0"
# Where Odoo itself is developed; another clone of it can be named instead.
_PUBLIC_GIT = "https://github.com/odoo/odoo.git"
_PACKAGE = "odoo-19"
_INSIDE = "usr/lib/python3/dist-packages"
# Debian replaces these fonts and libraries of Odoo by links into other packages.
_LINKED = (
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# Left out by Debian; any asset that names a missing file makes the browser console red.
_STRIPPED = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """A tree that can be run: `python_path` holds the package `odoo`, `addons` Odoo's own add-ons."""

    python_path: Path
    addons: tuple[Path, ...]
    version: str
    origin: str

    @property
    def package(self) -> Path:
        return self.python_path / "odoo"


def find_or_fetch() -> OdooSource:
    """The tree to use, fetched first when the machine has none."""
    return _chosen() or _importable() or _cached() or _fetch()


def read_version(package: Path) -> str:
    """The version that an `odoo` package states, for example 19.0; empty when it is none."""
    try:
        text = (package / "release.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(r"^version_info\s*=\s*\(\s*(?:'saas~)?(\d+)[^,]*,\s*(\d+)", text, re.MULTILINE)
    return f"{match[1]}.{match[2]}" if match else ""


def inspect(python_path: Path, origin: str) -> OdooSource | None:
    """Describe the tree whose package `odoo` is in `python_path`; None when it is not our series."""
    if read_version(python_path / "odoo") != SERIES:
        return None
    folders = (python_path / "addons", python_path / "odoo" / "addons")
    addons = tuple(folder for folder in folders if (folder / "web" / "__manifest__.py").exists())
    return OdooSource(python_path, addons, _exact_version(python_path / "odoo"), origin)


def _exact_version(package: Path) -> str:
    """What tells two trees of one series apart: the package's version, else when it was made."""
    ours = package / "DEBIAN_VERSION"
    if ours.exists():
        return ours.read_text(encoding="utf-8").strip()
    return f"{SERIES}-{int((package / 'release.py').stat().st_mtime):x}"


def _chosen() -> OdooSource | None:
    chosen = os.environ.get("ODOO_SOURCE")
    if not chosen:
        return None
    root = Path(chosen).expanduser().resolve()
    for folder in (root, root.parent, root / _INSIDE):
        source = inspect(folder, "ODOO_SOURCE")
        if source:
            return source
    raise RayaError(
        f"ODOO_SOURCE={chosen} holds no Odoo {SERIES}; point it at the folder that contains `odoo/release.py`."
    )


def _importable() -> OdooSource | None:
    """An Odoo installed for the Python that runs us, seen through a folder with nothing else in it."""
    spec = importlib.util.find_spec("odoo")
    for location in (spec.submodule_search_locations or []) if spec else []:
        package = Path(location)
        if read_version(package) != SERIES:
            continue
        # Its neighbours in site-packages must not hide the versions pinned in our environment.
        alias = paths.data_home() / "odoo-alias"
        alias.mkdir(parents=True, exist_ok=True)
        link = alias / "odoo"
        if not link.is_symlink() or link.resolve() != package.resolve():
            link.unlink(missing_ok=True)
            link.symlink_to(package)
        return inspect(alias, "installed")
    return None


def _home() -> Path:
    return paths.cache_home() / "odoo"


def _cached() -> OdooSource | None:
    current = _home() / "current"
    if not current.exists():
        return None
    return inspect(Path(current.read_text(encoding="utf-8").strip()), "cache")


def _fetch() -> OdooSource:
    with locked(paths.cache_home() / "odoo.lock"):
        source = _cached()
        if source:
            return source
        tree = _from_debian() if apt.available() else None
        tree = tree or _from_git()
        write_if_changed(_home() / "current", f"{tree}\n")
    source = _cached()
    if not source:
        raise RayaError(f"What was fetched is not Odoo {SERIES}; name a tree of it with ODOO_SOURCE.")
    return source


def _from_debian() -> Path | None:
    """Unpack Debian's package; None where the machine's archive has no such package."""
    archive = apt.machine_archive()
    if not archive or apt.os_release().get("ID") != "debian":
        return None
    target = _home() / "debian"
    with step(f"Fetching Odoo {SERIES} from Debian (120 MB, unpacked 1.2 GB)") as progress:
        suites = ("unstable", apt.codename())
        sources = [replace(archive, release=suite) for suite in suites]
        with apt.isolated(sources, progress) as isolated:
            version = isolated.version(_PACKAGE, "unstable")
            if not version:
                return None
            with building(target) as root:
                isolated.unpack(_packages(isolated, *suites), root, progress)
                _mend(root / _INSIDE)
                (root / _INSIDE / "odoo" / "DEBIAN_VERSION").write_text(f"{version}\n", encoding="utf-8")
    say(f"  Odoo {version}")
    return target / _INSIDE


def _packages(isolated: apt.IsolatedApt, unstable: str, own: str) -> list[str]:
    """Odoo, and what it links to: as old as this machine's release where that has it.

    Odoo wants Font Awesome 4.7, which is not what unstable calls by that name.
    """
    suites = ((name, own if isolated.version(name, own) else unstable) for name in _LINKED)
    return [f"{_PACKAGE}/{unstable}", *(f"{name}/{suite}" for name, suite in suites)]


def _mend(python_path: Path) -> None:
    """Put back what Debian's package leaves out and the browser asks for."""
    stripped = python_path / "odoo" / _STRIPPED
    if not stripped.exists():
        stripped.parent.mkdir(parents=True, exist_ok=True)
        stripped.write_text("", encoding="utf-8")
    for name in ("addons", "doc", "setup"):
        shutil.rmtree(python_path / name, ignore_errors=True)


def _from_git() -> Path:
    if not shutil.which("git"):
        raise RayaError("Odoo is missing: install git, or name an Odoo 19 tree with ODOO_SOURCE.")
    target = _home() / "git"
    url = os.environ.get("RAYA_ODOO_GIT", _PUBLIC_GIT)
    with step(f"Cloning Odoo {SERIES} (about 1 GB)") as progress, building(target) as folder:
        clone = ["git", "clone", "--depth", "1", "--branch", SERIES, "--progress", url, str(folder / "odoo")]
        run_logged(clone, paths.log_file("odoo clone"), progress)
    return target / "odoo"
