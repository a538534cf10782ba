"""Debian packages without installing them: apt's own signed index, in a folder of ours.

No address is written here. The one to fetch from is read from the machine's own apt
configuration, and so are its proxy, its keys and its transport settings.
"""

import contextlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .console import Progress, RayaError
from .process import output, run_logged

_FIELDS = ("CREATED_BY", "REPO_URI", "RELEASE", "COMPONENT", "SIGNED_BY")
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# An older version that would be replaced stands in brackets between the two.
_INST = re.compile(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One archive that this machine takes packages from."""

    uri: str
    release: str
    signed_by: str = ""

    def line(self) -> str:
        """What a sources.list says of it."""
        key = self.signed_by or (str(_KEYRING) if _KEYRING.exists() else "")
        option = f"[signed-by={key}] " if key.startswith("/") else ""
        return f"deb {option}{self.uri} {self.release} main\n"


def available() -> bool:
    """Whether there is an apt to ask."""
    return all(shutil.which(program) for program in ("apt-get", "dpkg-deb"))


def on_debian() -> bool:
    """Whether Debian's packages fit this machine."""
    return available() and os_release().get("ID") == "debian"


def parse_targets(listing: str) -> list[Source]:
    """Read lines of `apt-get indextargets`, fields joined by `|`, into the main archives they name."""
    rows = (line.split("|") for line in listing.splitlines())
    # apt leaves the placeholder standing where a source names no key of its own.
    found = (
        Source(row[1], row[2], "" if row[4].startswith("$(") else row[4])
        for row in rows
        if len(row) == len(_FIELDS) and (row[0], row[3]) == ("Packages", "main")
    )
    return list(dict.fromkeys(found))


def own_archive(sources: Sequence[Source], codename: str) -> Source | None:
    """The archive of this very release: not its security or update suites, not a third party's."""
    return next((source for source in sources if source.release == codename), None)


def suites_of(sources: Sequence[Source], codename: str) -> list[Source]:
    """The archive of this very release with its updates, security fixes and backports."""
    return [source for source in sources if source.release == codename or source.release.startswith(f"{codename}-")]


def machine_sources() -> list[Source]:
    """The main archives that this machine is configured with."""
    line_format = "|".join(f"$({field})" for field in _FIELDS)
    return parse_targets(output(["apt-get", "indextargets", "--format", line_format]))


def os_release() -> dict[str, str]:
    """What the machine says of itself, for example ID=debian and VERSION_CODENAME=bookworm."""
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def codename() -> str:
    return os_release().get("VERSION_CODENAME", "")


class IsolatedApt:
    """An apt with its own sources, preferences, lists and state in `folder`; the machine's apt is not touched."""

    def __init__(self, folder: Path, sources: Sequence[Source], pins: str = "") -> None:
        self.folder = folder
        for name in ("state/lists/partial", "cache/archives/partial", "download", "preferences.d"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        (folder / "sources.list").write_text("".join(source.line() for source in sources), encoding="utf-8")
        (folder / "preferences").write_text(pins, encoding="utf-8")
        settings = {
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::Etc::preferences": folder / "preferences",
            "Dir::Etc::preferencesparts": folder / "preferences.d",
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "Acquire::Languages": "none",
        }
        if os.geteuid() == 0:
            # Root's apt would drop to an account that may not enter root's cache folder.
            settings["APT::Sandbox::User"] = "root"
        self.options = [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]

    def version(self, package: str, suite: str) -> str:
        """The version of `package` in `suite`, empty when the suite has none."""
        listing = output(["apt-cache", *self.options, "madison", package])
        rows = [[field.strip() for field in line.split("|")] for line in listing.splitlines()]
        return next((row[1] for row in rows if len(row) == 3 and f" {suite}/" in f" {row[2]}"), "")

    def lacking(self, packages: Sequence[str]) -> list[str]:
        """What this machine would have to install for `packages`, as `name=version`, themselves included.

        Only a rehearsal: apt resolves our suites against what dpkg says is installed.
        """
        rehearsal = ["-s", "-y", "--no-install-recommends", "-o", "Dir::State::status=/var/lib/dpkg/status"]
        found = _INST.findall(output(["apt-get", *self.options, *rehearsal, "install", *packages]))
        if not found:
            raise RayaError(f"apt finds no way to provide {', '.join(packages)}.")
        return [f"{name}={version}" for name, version in found]

    def unpack(self, wanted: Sequence[str], root: Path, progress: Progress) -> None:
        """Fetch packages (written `name/suite` or `name=version`) and unpack them under `root`."""
        folder = self.folder / "download"
        command = ["apt-get", *self.options, "download", *wanted]
        run_logged(command, paths.log_file("apt download"), progress, cwd=folder)
        packages = sorted(folder.glob("*.deb"))
        if len(packages) != len(wanted):
            raise RayaError("apt did not deliver every package; run the same command again.")
        for package in packages:
            progress.update(f"unpacking {package.name}")
            subprocess.run(["dpkg-deb", "-x", package, root], check=True)
            package.unlink()


@contextlib.contextmanager
def isolated(sources: Sequence[Source], progress: Progress, pins: str = "") -> Iterator[IsolatedApt]:
    """An apt of our own with fresh lists, removed afterwards."""
    paths.cache_home().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="apt-", dir=paths.cache_home()) as folder:
        own = IsolatedApt(Path(folder), sources, pins)
        run_logged(["apt-get", *own.options, "update"], paths.log_file("apt update"), progress)
        yield own
