"""For tests of the whole suite: fresh copies of template databases, and Odoo run on them.

A test file in `tests/` asks for the fixture `workshop` (see `tests/conftest.py`)::

    def test_installing_on_a_stock_database(workshop):
        database = workshop.copy("stock")
        database.install("raya_some_add_on")
        count = database.run("result = env['res.partner'].search_count([])")

The templates are described in `raya_cli/databases.py`. Copies are dropped when the test ends.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from .. import odoo_run, paths, workspace
from ..console import Progress
from ..databases import Databases
from ..workspace import Workspace

_SCRIPT = """
import json
names = {{'env': env, 'result': None}}
exec(compile({text!r}, '<script of the test>', 'exec'), names)
env.cr.commit()
with open({answer!r}, 'w') as file:
    json.dump(names['result'], file, default=str)
"""


class Database:
    """One copy; every method runs Odoo in a process of its own and raises with its log when it fails."""

    def __init__(self, space: Workspace, name: str) -> None:
        self._space = space
        self.name = name

    def install(self, *modules: str) -> None:
        self._module("install", modules)

    def upgrade(self, *modules: str) -> None:
        self._module("upgrade", modules)

    def uninstall(self, *modules: str) -> None:
        self._module("uninstall", modules)

    def _module(self, verb: str, modules: tuple[str, ...]) -> None:
        odoo_run.module(self._space, Progress(f"{verb} on {self.name}"), verb, self.name, modules)

    def run(self, text: str):
        """Run Python text with `env`, commit, and return what it left in `result` (JSON; records as text)."""
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder) / "answer.json"
            script = _SCRIPT.format(text=text, answer=str(answer))
            odoo_run.script(self._space, Progress(f"script on {self.name}"), self.name, script)
            return json.loads(answer.read_text(encoding="utf-8"))

    def odoo(self, *arguments: str) -> None:
        """Run any other Odoo command; name the database in the arguments where it needs one."""
        odoo_run.run(self._space, Progress(f"odoo {arguments[0]} on {self.name}"), arguments)


class Workshop:
    """Makes and drops copies of template databases."""

    def __init__(self, space: Workspace | None = None) -> None:
        self.space = space or workspace.from_environment()
        self.databases = Databases(self.space)
        self._made: list[str] = []

    def copy(self, template: str) -> Database:
        """A fresh copy of `stock`, `floor-<add-on>`, `suite`, `suite-odoo` or `suite-demo`."""
        name = self.databases.run_name(f"{len(self._made)}_{template}_{os.urandom(2).hex()}")
        self.databases.copy(template, name)
        self._made.append(name)
        return Database(self.space, name)

    def close(self) -> None:
        for name in self._made:
            self.databases.drop(name)
        self._made.clear()


def templates_named_in(folder: Path = paths.CHECKOUT / "tests") -> list[str]:
    """The templates that test files name, so that they are built before pytest starts."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_*.py")))
    # `floor-…` follow from the legs; these three are asked for by name only.
    return [name for name in ("stock", "suite", "suite-demo") if f'copy("{name}")' in text]
