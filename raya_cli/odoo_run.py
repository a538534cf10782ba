"""Odoo's own command line, with our configuration and its log boiled down to a progress line."""

import re
from collections.abc import Sequence
from pathlib import Path

from . import paths
from .console import Progress, RayaError
from .process import run_logged, tail
from .workspace import Workspace

_LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
_MESSAGE = re.compile(r"^\S+ \S+ \d+ [A-Z]+ \S+ \S+: (.*)$")
# A refused query is no failure by itself: Odoo tries deletions in any order while it uninstalls.
# One that matters raises, and then the command fails.
_BROKEN = re.compile(r" (ERROR|CRITICAL) (?!\S+ odoo\.sql_db: bad query)|demo data failed to install")


def gist(line: str) -> str | None:
    """What a line of Odoo's log says about progress, if anything."""
    if loading := _LOADING.search(line):
        return f"{loading[2]} of {loading[3]}, {loading[1]}"
    message = _MESSAGE.match(line)
    return message[1][:80] if message else None


def complaints(log: Path) -> list[str]:
    """The lines of a log that mean the work was not done as asked, though Odoo went on."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if _BROKEN.search(line)]


def run(space: Workspace, progress: Progress, arguments: Sequence[str]) -> None:
    """Run one command of Odoo; raise a sentence when it fails or logs an error."""
    log = _run(space, progress, space.odoo_command(*arguments))
    if broken := complaints(log):
        detail = "\n".join(f"    {line[:200]}" for line in broken[:10])
        raise RayaError(f"{progress.title}: Odoo logged errors; see {log}\n{detail}")


def _run(space: Workspace, progress: Progress, command: Sequence[str]) -> Path:
    log = paths.log_file(f"odoo {progress.title}")
    run_logged(command, log, progress, env=space.environment, cwd=space.safe_folder, gist=gist)
    return log


def initialise(space: Workspace, progress: Progress, database: str, demo: bool) -> None:
    """Make an empty Odoo database that speaks English and Persian."""
    run(space, progress, ["db", "-c", space.config, "init", database, *(["--with-demo"] if demo else [])])
    run(space, progress, ["i18n", "loadlang", "-c", space.config, "-d", database, "-l", "fa"])


def module(space: Workspace, progress: Progress, verb: str, database: str, names: Sequence[str]) -> None:
    """`install`, `upgrade` or `uninstall` add-ons."""
    run(space, progress, ["module", verb, "-c", space.config, "-d", database, *names])


def script(space: Workspace, progress: Progress, database: str, text: str) -> None:
    """Run Python text in Odoo's shell; the text commits for itself if it wants to keep something."""
    file = space.safe_folder / f"script-{database}.py"
    file.write_text(text, encoding="utf-8")
    # The shell reads a script from its input and then ends with a bare traceback, so it is checked by hand.
    line = f"{loader(file)}; print('raya-script-done')"
    command = ["sh", "-c", 'printf "%s\\n" "$0" | "$@"', line, *space.shell_command(database)]
    try:
        log = _run(space, progress, command)
        if "raya-script-done" not in log.read_text(encoding="utf-8", errors="replace"):
            raise RayaError(f"{progress.title} failed; see {log}\n{tail(log)}")
    finally:
        file.unlink(missing_ok=True)


def loader(file: Path) -> str:
    """A line for Odoo's shell that runs a file of Python, with names of its own."""
    return f"exec(compile(open({str(file)!r}).read(), {str(file)!r}, 'exec'), {{'env': env, '__name__': '__main__'}})"
