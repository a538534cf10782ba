"""wkhtmltopdf, with which Odoo prints: where the system cannot give it, Debian's package in our cache.

Debian 13 no longer has it, and an ordinary user may not install it. The package of the last release that
has it runs on newer systems too, beside the libraries it needs and the system lacks.
"""

import platform
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from . import apt, paths, system
from .console import RayaError, say, step, warn
from .files import building, locked, write_if_changed
from .process import output

PACKAGE = "wkhtmltopdf"
_LAST_RELEASE = "bookworm"
# Its Qt is of one piece, and newer releases have only some of it; everything else is the system's own.
_PINS = f"Package: libqt5*\nPin: release n={_LAST_RELEASE}\nPin-Priority: 990\n"
# The program to call, and the fonts it is to see.
_PARTS = Path(__file__).parent / "wkhtmltopdf"


def ensure() -> list[Path]:
    """Folders to put on PATH so that `wkhtmltopdf` runs; empty when it does already or cannot be had."""
    if system.PDF.found() or not apt.on_debian():
        return []
    if not present():
        try:
            _fetch(_home())
        except RayaError as error:
            warn(f"{PACKAGE} could not be fetched from Debian {_LAST_RELEASE}: {error}")
    return present()


def present() -> list[Path]:
    """The folder of the program that was fetched before; empty when there is none that runs."""
    program = _home() / "bin" / PACKAGE
    return [program.parent] if _runs(program) else []


def _home() -> Path:
    """A home may be shared by machines that lack different libraries."""
    return paths.cache_home() / "pdf" / f"{apt.codename()}-{platform.machine()}"


def _runs(program: Path) -> bool:
    """Whether it starts: a library it took from the system may have gone since."""
    return PACKAGE in output([program, "--version"])


def _fetch(target: Path) -> None:
    with locked(paths.cache_home() / "pdf.lock"):
        if _runs(target / "bin" / PACKAGE):
            return
        with step(f"Fetching {PACKAGE} from Debian {_LAST_RELEASE}") as progress:
            wanted = [PACKAGE, *system.lacking_fonts()]
            with apt.isolated(_sources(), progress, _PINS) as own, building(target) as folder:
                packages = own.lacking(wanted)
                own.unpack(packages, folder / "root", progress)
                for name in ("doc", "locale", "man"):
                    shutil.rmtree(folder / "root" / "usr" / "share" / name, ignore_errors=True)
                wrap(folder, target)
                if not _runs(folder / "bin" / PACKAGE):
                    raise RayaError("its program does not start on this system.")
    say(f"  {len(packages)} packages: {PACKAGE} and the libraries this system lacks")


def _sources() -> list[apt.Source]:
    """What this system installs from, for libraries as new as its own, and the release with the program."""
    found = apt.machine_sources()
    archive = apt.own_archive(found, apt.codename())
    if not archive:
        raise RayaError("this machine's apt names no archive of its own release.")
    last = replace(archive, release=_LAST_RELEASE)
    return list(dict.fromkeys([*apt.suites_of(found, apt.codename()), last]))


def wrap(folder: Path, target: Path) -> None:
    """Write the program to call, and its fonts, for what is unpacked in `folder` and moves to `target`."""
    root, program = folder / "root", folder / "bin" / PACKAGE
    # Plugins, which have no number, are not looked up.
    libraries = {path.parent for path in root.glob("**/lib*.so.[0-9]*")}
    _fill(
        "wkhtmltopdf.sh",
        program,
        libraries=_inside(folder, libraries),
        plugins=_inside(folder, root.glob("usr/lib/*/qt5/plugins")),
    )
    program.chmod(0o755)
    _fill("fonts.conf", folder / "fonts.conf", fonts=str(target / "root" / "usr" / "share" / "fonts"))


def _inside(home: Path, folders: Iterable[Path]) -> str:
    return ":".join(f"$home/{folder.relative_to(home)}" for folder in sorted(folders))


def _fill(part: str, target: Path, **values: str) -> None:
    text = (_PARTS / part).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    write_if_changed(target, text)
