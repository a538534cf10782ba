"""Debian packages without installing them: apt's own signed index, in a folder of ours.

No address is written here. The one to fetch from is read from the machine's own apt
configuration, and so are its proxy, its keys and its transport settings.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .console import Progress
from .errors import RayaError
from .process import output, run_logged

_FIELDS = ("CREATED_BY", "REPO_URI", "RELEASE", "COMPONENT", "SIGNED_BY")
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


@dataclass(frozen=True)
class Source:
    """One archive that this machine takes packages from."""

    uri: str
    release: str
    signed_by: str = ""


def available() -> bool:
    return all(shutil.which(program) for program in ("apt-get", "dpkg-deb"))


def parse_targets(listing: str) -> list[Source]:
    """Read lines of `apt-get indextargets`, fields joined by `|`, into the main archives they name."""
    sources = []
    for line in listing.splitlines():
        fields = dict(zip(_FIELDS, line.split("|"), strict=False))
        if len(fields) < len(_FIELDS) or fields["CREATED_BY"] != "Packages" or fields["COMPONENT"] != "main":
            continue
        # apt leaves the placeholder standing where a source names no key of its own.
        signed_by = "" if fields["SIGNED_BY"].startswith("$(") else fields["SIGNED_BY"]
        source = Source(fields["REPO_URI"], fields["RELEASE"], signed_by)
        if source not in sources:
            sources.append(source)
    return sources


def own_archive(sources: Sequence[Source], codename: str) -> Source | None:
    """The archive of this very release: not its security or update suites, not a third party's."""
    return next((source for source in sources if source.release == codename), None)


def machine_archive() -> Source | None:
    """The main archive that this machine is configured with."""
    line_format = "|".join(f"$({field})" for field in _FIELDS)
    return own_archive(parse_targets(output(["apt-get", "indextargets", "--format", line_format])), codename())


def os_release() -> dict[str, str]:
    """What the machine says of itself, for example ID=debian and VERSION_CODENAME=bookworm."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines) if key}


def codename() -> str:
    return os_release().get("VERSION_CODENAME", "")


@contextlib.contextmanager
def isolated(archive: Source, suites: Sequence[str], progress: Progress) -> Iterator[IsolatedApt]:
    """An apt of our own with fresh lists, removed afterwards."""
    paths.cache_home().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="apt-", dir=paths.cache_home()) as folder:
        own = IsolatedApt(Path(folder), archive, suites)
        own.update(progress)
        yield own


class IsolatedApt:
    """An apt with its own sources, lists and state in `folder`; the machine's apt is not touched."""

    def __init__(self, folder: Path, archive: Source, suites: Sequence[str]) -> None:
        self.folder = folder
        self._prepare(archive, suites)

    def _prepare(self, archive: Source, suites: Sequence[str]) -> None:
        for name in ("state/lists/partial", "cache/archives/partial", "download"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        key = archive.signed_by or (str(_KEYRING) if _KEYRING.exists() else "")
        option = f"[signed-by={key}] " if key.startswith("/") else ""
        lines = [f"deb {option}{archive.uri} {suite} main\n" for suite in suites]
        (self.folder / "sources.list").write_text("".join(lines), encoding="utf-8")

    def _options(self) -> list[str]:
        settings = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            # Root's apt would drop to an account that may not enter root's cache folder.
            "APT::Sandbox::User": "root",
        }
        if os.geteuid() != 0:
            del settings["APT::Sandbox::User"]
        return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]

    def update(self, progress: Progress) -> None:
        run_logged(["apt-get", *self._options(), "update"], paths.log_file("apt update"), progress)

    def version(self, package: str, suite: str) -> str:
        """The version of `package` in `suite`, empty when the suite has none."""
        listing = output(["apt-cache", *self._options(), "madison", package])
        rows = [[field.strip() for field in line.split("|")] for line in listing.splitlines()]
        return next((row[1] for row in rows if len(row) == 3 and f" {suite}/" in f" {row[2]}"), "")

    def unpack(self, wanted: Sequence[str], root: Path, progress: Progress) -> None:
        """Fetch packages (written `name/suite` or `name=version`) and unpack them under `root`."""
        folder = self.folder / "download"
        run_logged(
            ["apt-get", *self._options(), "download", *wanted], paths.log_file("apt download"), progress, cwd=folder
        )
        packages = sorted(folder.glob("*.deb"))
        if len(packages) != len(wanted):
            raise RayaError("apt did not deliver every package Odoo needs; run the same command again.")
        for package in packages:
            progress.update(f"unpacking {package.name}")
            subprocess.run(["dpkg-deb", "-x", package, root], check=True)
            package.unlink()
