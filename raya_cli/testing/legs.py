"""The legs of a test run: which tests, in which database."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .. import floors as floors_of
from .. import paths
from ..databases import ODOO_SUITES
from ..files import write_if_changed
from ..floors import Floor

CHECKS = Path("raya_cli/testing/checks")
# Tests of the checkout that need no Odoo, and those that play with the demo data; every other file
# in tests/ runs in the suite's database.
WITHOUT_DATABASE = ("test_house*.py", "test_raya_cli*.py")
WITH_DEMO = ("test_demo*.py",)
_RUN = "RAYA_TEST_RUN"


@dataclass(frozen=True)
class Leg:
    """One pytest process: its name, its paths, and the template its database is copied from."""

    name: str
    paths: tuple[str, ...]
    template: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """What runs side by side: legs, the user's own arguments for pytest, and how many legs at once."""

    legs: tuple[Leg, ...]
    arguments: tuple[str, ...] = ()
    workers: int = 1
    # Whether every test of these legs runs, so that their times say how long they take.
    whole: bool = False

    def to_environment(self) -> dict[str, str]:
        """What the pytest of the whole run reads from its environment."""
        return {_RUN: json.dumps(asdict(self))}


def from_environment() -> Run:
    """The run that `./raya test` passed to the pytest it started."""
    values = json.loads(os.environ[_RUN])
    legs = (Leg(one["name"], tuple(one["paths"]), one["template"], tuple(one["options"])) for one in values["legs"])
    return Run(tuple(legs), tuple(values["arguments"]), values["workers"], values["whole"])


def plan(floors: list[Floor], checkout: Path = paths.CHECKOUT) -> list[Leg]:
    """Every leg of the usual run."""
    tests = checkout / "tests"
    bare = _found(tests, WITHOUT_DATABASE)
    demo = _found(tests, WITH_DEMO)
    whole = [path for path in _found(tests, ("test_*.py",)) if path not in (*bare, *demo)]
    legs = [Leg("static", (str(CHECKS / "check_lint.py"), *_names(bare, checkout)))]
    for floor in floors:
        if floor.tests.is_dir():
            found = _names([floor.tests], checkout)
            legs.append(Leg(f"{floor.name} alone", found, f"floor-{floor.name}"))
            # A floor that stands on all others already ran with everything installed.
            if len(floors_of.below(floors, floor)) < len(floors) - 1:
                legs.append(Leg(f"{floor.name} in the suite", found, "suite"))
    checks = [CHECKS / "check_catalogues.py"]
    if any(floor.has_unit_tests() for floor in floors):
        checks.append(CHECKS / "check_hoot.py")
    legs.append(Leg("whole suite", (*_names(whole, checkout), *map(str, checks)), "suite"))
    if demo:
        legs.append(Leg("demo", _names(demo, checkout), "suite-demo"))
    return legs


def plan_of_odoo(addons: Sequence[Path]) -> list[Leg]:
    """Odoo's own tests, Python and JavaScript, with all our add-ons loaded."""
    legs = [Leg("hoot of Odoo", (str(CHECKS / "check_hoot_odoo.py"),), "suite-odoo")]
    for name in ODOO_SUITES:
        folder = next(path / name / "tests" for path in addons if (path / name / "tests").is_dir())
        options = ("-p", "raya_cli.testing.standard")
        legs.append(Leg(f"{name} of Odoo", (str(folder),), "suite-odoo", options))
    return legs


def _found(folder: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def _names(files: Sequence[Path], checkout: Path) -> tuple[str, ...]:
    return tuple(str(path.relative_to(checkout)) for path in files)


def longest_first(legs: Sequence[Leg]) -> list[Leg]:
    """Sort by what each took the last time; one that never ran may be the longest, and comes with its floor last."""
    seconds = _remembered()
    return sorted(legs, key=lambda leg: seconds.get(leg.name, math.inf))[::-1]


def remember(seconds: Mapping[str, float]) -> None:
    """Keep how long legs took."""
    known = {**_remembered(), **{name: round(value) for name, value in seconds.items()}}
    write_if_changed(_memory(), json.dumps(known, indent=1))


def _memory() -> Path:
    return paths.data_home() / "leg-seconds.json"


def _remembered() -> dict[str, float]:
    return json.loads(_memory().read_text(encoding="utf-8")) if _memory().exists() else {}


def narrow(legs: Sequence[Leg], wanted: Sequence[str]) -> list[Leg]:
    """Keep what was asked for by path (`folder`, `file.py` or `file.py::Test`); all when nothing was."""
    if not wanted:
        return list(legs)
    kept = []
    for leg in legs:
        chosen = tuple(dict.fromkeys(path for want in wanted for path in _overlap(leg, want)))
        if chosen:
            kept.append(replace(leg, paths=chosen))
    return kept


def _overlap(leg: Leg, want: str) -> list[str]:
    """The part of a leg inside a wanted path, or the wanted path where it lies inside the leg."""
    file = Path(want.partition("::")[0])
    found = []
    for path in map(Path, leg.paths):
        if path.is_relative_to(file):
            found.append(str(path))
        elif file.is_relative_to(path):
            found.append(want)
    return found


def command(leg: Leg, python: Path, database: str, config: Path, extra: Sequence[str]) -> list[str]:
    """The command line of one leg's own pytest."""
    line = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-p", "raya_cli.testing.leg_plugin"]
    if database:
        # The plugin takes a free port for its web server, and Odoo a profile of its own for each browser.
        line += [f"--odoo-database={database}", f"--odoo-config={config}", "--odoo-http"]
    else:
        line += ["-p", "no:odoo"]
    return [*line, *leg.options, *extra, *leg.paths]
