"""The legs of a test run: which tests, in which database."""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
_MEMORY = "leg-seconds.json"


@dataclass(frozen=True)
class Leg:
    """One pytest process: its name, its paths, and the template its database is copied from."""

    name: str
    paths: tuple[str, ...]
    template: str = ""
    options: tuple[str, ...] = ()


def plan(floors: list[Floor], checkout: Path = paths.CHECKOUT) -> list[Leg]:
    """Every leg of the usual run."""

    def found(*patterns: str) -> tuple[str, ...]:
        files = sorted(path for pattern in patterns for path in checkout.glob(f"tests/{pattern}"))
        return tuple(str(path.relative_to(checkout)) for path in files)

    bare, demo = found(*WITHOUT_DATABASE), found(*WITH_DEMO)
    whole = [path for path in found("test_*.py") if path not in (*bare, *demo)]
    legs = [Leg("static", (str(CHECKS / "check_lint.py"), *bare))]
    for floor in floors:
        if floor.tests.is_dir():
            tests = (str(floor.tests.relative_to(checkout)),)
            legs.append(Leg(f"{floor.name} alone", tests, f"floor-{floor.name}"))
            # A floor that stands on all others already ran with everything installed.
            if len(floors_of.below(floors, floor)) < len(floors) - 1:
                legs.append(Leg(f"{floor.name} in the suite", tests, "suite"))
    checks = [CHECKS / "check_catalogues.py"]
    if any(floor.has_unit_tests() for floor in floors):
        checks.append(CHECKS / "check_hoot.py")
    legs.append(Leg("whole suite", (*whole, *map(str, checks)), "suite"))
    if demo:
        legs.append(Leg("demo", demo, "suite-demo"))
    return legs


def plan_of_odoo(addons: Sequence[Path]) -> list[Leg]:
    """Odoo's own tests, Python and JavaScript, with all our add-ons loaded."""
    legs = [Leg("hoot of Odoo", (str(CHECKS / "check_hoot_odoo.py"),), "suite-odoo")]
    for name in ODOO_SUITES:
        folder = next(path / name / "tests" for path in addons if (path / name / "tests").is_dir())
        options = ("-p", "raya_cli.testing.standard")
        legs.append(Leg(f"{name} of Odoo", (str(folder),), "suite-odoo", options))
    return legs


def longest_first(legs: Sequence[Leg]) -> list[Leg]:
    """Sort by what each took the last time; one that never ran may be the longest, and comes with its floor last."""
    seconds = remembered()
    return sorted(legs, key=lambda leg: seconds.get(leg.name, math.inf))[::-1]


def remember(seconds: Mapping[str, float]) -> None:
    """Keep how long legs took."""
    known = {**remembered(), **{name: round(value) for name, value in seconds.items()}}
    write_if_changed(paths.data_home() / _MEMORY, json.dumps(known, indent=1))


def remembered() -> dict[str, float]:
    """How long legs took when all of their tests ran the last time."""
    file = paths.data_home() / _MEMORY
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


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


def command(leg: Leg, database: str, config: Path, extra: Sequence[str]) -> list[str]:
    """The command line of one leg's own pytest."""
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "raya_cli.testing.leg_plugin"]
    # pytest-odoo takes a free port for its web server, and Odoo a profile of its own for each browser.
    bound = [f"--odoo-database={database}", f"--odoo-config={config}", "--odoo-http"] if database else ["-p", "no:odoo"]
    return [*line, *bound, *leg.options, *extra, *leg.paths]
