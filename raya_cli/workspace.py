"""Everything put together: what to run Odoo with, prepared in the right order."""

import contextlib
import fcntl
import os
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import npm, odoo_source, paths, pdf, postgres, system
from .files import locked, write_if_changed
from .odoo_source import OdooSource
from .postgres import Server

_PASSED_ON = "RAYA_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """A machine on which Odoo can be run: its tree, its database server, folders of programs, what it lacks."""

    odoo: OdooSource
    server: Server
    search: tuple[Path, ...]
    missing: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """The variables for Odoo and its tools; the user's own Odoo settings are kept out."""
        foreign = ("ODOO_", "OPENERP_", "PYTHONHOME")
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith(foreign)},
            **self.server.environment(),
            "PATH": os.pathsep.join([str(self.server.programs), *map(str, self.search), os.environ["PATH"]]),
            "ODOO_SOURCE": str(self.odoo.python_path),
            "PYTHONPATH": f"{self.odoo.python_path}{os.pathsep}{paths.CHECKOUT}",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
            # For a process that is to find the same workspace.
            _PASSED_ON: pickle.dumps(self).hex(),
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

    def odoo_command(self, *arguments: str | Path) -> list[str]:
        """The command line of Odoo."""
        return [sys.executable, "-m", "odoo", *map(str, arguments)]

    def shell_command(self, database: str, *arguments: str) -> list[str]:
        """The command line of Odoo's shell on a database."""
        return self.odoo_command("shell", "-c", self.config, "-d", database, "--no-http", *arguments)

    def write_config(self) -> None:
        """Write the file that every Odoo of this checkout reads."""
        text = f"""\
[options]
addons_path = {",".join(map(str, [*self.odoo.addons, paths.ADDONS]))}
data_dir = {self.safe_folder}
db_host = {self.server.host}
db_port = {self.server.port}
db_user = {self.server.user}
db_maxconn = 32
http_interface = 127.0.0.1
list_db = False
"""
        password = f"db_password = {self.server.password}\n" if self.server.password else ""
        write_if_changed(self.config, text + password)
        self.config.chmod(0o600)


def from_environment() -> Workspace:
    """The workspace of the ./raya that started this process."""
    return pickle.loads(bytes.fromhex(os.environ[_PASSED_ON]))


@contextlib.contextmanager
def ready(keep_server: bool = False) -> Iterator[Workspace]:
    """Prepare the machine and yield it with its database server running."""
    odoo = odoo_source.find_or_fetch()
    system.install(pdf.present())
    search = [*npm.ensure(), *pdf.ensure()]
    missing = [need.purpose for need in system.missing(search)]
    if not npm.runs("rtlcss"):
        missing.append("right-to-left style sheets")
    with _database_server(keep_server) as server:
        workspace = Workspace(odoo, server, tuple(search), tuple(missing))
        workspace.write_config()
        yield workspace


@contextlib.contextmanager
def _database_server(keep: bool) -> Iterator[Server]:
    """The user's server, or ours, stopped again when no ./raya of this checkout uses it any more."""
    named = postgres.named_by_user(postgres.wheel_programs(), dict(os.environ))
    if named:
        postgres.check(named)
        yield named
        return
    embedded = postgres.Embedded()
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
            # Somebody else of this checkout may hold the server, and then this lock is refused.
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not keeper.exists():
                    embedded.stop()
