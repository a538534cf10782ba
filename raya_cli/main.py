"""The command line."""

from __future__ import annotations

from . import workspace


def main(arguments: list[str]) -> int:
    with workspace.ready(keep_server=True) as space:
        for key in ("PATH", "PYTHONPATH", "PGHOST", "PGPORT", "PGUSER"):
            print(key, space.environment[key])
    return 0
