"""The private virtual environment: Odoo's requirements, pinned for the Python that runs them.

Up to here the standard library is all there is; everything after `enter` may import what is pinned.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from . import paths, system
from .console import RayaError, step
from .files import locked
from .process import output, run_logged

SUPPORTED = ("3.11", "3.12", "3.13", "3.10")
_REQUIREMENTS = Path(__file__).parent / "requirements"
_STAMP = "raya-complete"
# They would lead pip out of the environment.
_MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER", "PIP_PREFIX")


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


def _folder() -> Path:
    interpreter, version = base_python()
    return paths.cache_home() / "venvs" / environment_key(version, interpreter)


def entered() -> bool:
    """Whether the environment's own Python runs us."""
    return _folder().exists() and _folder().samefile(sys.prefix)


def enter(arguments: Sequence[str], build: bool = True) -> None:
    """Start again in the environment, built first when there is none; without `build` go on where there is none."""
    if entered():
        return
    folder = _folder()
    if build and not _complete(folder):
        # What `./raya env` prints is evaluated by a shell.
        with contextlib.redirect_stdout(sys.stderr), locked(paths.cache_home() / "venv.lock"):
            if not _complete(folder):
                _build(folder)
    if _complete(folder):
        python = folder / "bin" / "python"
        os.environ["VIRTUAL_ENV"] = str(folder)
        os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        os.execv(python, [str(python), str(paths.CHECKOUT / "raya"), *arguments])


def _complete(folder: Path) -> bool:
    """Whether it was built to the end and its interpreter still answers (an upgrade may remove it)."""
    return (folder / _STAMP).exists() and bool(output([folder / "bin" / "python", "-c", "print(1)"]))


def _build(folder: Path) -> None:
    interpreter, version = base_python()
    system.ensure_venv_module(interpreter, version)
    with step(f"Building the Python {version} environment (about 120 packages)") as progress:
        # An environment cannot be moved, so it is built in place and stamped at the end.
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        run_logged([interpreter, "-m", "venv", folder], paths.log_file("venv"), progress)
        lists = [part for path in requirement_files(version) for part in ("-r", path)]
        # A few pure Python packages exist as source only, hence "prefer", not "only".
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--prefer-binary", *lists]
        kept = {key: value for key, value in os.environ.items() if key not in _MISLEADING}
        run_logged(pip, paths.log_file("pip install"), progress, env=kept)
        (folder / _STAMP).touch()


def site_packages() -> Path:
    """Where the packages of the environment that runs us are."""
    return Path(sysconfig.get_path("purelib"))
