"""An Odoo 19 source tree: the user's own, else Debian's package, else Odoo's public branch."""

import os
import re
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from . import apt, paths
from .console import RayaError, say, step
from .files import building, locked, write_if_changed
from .process import output, run_logged

SERIES = "19.0"
# Where Odoo itself is developed; another clone of it can be named instead.
_PUBLIC_GIT = "https://github.com/odoo/odoo.git"
_PACKAGE = "odoo-19"
_INSIDE = "usr/lib/python3/dist-packages"
_VERSION_FILE = "DEBIAN_VERSION"
# Debian replaces these fonts and libraries of Odoo by links into other packages.
_LINKED = (
    *("fonts-font-awesome", "fonts-inconsolata", "fonts-montserrat", "fonts-ocr-b", "fonts-roboto-unhinted"),
    *("libjs-jquery", "libjs-jquery-form", "libjs-underscore"),
)
# Left out by Debian, and put back: any asset that names a missing file makes the browser console red.
_STRIPPED = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """A tree that can be run: `python_path` holds the package `odoo`, `addons` Odoo's own add-ons."""

    python_path: Path
    addons: tuple[Path, ...]
    version: str


def find_or_fetch() -> OdooSource:
    """The tree to use, fetched first when the machine has none."""
    return _named() or _importable() or _cached() or _fetch()


def read_version(package: Path) -> str:
    """The version that an `odoo` package states, for example 19.0; empty when it is none."""
    try:
        text = (package / "release.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(r"^version_info\s*=\s*\(\s*(?:'saas~)?(\d+)[^,]*,\s*(\d+)", text, re.MULTILINE)
    return f"{match[1]}.{match[2]}" if match else ""


def _inspect(python_path: Path) -> OdooSource | None:
    """Describe the tree whose package `odoo` is in `python_path`; None when it is not our series."""
    package = python_path / "odoo"
    if read_version(package) != SERIES:
        return None
    folders = (python_path / "addons", package / "addons")
    addons = tuple(folder for folder in folders if (folder / "web" / "__manifest__.py").exists())
    # What tells two trees of one series apart: the package's version, else when it was made.
    ours = package / _VERSION_FILE
    made = f"{SERIES}-{int((package / 'release.py').stat().st_mtime):x}"
    return OdooSource(python_path, addons, ours.read_text(encoding="utf-8").strip() if ours.exists() else made)


def _named() -> OdooSource | None:
    chosen = os.environ.get("ODOO_SOURCE")
    if not chosen:
        return None
    root = Path(chosen).expanduser().resolve()
    for folder in (root, root.parent, root / _INSIDE):
        if source := _inspect(folder):
            return source
    raise RayaError(
        f"ODOO_SOURCE={chosen} holds no Odoo {SERIES}; point it at the folder that contains `odoo/release.py`."
    )


def _importable() -> OdooSource | None:
    """An Odoo installed for the Python under our environment, seen through a folder with nothing else in it."""
    probe = "import importlib.util as u; print(u.find_spec('odoo').submodule_search_locations[0])"
    package = Path(output([os.path.realpath(sys.executable), "-c", probe], cwd=paths.CHECKOUT).strip())
    if read_version(package) != SERIES:
        return None
    # Its neighbours in site-packages must not hide the versions pinned in our environment.
    link = paths.data_home() / "odoo-alias" / "odoo"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink() or link.resolve() != package.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(package)
    return _inspect(link.parent)


def _cached() -> OdooSource | None:
    current = paths.cache_home() / "odoo" / "current"
    return _inspect(Path(current.read_text(encoding="utf-8").strip())) if current.exists() else None


def _fetch() -> OdooSource:
    with locked(paths.cache_home() / "odoo.lock"):
        if source := _cached():
            return source
        tree = _from_debian() or _from_git()
        write_if_changed(paths.cache_home() / "odoo" / "current", f"{tree}\n")
    source = _cached()
    if not source:
        raise RayaError(f"What was fetched is not Odoo {SERIES}; name a tree of it with ODOO_SOURCE.")
    return source


def _from_debian() -> Path | None:
    """Unpack Debian's package; None where the machine's archive has no such package."""
    own = apt.codename()
    archive = apt.own_archive(apt.machine_sources(), own) if apt.on_debian() else None
    if not archive:
        return None
    target = paths.cache_home() / "odoo" / "debian"
    with step(f"Fetching Odoo {SERIES} from Debian (120 MB, unpacked 1.2 GB)") as progress:
        sources = [replace(archive, release=suite) for suite in ("unstable", own)]
        with apt.isolated(sources, progress) as isolated:
            version = isolated.version(_PACKAGE, "unstable")
            if not version:
                return None
            # What Odoo links to is as old as this machine's release where that has it: Odoo wants
            # Font Awesome 4.7, which is not what unstable calls by that name.
            linked = [f"{name}/{own if isolated.version(name, own) else 'unstable'}" for name in _LINKED]
            with building(target) as root:
                isolated.unpack([f"{_PACKAGE}/unstable", *linked], root, progress)
                package = root / _INSIDE / "odoo"
                write_if_changed(package / _VERSION_FILE, f"{version}\n")
                (package / _STRIPPED).parent.mkdir(parents=True, exist_ok=True)
                (package / _STRIPPED).touch()
                for name in ("addons", "doc", "setup"):
                    shutil.rmtree(package.parent / name, ignore_errors=True)
    say(f"  Odoo {version}")
    return target / _INSIDE


def _from_git() -> Path:
    if not shutil.which("git"):
        raise RayaError("Odoo is missing: install git, or name an Odoo 19 tree with ODOO_SOURCE.")
    target = paths.cache_home() / "odoo" / "git"
    url = os.environ.get("RAYA_ODOO_GIT", _PUBLIC_GIT)
    with step(f"Cloning Odoo {SERIES} (about 1 GB)") as progress, building(target) as folder:
        clone = ["git", "clone", "--depth", "1", "--branch", SERIES, "--progress", url, str(folder / "odoo")]
        run_logged(clone, paths.log_file("odoo clone"), progress)
    return target / "odoo"
