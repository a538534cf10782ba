"""The legs of a test run: which tests, in which database."""

import itertools
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import floors as floors_of
from .. import paths
from ..files import write_if_changed
from ..floors import Floor

# Tests of the checkout that need no Odoo, and those that play with the demo data; every other file
# in tests/ runs in the suite's database.
WITHOUT_DATABASE = ("test_house*.py", "test_lint.py", "test_raya_cli*.py")
WITH_DEMO = ("test_demo*.py",)
_MEMORY = "leg-seconds.json"
FIRST_OF_CLASS = "--first-of-class"


@dataclass(frozen=True)
class Leg:
    """One pytest process: its name, its paths, and the template its database is copied from."""

    name: str
    paths: tuple[str, ...]
    template: str = ""
    options: tuple[str, ...] = ()
    # Further templates that its tests copy.
    also: tuple[str, ...] = ()
    # Another leg runs the same tests: what a full run tells in thousands is told there.
    is_repeated: bool = False
    # Another leg tells nearly the same: only a full run, or who names it, asks for it.
    is_near: bool = False


def plan(floors: list[Floor], checkout: Path = paths.CHECKOUT) -> list[Leg]:
    """Every leg of the usual run, and those that tell nearly the same as another one."""

    def found(*patterns: str) -> tuple[str, ...]:
        files = sorted(path for pattern in patterns for path in checkout.glob(f"tests/{pattern}"))
        return tuple(str(path.relative_to(checkout)) for path in files)

    bare, demo = found(*WITHOUT_DATABASE), found(*WITH_DEMO)
    whole = tuple(path for path in found("test_*.py") if path not in (*bare, *demo))
    legs = [Leg("static", bare)]
    for floor in floors:
        if floor.tests.is_dir():
            tests = (str(floor.tests.relative_to(checkout)),)
            # A floor that stands on all others already runs with everything installed.
            missing = len(floors) - 1 - len(floors_of.below(floors, floor))
            template = f"floor-{floor.name}"
            legs.append(Leg(f"{floor.name} alone", tests, template, is_repeated=missing > 0, is_near=missing == 1))
            if missing:
                legs.append(Leg(f"{floor.name} in the suite", tests, "suite"))
    if whole:
        legs.append(Leg("whole suite", whole, "suite", also=templates_named_in(checkout / "tests")))
    if demo:
        legs.append(Leg("demo", demo, "suite-demo"))
    if suites := found("check_odoo_suites.py"):
        legs.append(Leg("Odoo with and without ours", suites, also=("suite-odoo", "stock-odoo")))
    return legs


def templates_named_in(tests: Path) -> tuple[str, ...]:
    """The templates that test files copy by name; `floor-…` follow from the legs."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(tests.glob("test_*.py")))
    return tuple(name for name in ("stock", "suite", "suite-demo") if f'copy("{name}")' in text)


def plan_of_odoo() -> list[Leg]:
    """Odoo's own JavaScript tests with all our add-ons loaded; its Python tests are a leg of the usual run."""
    return [Leg("hoot of Odoo", ("tests/check_hoot_odoo.py",), "suite-odoo", also=("stock-odoo",))]


def longest_first(legs: Sequence[Leg]) -> list[Leg]:
    """Sort by what each took the last time; one that never ran may be the longest, and comes with its floor last."""
    seconds = remembered()
    return sorted(legs, key=lambda leg: seconds.get(leg.name, math.inf))[::-1]


def remember(seconds: Mapping[str, float]) -> None:
    """Keep how long legs took."""
    known = remembered() | {name: round(value) for name, value in seconds.items()}
    write_if_changed(paths.data_home() / _MEMORY, json.dumps(known, indent=1))


def remembered() -> dict[str, float]:
    """How long legs took when all of their tests ran the last time."""
    file = paths.data_home() / _MEMORY
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def choose(legs: Sequence[Leg], names: Sequence[str], is_full: bool) -> list[Leg]:
    """Keep the legs whose names contain one of these texts; without names those of the usual run, or all of them."""
    if names:
        return [leg for leg in legs if any(text in leg.name for text in names)]
    return [leg for leg in legs if is_full or not leg.is_near]


def begin_only(legs: Sequence[Leg]) -> list[Leg]:
    """Of tests that another leg runs as well, the first of each class: all of them are too long for the usual run."""
    return [replace(leg, options=(*leg.options, FIRST_OF_CLASS)) if leg.is_repeated else leg for leg in legs]


def narrow(legs: Sequence[Leg], wanted: Sequence[str]) -> list[Leg]:
    """Keep what was asked for by path (`folder`, `file.py` or `file.py::Test`); all when nothing was."""
    if not wanted:
        return list(legs)
    narrowed = [replace(leg, paths=tuple(dict.fromkeys(_overlap(leg, wanted)))) for leg in legs]
    return [leg for leg in narrowed if leg.paths]


def _overlap(leg: Leg, wanted: Sequence[str]) -> Iterator[str]:
    """Wanted paths that lie inside a leg, and the parts of the leg inside a wanted path."""
    for path, want in itertools.product(leg.paths, wanted):
        file = Path(want.partition("::")[0])
        if file.is_relative_to(path):
            yield want
        elif Path(path).is_relative_to(file):
            yield path


def command(leg: Leg, database: str, config: Path, extra: Sequence[str]) -> list[str]:
    """The command line of one leg's own pytest."""
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "raya_cli.testing.leg_plugin"]
    # pytest-odoo takes a free port for its web server, and Odoo a profile of its own for each browser.
    bound = [f"--odoo-database={database}", f"--odoo-config={config}", "--odoo-http"] if database else ["-p", "no:odoo"]
    return [*line, *bound, *leg.options, *extra, *leg.paths]
