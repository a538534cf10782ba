"""Run the measurements in bench/bench_*.py, each in Odoo's shell on its own copy of a template.

A script sees `env`; a first line `# template: suite-demo` chooses the template (default: suite).
With `# template: none` it runs as plain Python, without Odoo and without a database.
"""

import re
import subprocess
import sys
from pathlib import Path

from .. import odoo_run, paths, workspace
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
    """Run the chosen scripts one after the other; the worst exit code is ours."""
    scripts = sorted((paths.CHECKOUT / "bench").glob("bench_*.py"))
    chosen = [path for path in scripts if not options.names or any(name in path.name for name in options.names)]
    if not chosen:
        say("There is no measurement yet: bench/ has no such bench_*.py.")
        return 0
    with workspace.ready() as space:
        databases = Databases(space)
        return max(_measure(databases, path) for path in chosen)


def _measure(databases: Databases, path: Path) -> int:
    template = template_of(path.read_text(encoding="utf-8"))
    if template == "none":
        say(f"== {path.name}")
        return subprocess.run([sys.executable, path], check=False).returncode
    database, space = databases.run_name("bench"), databases.space
    databases.copy(template, database)
    say(f"== {path.name} (copy of {template})")
    command, line = space.shell_command(database, "--log-level=warn"), f"{odoo_run.loader(path)}\n"
    surroundings = {"env": space.environment, "cwd": space.safe_folder}
    try:
        return subprocess.run(command, input=line, text=True, check=False, **surroundings).returncode
    finally:
        databases.drop(database)
