"""Template databases: built once, stamped with what went into them, copied in a second.

Templates, each in English and Persian:

* `stock`: Odoo's own add-ons that ours depend on, with Odoo's demo data, none of ours
* `floor-<add-on>`: this add-on and those below it, without demo data
* `suite`: all add-ons, without demo data
* `suite-odoo`: `suite` beside more of Odoo's own add-ons, whose tests must end there as without ours
* `stock-odoo`: what `suite-odoo` has of Odoo's own, none of ours, without demo data
* `suite-demo`: `stock` with all add-ons and their demo data
"""

import graphlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from . import floors as floors_of
from . import odoo_run, paths, postgres, process
from .console import RayaError, say, step
from .files import locked
from .floors import Floor
from .workspace import Workspace

# Raise it when the way templates are built changes.
_RECIPE = "1"
# Add-ons of Odoo that its own suites need, which are run with ours and without.
_BESIDE = ("sale_management", "repair", "hr_timesheet")
_ASSETS = "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n"


@dataclass(frozen=True)
class Template:
    """A recipe: copy `base` (or start from nothing), then install `adds`."""

    name: str
    base: str
    adds: tuple[str, ...]
    key: str
    demo: bool = False
    assets: bool = False


class Databases:
    """The databases of this checkout on its server."""

    def __init__(self, space: Workspace, addons: Path = paths.ADDONS) -> None:
        self.space = space
        self.floors = floors_of.discover(addons)
        self.templates = {template.name: template for template in recipes(self.floors, space.odoo.version)}

    def stamp(self, database: str) -> str:
        """What a database says it was built from; empty when it was never finished."""
        return self._sql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{database}'")

    def is_current(self, name: str) -> bool:
        """Whether a template stands as its recipe says."""
        return self.stamp(self.space.database(name)) == self.templates[name].key

    def template(self, name: str) -> Template:
        """The recipe of this name."""
        if name not in self.templates:
            raise RayaError(f"There is no template database {name!r}; there are: {', '.join(self.templates)}")
        return self.templates[name]

    def ensure(self, *names: str, workers: int = 1) -> None:
        """Build the named templates, and those they stand on, unless they are current.

        Up to `workers` are built at once where none stands on another.
        """
        if not any(names):
            return
        with locked(paths.data_home() / "databases.lock"):
            self._drop_leftovers()
            stale = self._stale(names)
            order = graphlib.TopologicalSorter({name: {self.templates[name].base} & set(stale) for name in stale})
            order.prepare()
            building: dict[Future, str] = {}
            with ThreadPoolExecutor(workers) as pool:
                try:
                    while order.is_active():
                        building |= {pool.submit(self._build, self.templates[name]): name for name in order.get_ready()}
                        for future in wait(building, return_when=FIRST_COMPLETED).done:
                            future.result()
                            order.done(building.pop(future))
                finally:
                    process.stop_all(pool, building)

    def _stale(self, names: Sequence[str]) -> list[str]:
        """The templates to build for these, each after the one it stands on."""
        found: dict[str, None] = {}
        for name in names:
            if name and name not in found and not self.is_current(self.template(name).name):
                found |= dict.fromkeys([*self._stale([self.template(name).base]), name])
        return list(found)

    def _build(self, template: Template) -> None:
        database = self.space.database(template.name)
        with step(f"Building database {template.name}") as progress:
            self.drop(database)
            if template.base:
                self._clone(self.space.database(template.base), database)
            else:
                odoo_run.initialise(self.space, progress, database, template.demo)
            if template.adds:
                odoo_run.module(self.space, progress, "install", database, template.adds)
            if template.assets:
                odoo_run.script(self.space, progress, database, _ASSETS)
            self.set_stamp(database, template.key)

    def copy(self, name: str, database: str) -> None:
        """Copy a template, which must be current, to `database` (its name on the server)."""
        if not self.is_current(name):
            self.ensure(name)
        with locked(paths.data_home() / "databases.lock"):
            self.drop(database)
            self._clone(self.space.database(name), database)

    def demo(self, fresh: bool = False) -> str:
        """The name on the server of the demo's database, made or brought up to date where needed.

        When the add-ons changed since, they are upgraded in place: what somebody typed stays.
        """
        name, key = self.space.database("demo"), self.templates["suite-demo"].key
        stamp = self.stamp(name)
        if fresh or not stamp:
            self.copy("suite-demo", name)
        elif stamp != key:
            say("The add-ons changed since the last time (./raya demo --fresh starts over instead).")
            with step("Upgrading the demo database") as progress:
                for verb in ("install", "upgrade"):
                    odoo_run.module(self.space, progress, verb, name, [floor.name for floor in self.floors])
        self.set_stamp(name, key)
        return name

    def set_stamp(self, database: str, key: str) -> None:
        """Write down what a finished database was built from."""
        self._sql(f"COMMENT ON DATABASE \"{database}\" IS '{key}'")

    def _clone(self, source: str, target: str) -> None:
        self._sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
        postgres.client(self.space.server, "createdb", "-T", source, target)
        files = self.space.filestore / source
        if files.exists():
            shutil.rmtree(self.space.filestore / target, ignore_errors=True)
            # Odoo never changes a stored file, so both databases may share it on disk.
            shutil.copytree(files, self.space.filestore / target, copy_function=_link)

    def drop(self, database: str) -> None:
        """Remove a database and its files, if they exist."""
        postgres.drop_database(self.space.server, database)
        shutil.rmtree(self.space.filestore / database, ignore_errors=True)

    def run_name(self, name: str) -> str:
        """A name for a copy that lives as long as this process."""
        return self.space.database(f"run_{os.getpid()}_{name}")

    def _drop_leftovers(self) -> None:
        """Remove copies whose process is gone, and templates that no recipe names any more."""
        kept = {self.space.database(name) for name in (*self.templates, "demo")}
        for database in postgres.databases_with_prefix(self.space.server) - kept:
            if not _owner_alive(database.removeprefix(self.space.server.prefix)):
                self.drop(database)

    def _sql(self, statement: str) -> str:
        return postgres.query(self.space.server, statement)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _owner_alive(name: str) -> bool:
    """Whether a name `run_<pid>_…` belongs to a process that still runs."""
    copy = re.match(r"run_(\d+)_", name)
    # Other names are somebody's own databases, which are theirs to drop.
    return Path(f"/proc/{copy[1]}").exists() if copy else not name.startswith(("floor_", "suite", "stock"))


def recipes(floors: list[Floor], odoo_version: str) -> Iterator[Template]:
    """All templates for these floors: a graph without demo data, and a chain with."""
    source = f"{_RECIPE}:{odoo_version}"
    yield Template("base", "", (), f"{source}:base")
    for floor in floors:
        lower = floors_of.below(floors, floor)
        base, adds = _on_top_of(lower, [*lower, floor])
        key = f"{source}:floor:{floors_of.content_key([*lower, floor])}"
        yield Template(f"floor-{floor.name}", base, adds, key, assets=floor.opens_browser())
    everything = floors_of.content_key(floors)
    base, adds = _on_top_of(floors, floors)
    yield Template("suite", base, adds, f"{source}:suite:{everything}", assets=bool(adds))
    key = f"{source}:suite-odoo:{','.join(_BESIDE)}:{everything}"
    yield Template("suite-odoo", "suite", _BESIDE, key, assets=True)
    stock = tuple(floors_of.stock_dependencies(floors))
    yield Template("stock", "", stock, f"{source}:stock:{','.join(stock)}", demo=True)
    plain = (*stock, *_BESIDE)
    yield Template("stock-odoo", "base", plain, f"{source}:stock-odoo:{','.join(plain)}", assets=True)
    ours = tuple(floor.name for floor in floors)
    yield Template("suite-demo", "stock", ours, f"{source}:demo:{everything}", demo=True, assets=True)


def _on_top_of(available: list[Floor], wanted: list[Floor]) -> tuple[str, tuple[str, ...]]:
    """The largest template of a floor in `available`, and what it lacks of `wanted`."""
    largest = floors_of.top(available)
    if not largest:
        return "base", tuple(floor.name for floor in wanted)
    held = {largest, *floors_of.below(available, largest)}
    return f"floor-{largest.name}", tuple(floor.name for floor in wanted if floor not in held)
