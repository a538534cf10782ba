"""Programs of the machine and Debian packages, without a network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from raya_cli import (
    apt,
    pdf,
    system,
    venv,
)
from raya_cli.console import RayaError

TARGETS = """\
Packages|http://mirror.example/debian/|bookworm|main|$(SIGNED_BY)
Packages|http://mirror.example/debian/|bookworm|contrib|$(SIGNED_BY)
Translations|http://mirror.example/debian/|bookworm|main|$(SIGNED_BY)
Packages|http://mirror.example/debian/|bookworm-updates|main|/usr/share/keyrings/some.gpg
Packages|http://third.example/|stable|main|/etc/apt/keyrings/third.gpg
"""


def test_only_main_package_lists_are_archives():
    found = apt.parse_targets(TARGETS)
    assert [(source.release, source.signed_by) for source in found] == [
        ("bookworm", ""),
        ("bookworm-updates", "/usr/share/keyrings/some.gpg"),
        ("stable", "/etc/apt/keyrings/third.gpg"),
    ]


def test_the_own_archive_is_that_of_the_release():
    found = apt.parse_targets(TARGETS)
    assert apt.own_archive(found, "bookworm").uri == "http://mirror.example/debian/"
    assert apt.own_archive(found, "trixie") is None
    assert apt.own_archive([], "") is None


def test_updates_of_the_release_belong_to_it():
    found = apt.suites_of(apt.parse_targets(TARGETS), "bookworm")
    assert [source.release for source in found] == ["bookworm", "bookworm-updates"]


def test_the_isolated_apt_writes_only_into_its_folder(tmp_path):
    sources = [apt.Source("http://mirror.example/", suite, "/k.gpg") for suite in ("unstable", "bookworm")]
    own = apt.IsolatedApt(tmp_path, sources, "Package: *\n")
    assert (tmp_path / "sources.list").read_text().splitlines() == [
        "deb [signed-by=/k.gpg] http://mirror.example/ unstable main",
        "deb [signed-by=/k.gpg] http://mirror.example/ bookworm main",
    ]
    assert (tmp_path / "preferences").read_text() == "Package: *\n"
    settings = [value.partition("=") for value in own.options[1::2]]
    folders = [value for key, _, value in settings if key.startswith("Dir") and value != "-"]
    assert len(folders) >= 6
    assert all(value.startswith(str(tmp_path)) for value in folders)


REHEARSAL = """\
Remv libold [1.0]
Inst libjpeg62-turbo (1:2.1.5-2 Debian:12.1/oldstable [amd64])
Inst libqt5core5a [5.15.2] (5.15.8+dfsg-11 Debian:12.1/oldstable [amd64]) []
Inst wkhtmltopdf (0.12.6-2+b1 Debian:12.1/oldstable [amd64])
Conf wkhtmltopdf (0.12.6-2+b1 Debian:12.1/oldstable [amd64])
"""


def test_a_rehearsal_names_what_would_be_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(apt, "output", lambda command: REHEARSAL)
    assert apt.IsolatedApt(tmp_path, []).lacking(["wkhtmltopdf"]) == [
        "libjpeg62-turbo=1:2.1.5-2",
        "libqt5core5a=5.15.8+dfsg-11",
        "wkhtmltopdf=0.12.6-2+b1",
    ]


def test_what_cannot_be_provided_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(apt, "output", lambda command: "")
    with pytest.raises(RayaError, match="no way to provide one, two"):
        apt.IsolatedApt(tmp_path, []).lacking(["one", "two"])


@pytest.fixture
def unpacked(tmp_path):
    """A package unpacked where it is built: a program that tells its surroundings."""
    root = tmp_path / "building" / "root"
    for name in ("usr/bin", "usr/lib/cpu-linux-gnu/qt5/plugins/platforms", "usr/lib/cpu-linux-gnu/private"):
        (root / name).mkdir(parents=True)
    for name in ("libjpeg.so.62", "private/libpulse.so.1.2", "qt5/plugins/platforms/libqoffscreen.so"):
        (root / "usr/lib/cpu-linux-gnu" / name).touch()
    program = root / "usr/bin/wkhtmltopdf"
    program.write_text('#!/bin/sh\necho "wkhtmltopdf $LD_LIBRARY_PATH|$QT_PLUGIN_PATH|$FONTCONFIG_FILE|$*"\n')
    program.chmod(0o755)
    pdf.wrap(root.parent, tmp_path / "final")
    return root.parent


def test_the_wrapper_finds_libraries_where_its_folder_was_moved(unpacked, tmp_path):
    final = unpacked.rename(tmp_path / "final")
    command = [final / "bin" / "wkhtmltopdf", "a b"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"})
    libraries, plugins, fonts, arguments = done.stdout.strip().removeprefix("wkhtmltopdf ").split("|")
    inside = f"{final}/root/usr/lib/cpu-linux-gnu"
    assert libraries.split(":") == [inside, f"{inside}/private"]
    assert plugins == f"{inside}/qt5/plugins"
    assert f"<dir>{final}/root/usr/share/fonts</dir>" in Path(fonts).read_text()
    assert arguments == "a b"


def test_libraries_the_user_named_come_after_ours(unpacked):
    environment = {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": "/theirs"}
    command = [unpacked / "bin" / "wkhtmltopdf"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split("|")[0].endswith("private:/theirs")


def _debian_without_printing(monkeypatch, tmp_path):
    monkeypatch.setenv("RAYA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(apt, "available", lambda: True)
    monkeypatch.setattr(apt, "os_release", lambda: {"ID": "debian", "VERSION_CODENAME": "trixie"})


def test_printing_that_cannot_be_fetched_is_left_out(monkeypatch, tmp_path, capsys):
    _debian_without_printing(monkeypatch, tmp_path)
    monkeypatch.setattr(apt, "machine_sources", list)
    assert pdf.ensure() == []
    assert "could not be fetched" in capsys.readouterr().err
    assert not list(tmp_path.glob("pdf/*"))


def test_what_was_fetched_is_asked_of_no_package_manager_again(monkeypatch, tmp_path):
    _debian_without_printing(monkeypatch, tmp_path)
    program = pdf._home() / "bin" / "wkhtmltopdf"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho wkhtmltopdf 0.12.6\n")
    program.chmod(0o755)
    (program.parent / "chromium").touch(mode=0o755)
    monkeypatch.setattr(system, "_install", pytest.fail)
    system.install(pdf.present())
    monkeypatch.setattr(pdf, "_fetch", pytest.fail)
    assert pdf.ensure() == [program.parent]


def test_what_was_fetched_and_no_longer_starts_is_fetched_again(monkeypatch, tmp_path):
    _debian_without_printing(monkeypatch, tmp_path)
    program = pdf._home() / "bin" / "wkhtmltopdf"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho libjpeg.so.62 not found >&2; exit 127\n")
    program.chmod(0o755)
    fetched = []
    monkeypatch.setattr(pdf, "_fetch", fetched.append)
    assert pdf.ensure() == []
    assert fetched == [pdf._home()]


def test_the_libraries_come_from_the_machines_own_release_first(monkeypatch, tmp_path):
    _debian_without_printing(monkeypatch, tmp_path)
    monkeypatch.setattr(apt, "machine_sources", lambda: [apt.Source("http://mirror.example/", "trixie", "/k.gpg")])
    assert [source.release for source in pdf._sources()] == ["trixie", "bookworm"]
    assert {source.signed_by for source in pdf._sources()} == {"/k.gpg"}


def test_a_program_in_our_folders_is_not_missing(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    for name in ("chromium", "wkhtmltopdf"):
        (tmp_path / name).touch(mode=0o755)
    assert system.missing([tmp_path]) == []
    assert {need.package for need in system.missing()} == {"chromium", "wkhtmltopdf"}
    assert capsys.readouterr().err.count("No ") == 2


def test_every_supported_python_has_its_pinned_list():
    # Zones change, and so does the newest pytz; before 2022.7 Iran still has its summer time.
    unpinned = {"pytz>=2022.7", "lxml-html-clean"}
    for version in venv.SUPPORTED:
        for path in venv.requirement_files(version):
            lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
            assert all("==" in line or line in unpinned for line in lines), path


def test_another_interpreter_is_another_environment():
    assert venv.environment_key("3.11", "/usr/bin/env") != venv.environment_key("3.11", "/bin/sh")
    assert venv.environment_key("3.11", "/bin/sh").startswith("py3.11-")


@pytest.fixture
def started_again(monkeypatch, tmp_path):
    """What would replace this process, with a cache of its own that has no environment yet."""
    found = []
    monkeypatch.setenv("RAYA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setenv("VIRTUAL_ENV", "")
    monkeypatch.setattr(os, "execv", lambda program, arguments: found.append((program, arguments[2:])))
    return found


def _build(folder):
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "raya-complete").touch()


def test_a_reset_builds_no_environment(started_again, monkeypatch, tmp_path):
    monkeypatch.setattr(venv, "_build", pytest.fail)
    venv.enter(["reset"], build=False)
    assert (started_again, list(tmp_path.iterdir())) == ([], [])


def test_every_other_command_goes_on_in_the_environment_built_first(started_again, monkeypatch):
    monkeypatch.setattr(venv, "_build", _build)
    venv.enter(["lint", "--fix"])
    ((program, arguments),) = started_again
    assert (program, arguments) == (venv._folder() / "bin" / "python", ["lint", "--fix"])
    assert os.environ["PATH"].startswith(f"{program.parent}{os.pathsep}")


def test_a_missing_program_is_explained_in_one_sentence():
    need = system.Need(("no-such-program",), "some-package", "something")
    assert need.found() == ""
    assert "some-package" in system.explain(need)
    assert "\n" not in system.explain(need)


@pytest.mark.parametrize(("fonts", "wanted"), [("", ["fonts-noto-core"]), ("DejaVu Sans", [])])
def test_persian_letters_are_installed_where_the_programs_are_there_already(monkeypatch, fonts, wanted):
    installed = []
    monkeypatch.setattr(system.Need, "found", lambda _need, _folders=(): "/usr/bin/program")
    monkeypatch.setattr(system.shutil, "which", lambda _program: "/usr/bin/fc-list")
    monkeypatch.setattr(system, "output", lambda _command: fonts)
    monkeypatch.setattr(system, "_install", installed.extend)
    system.install()
    assert installed == wanted


def test_who_may_install_nothing_is_told_of_persian_letters(monkeypatch):
    told = []
    monkeypatch.setattr(system.Need, "found", lambda _need, _folders=(): "/usr/bin/program")
    monkeypatch.setattr(system.shutil, "which", lambda _program: "/usr/bin/fc-list")
    monkeypatch.setattr(system, "output", lambda _command: "")
    monkeypatch.setattr(system, "warn", told.append)
    assert system.missing() == []
    assert "fonts-noto-core" in told[0]
