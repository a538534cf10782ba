"""wkhtmltopdf, with which Odoo prints: where the system cannot give it, Debian's package in our cache.

Debian 13 no longer has it, and an ordinary user may not install it. The package of the last release that
has it runs on newer systems too, beside the libraries it needs and the system lacks.
"""

import platform
import shutil
from dataclasses import replace
from pathlib import Path

from . import apt, paths, system
from .console import RayaError, say, step, warn
from .files import building, locked
from .process import output

PACKAGE = "wkhtmltopdf"
_LAST_RELEASE = "bookworm"
# Its Qt is of one piece, and newer releases have only some of it; everything else is the system's own.
_PINS = f"Package: libqt5*\nPin: release n={_LAST_RELEASE}\nPin-Priority: 990\n"
_WRAPPER = """\
#!/bin/sh
# Made by ./raya: Debian's package, unpacked beside the libraries this system lacks.
home=$(dirname "$(dirname "$(readlink -f "$0")")")
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export QT_PLUGIN_PATH="{plugins}" FONTCONFIG_FILE="$home/fonts.conf"
exec "$home/root/usr/bin/wkhtmltopdf" "$@"
"""
# The system's own rules where it has some; our letters beside its own.
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>{fonts}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


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
    root = folder / "root"
    program = folder / "bin" / PACKAGE
    program.parent.mkdir(parents=True)
    # Plugins, which have no number, are not looked up.
    libraries = {path.parent for path in root.glob("**/lib*.so.[0-9]*")}
    text = _WRAPPER.format(
        libraries=":".join(f"$home/{path.relative_to(folder)}" for path in sorted(libraries)),
        plugins=":".join(f"$home/{path.relative_to(folder)}" for path in sorted(root.glob("usr/lib/*/qt5/plugins"))),
    )
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    fonts = _FONTS.format(fonts=target / "root" / "usr" / "share" / "fonts")
    (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
