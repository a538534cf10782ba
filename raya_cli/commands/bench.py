"""Run the measurements in bench/bench_*.py, each in Odoo's shell on its own copy of a template.

A script sees `env`; a first line `# template: suite-demo` chooses the template (default: suite).
With `# template: none` it runs as plain Python, without Odoo and without a database.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .. import paths, workspace
from ..console import say
from ..databases import Databases

HELP = "run the measurements in bench/"


def add_arguments(parser) -> None:
    parser.add_argument("names", nargs="*", help="only scripts whose name contains one of these")


def template_of(script: str) -> str:
    """The template a script asks for in its first lines."""
    match = re.search(r"^# template: ([\w-]+)$", script, re.MULTILINE)
    return match[1] if match else "suite"


def run(options) -> int:
    scripts = sorted((paths.CHECKOUT / "bench").glob("bench_*.py"))
    chosen = [path for path in scripts if not options.names or any(name in path.name for name in options.names)]
    if not chosen:
        say("There is no measurement yet: bench/ has no such bench_*.py.")
        return 0
    with workspace.ready() as space:
        databases = Databases(space)
        return max(_measure(databases, path) for path in chosen)


def _measure(databases: Databases, path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    if template_of(text) == "none":
        say(f"== {path.name}")
        return subprocess.run([str(databases.space.python), str(path)], check=False).returncode
    database = databases.run_name("bench")
    databases.copy(template_of(text), database)
    say(f"== {path.name} (copy of {template_of(text)})")
    space = databases.space
    loader = (
        f"exec(compile(open({str(path)!r}).read(), {str(path)!r}, 'exec'), {{'env': env, '__name__': '__main__'}})\n"
    )
    command = space.odoo_command("shell", "-c", str(space.config), "-d", database, "--no-http", "--log-level=warn")
    try:
        done = subprocess.run(
            command, input=loader, text=True, env=space.environment, cwd=space.safe_folder, check=False
        )
        return done.returncode
    finally:
        databases.drop(database)
