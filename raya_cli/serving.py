"""Odoo as a web server in the foreground: a free port, and word when it answers."""

import contextlib
import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from . import paths
from .console import Progress, RayaError, say, step
from .process import start, stop, tail
from .workspace import Workspace

PORT = 8069
_HOST = "127.0.0.1"
_PATIENCE = 180


def is_free(port: int) -> bool:
    """Whether a server can listen on the port."""
    try:
        socket.create_server((_HOST, port)).close()
    except OSError:
        return False
    return True


def free_port(wanted: int = PORT, is_free: Callable[[int], bool] = is_free) -> int:
    """The wanted port or the next free one, which is said when it is another."""
    for port in range(wanted, wanted + 100):
        if is_free(port):
            if port != wanted:
                say(f"Port {wanted} is taken; using {port}.")
            return port
    raise RayaError(f"No free port from {wanted} on: name one with --port.")


def address(port: int, path: str = "") -> str:
    """What to type into a browser."""
    return f"http://{_HOST}:{port}{path}"


def command(space: Workspace, database: str, port: int, extra: Sequence[str] = ()) -> list[str]:
    """The command line of a server for one database."""
    options = ["-c", space.config, "-d", database, f"--db-filter=^{database}$", f"--http-port={port}"]
    # The chat channel of a multi-process Odoo has a port of its own; two checkouts must not share it.
    return space.odoo_command("server", *options, f"--gevent-port={port + 1000}", *extra)


@contextlib.contextmanager
def background(space: Workspace, database: str, port: int) -> Iterator[subprocess.Popen]:
    """Run the server with its log in a file until the block ends."""
    log = paths.log_file("odoo server")
    with log.open("w", encoding="utf-8") as sink:
        server = start(command(space, database, port), sink, env=space.environment, cwd=space.safe_folder)
        try:
            with step("Starting Odoo") as progress:
                _wait_until_ready(server, port, progress, log)
            yield server
        finally:
            stop(server)
    if server.returncode not in (0, -signal.SIGTERM, -signal.SIGKILL, None):
        say(f"Odoo's last words ({log}):\n{tail(log, 5)}")


def _wait_until_ready(server: subprocess.Popen, port: int, progress: Progress, log: Path) -> None:
    """Return when the login page answers; it makes the style sheets the first time."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RayaError(f"Odoo ended at once; see {log}\n{tail(log)}")
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection(_HOST, port, timeout=60)
            connection.request("GET", "/web/login")
            if connection.getresponse().status == 200:
                return
        progress.update("waiting for its first page")
        time.sleep(0.5)
    raise RayaError(f"Odoo did not answer within {_PATIENCE} seconds; see {log}")
