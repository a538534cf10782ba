"""Odoo's tree, its log and its port, without starting it."""

import socket
from pathlib import Path

import pytest

from raya_cli import (
    odoo_run,
    odoo_source,
    serving,
)
from raya_cli.console import RayaError


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
