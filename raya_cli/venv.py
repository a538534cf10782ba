"""The private virtual environment: Odoo's requirements, pinned for the Python that runs them."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from . import paths, system
from .console import step
from .errors import RayaError
from .files import locked
from .process import output, run_logged

SUPPORTED = ("3.11", "3.12", "3.13", "3.10")
_REQUIREMENTS = Path(__file__).parent / "requirements"
_STAMP = "raya-complete"


def requirement_files(version: str) -> tuple[Path, Path]:
    """The two lists to install for a Python version such as 3.11."""
    return _REQUIREMENTS / f"odoo-py{version}.txt", _REQUIREMENTS / "tools.txt"


def base_python() -> tuple[str, str]:
    """The interpreter to build on and its version: the one that runs us, else one on PATH."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if own in SUPPORTED:
        return sys.executable, own
    for version in SUPPORTED:
        found = shutil.which(f"python{version}")
        if found:
            return found, version
    raise RayaError(f"Odoo 19 runs on Python 3.10 to 3.13 and this is {own}: install one of them (package python3.13).")


def environment_key(version: str, interpreter: str) -> str:
    """The folder name of the environment: another list or interpreter is another environment."""
    total = hashlib.sha256(os.path.realpath(interpreter).encode())
    for path in requirement_files(version):
        total.update(path.read_bytes())
    return f"py{version}-{total.hexdigest()[:10]}"


def prepare() -> Path:
    """Return the Python of a complete environment, building it first when there is none."""
    interpreter, version = base_python()
    folder = paths.cache_home() / "venvs" / environment_key(version, interpreter)
    if not _complete(folder):
        with locked(paths.cache_home() / "venv.lock"):
            if not _complete(folder):
                _build(folder, interpreter, version)
    return folder / "bin" / "python"


def _complete(folder: Path) -> bool:
    """Whether it was built to the end and its interpreter still answers (an upgrade may remove it)."""
    python = folder / "bin" / "python"
    return (folder / _STAMP).exists() and bool(output([python, "-c", "print(1)"]))


def _build(folder: Path, interpreter: str, version: str) -> None:
    system.ensure_venv_module(interpreter, version)
    with step(f"Building the Python {version} environment (about 120 packages)") as progress:
        # An environment cannot be moved, so it is built in place and stamped at the end.
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        run_logged([interpreter, "-m", "venv", folder], paths.log_file("venv"), progress)
        lists = [part for path in requirement_files(version) for part in ("-r", path)]
        # A few pure Python packages exist as source only, hence "prefer", not "only".
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--prefer-binary", *lists]
        run_logged(pip, paths.log_file("pip install"), progress, env=_pip_environment())
        (folder / _STAMP).touch()


def _pip_environment() -> dict[str, str]:
    """The user's own settings, without what would lead pip out of the environment."""
    ignored = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER", "PIP_PREFIX")
    return {key: value for key, value in os.environ.items() if key not in ignored}


def site_packages(python: Path) -> Path:
    """Where the packages of the environment with this Python are."""
    return next((python.parent.parent / "lib").glob("python3*/site-packages"))
