"""Programs only the system can provide: found, installed as root, or named in one command."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import apt, paths
from .console import RayaError, step, warn
from .process import output, run_logged


@dataclass(frozen=True)
class Need:
    """A program we look for, what it is for, and the package that brings it."""

    programs: tuple[str, ...]
    package: str
    purpose: str

    def found(self, folders: Sequence[Path] = ()) -> str:
        """The path of the program, looked for in `folders` before the user's PATH."""
        search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath)])
        return next((path for name in self.programs if (path := shutil.which(name, path=search))), "")

    def packaged(self) -> bool:
        """Whether the package brings the program: Ubuntu's only leads to a snap, which no test runner can drive."""
        return not (self.package == "chromium" and apt.os_release().get("ID") == "ubuntu")


# The names, and their order, in which Odoo's own test runner looks for a browser.
BROWSER = Need(("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"), "chromium", "browser tests")
PDF = Need(("wkhtmltopdf",), "wkhtmltopdf", "printing to PDF")
NEEDS = (BROWSER, PDF)


def install(folders: Sequence[Path] = ()) -> None:
    """Install, as root, what is needed and not there."""
    wanted = [need for need in NEEDS if not need.found(folders)]
    fonts = lacking_fonts() if wanted or _lists_fonts() else []
    if wanted or fonts:
        _install([*(need.package for need in wanted if need.packaged()), *fonts])


def missing(folders: Sequence[Path] = ()) -> list[Need]:
    """The needs that nothing provides, each explained to the user."""
    found = [need for need in NEEDS if not need.found(folders)]
    for need in found:
        warn(explain(need))
    for package in lacking_fonts() if _lists_fonts() else ():
        warn(f"No Persian letters here, so none on paper: sudo apt-get install {package}")
    return found


def explain(need: Need) -> str:
    """One sentence: what is missing, what for, and how to get it."""
    way = f"sudo apt-get install {need.package}"
    if not (apt.available() and need.packaged() and _offered(need.package)):
        way = f"install a program named {' or '.join(need.programs)}."
    return f"No {need.package} here, so no {need.purpose}: {way}"


def _lists_fonts() -> bool:
    """Whether the system can say which letters it has: it can where a program that draws any is installed."""
    return bool(shutil.which("fc-list"))


def lacking_fonts() -> list[str]:
    """The package with letters for Persian, on screen and on paper, unless the system has some."""
    return [] if output(["fc-list", ":lang=fa"]) else ["fonts-noto-core"]


def _install(packages: list[str]) -> None:
    """Install packages as root; do nothing for an ordinary user, who is told the command."""
    if not packages or os.geteuid() != 0 or not apt.available():
        return
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    log = paths.log_file("apt-get install")
    with step(f"Looking for {', '.join(packages)} with apt-get") as progress:
        run_logged(["apt-get", "update"], log, progress, env=quiet)
    # Debian 13 has no wkhtmltopdf; what it lacks must not keep the rest from being installed.
    offered = [package for package in packages if _offered(package)]
    if offered:
        with step(f"Installing {', '.join(offered)} with apt-get") as progress:
            command = ["apt-get", "install", "-y", "--no-install-recommends", *offered]
            run_logged(command, log, progress, env=quiet)


def _offered(package: str) -> bool:
    """Whether this release of the system has the package."""
    policy = output(["apt-cache", "policy", package])
    return bool(policy) and "Candidate: (none)" not in policy


def ensure_venv_module(interpreter: str, version: str) -> None:
    """Debian and Ubuntu split `venv` off Python; without it nothing can be built."""
    probe = [interpreter, "-c", "import ensurepip, venv; print(1)"]
    package = f"python{version}-venv"
    if not output(probe):
        _install([package])
        if not output(probe):
            raise RayaError(f"Python {version} lacks its venv module: sudo apt-get install {package}")
