"""For tests of the whole suite: fresh copies of template databases, and Odoo run on them.

A test file in `tests/` asks for the fixture `workshop` (see `tests/conftest.py`)::

    def test_installing_on_a_stock_database(workshop):
        database = workshop.copy("stock")
        database.install("raya_some_add_on")
        count = database.run("result = env['res.partner'].search_count([])")

The templates are described in `raya_cli/databases.py`. Copies are dropped when the test ends.
"""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import partialmethod
from pathlib import Path

from raya_cli import odoo_run, paths, workspace
from raya_cli.console import Progress
from raya_cli.databases import Databases
from raya_cli.process import run_logged
from raya_cli.workspace import Workspace

_ANSWER = """
import json
env.cr.commit()
with open({answer!r}, 'w') as file:
    json.dump(result, file, default=str)
"""

# Our configuration keeps the database manager shut.
_BACK_UP = """
import odoo.tools
from odoo.service.db import dump_db

odoo.tools.config["list_db"] = True
env.cr.commit()
with open({backup!r}, "wb") as file:
    dump_db(env.cr.dbname, file)
"""
_RESTORE = """
import odoo.tools
from odoo.service.db import restore_db

odoo.tools.config["list_db"] = True
restore_db({name!r}, {backup!r}, copy=True)
"""


class Database:
    """One copy; every method runs Odoo in a process of its own and raises with its log when it fails."""

    def __init__(self, space: Workspace, name: str) -> None:
        self._space = space
        self.name = name

    def _module(self, verb: str, *modules: str) -> None:
        odoo_run.module(self._space, Progress(f"{verb} on {self.name}"), verb, self.name, modules)

    install = partialmethod(_module, "install")
    upgrade = partialmethod(_module, "upgrade")
    uninstall = partialmethod(_module, "uninstall")

    def run_suites(self, *names: str) -> dict[str, dict]:
        """Run Odoo's own suites with everything loaded that is installed; see `odoo_suites.py`."""
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            command = [sys.executable, Path(__file__).parent / "odoo_suites.py", self._space.config, self.name, answer]
            log = paths.log_file(f"suites on {self.name}")
            progress = Progress(f"Odoo's suites on {self.name}")
            run_logged([*map(str, command), *names], log, progress, env=self._space.environment, cwd=folder)
            return json.loads(answer.read_text(encoding="utf-8"))

    def find_hoot_failures(self, names: Iterable[str], preset: str) -> set[str]:
        """Run JavaScript tests of Odoo by their names; return those that fail here."""
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            asked = json.dumps({"names": sorted(names), "preset": preset, "answer": str(answer)})
            bound = [f"--odoo-database={self.name}", f"--odoo-config={self._space.config}", "--odoo-http"]
            file = Path(__file__).parent / "hoot_again.py"
            command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *bound, str(file)]
            log, progress = paths.log_file(f"hoot on {self.name}"), Progress(f"JavaScript tests on {self.name}")
            run_logged(command, log, progress, env={**self._space.environment, "RAYA_HOOT": asked}, cwd=folder)
            return set(json.loads(answer.read_text(encoding="utf-8")))

    def run(self, text: str):
        """Run Python text with `env`, commit, and return what it left in `result` (JSON; records as text)."""
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            script = f"result = None\n{text}\n{_ANSWER.format(answer=str(answer))}"
            odoo_run.script(self._space, Progress(f"script on {self.name}"), self.name, script)
            return json.loads(answer.read_text(encoding="utf-8"))


class Workshop(contextlib.ExitStack):
    """Makes copies of template databases, and drops them when its block ends."""

    def __init__(self) -> None:
        super().__init__()
        self.space = workspace.from_environment()
        self.databases = Databases(self.space)

    def copy(self, template: str) -> Database:
        """A fresh copy of `stock`, `stock-odoo`, `floor-<add-on>`, `suite`, `suite-odoo` or `suite-demo`."""
        name = self.databases.run_name(f"{template}_{os.urandom(3).hex()}")
        self.callback(self.databases.drop, name)
        self.databases.copy(template, name)
        return Database(self.space, name)

    def restore_backup(self, database: Database) -> Database:
        """Another database, restored from a backup of this one as Odoo's database manager makes it."""
        with tempfile.TemporaryDirectory() as folder:
            backup = Path(folder) / "backup.zip"
            database.run(_BACK_UP.format(backup=str(backup)))
            name = self.databases.run_name(f"restored_{os.urandom(3).hex()}")
            self.callback(self.databases.drop, name)
            database.run(_RESTORE.format(name=name, backup=str(backup)))
        return Database(self.space, name)
