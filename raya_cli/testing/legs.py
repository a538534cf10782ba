"""The legs of a test run: which tests, in which database."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import paths
from ..floors import Floor

CHECKS = Path("raya_cli/testing/checks")
# Tests of the checkout that need no Odoo, and those that play with the demo data; every other file
# in tests/ runs in the suite's database.
WITHOUT_DATABASE = ("test_house*.py", "test_raya_cli*.py")
WITH_DEMO = ("test_demo*.py",)
# How a leg's pytest is told which file descriptor its reports go to.
DESCRIPTOR = "RAYA_REPORT_FD"
_LEGS, _ARGUMENTS = "RAYA_TEST_LEGS", "RAYA_TEST_ARGUMENTS"


@dataclass(frozen=True)
class Leg:
    """One pytest process: its name, its paths, and the template its database is copied from."""

    name: str
    paths: tuple[str, ...]
    template: str = ""
    options: tuple[str, ...] = ()


def plan(floors: Sequence[Floor], checkout: Path = paths.CHECKOUT) -> list[Leg]:
    """Every leg, the quickest first."""
    tests = checkout / "tests"
    bare = _found(tests, WITHOUT_DATABASE)
    demo = _found(tests, WITH_DEMO)
    whole = [path for path in _found(tests, ("test_*.py",)) if path not in (*bare, *demo)]
    legs = [Leg("static", (str(CHECKS / "check_lint.py"), *_names(bare, checkout)))]
    legs += [
        Leg(f"{floor.name} alone", (str(floor.tests.relative_to(checkout)),), f"floor-{floor.name}")
        for floor in floors
        if floor.tests.is_dir()
    ]
    below = [str(floor.tests.relative_to(checkout)) for floor in floors[:-1] if floor.tests.is_dir()]
    if below:
        # The topmost floor's own leg already runs with everything installed.
        legs.append(Leg("lower floors in the suite", tuple(below), "suite"))
    together = (*_names(whole, checkout), str(CHECKS / "check_catalogues.py"))
    legs.append(Leg("whole suite", together, "suite"))
    if demo:
        legs.append(Leg("demo", _names(demo, checkout), "suite-demo"))
    return legs


def _found(folder: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def _names(files: Sequence[Path], checkout: Path) -> tuple[str, ...]:
    return tuple(str(path.relative_to(checkout)) for path in files)


def narrow(legs: Sequence[Leg], wanted: Sequence[str]) -> list[Leg]:
    """Keep what was asked for by path (`folder`, `file.py` or `file.py::Test`); all when nothing was."""
    if not wanted:
        return list(legs)
    kept = []
    for leg in legs:
        chosen = tuple(dict.fromkeys(path for want in wanted for path in _overlap(leg, want)))
        if chosen:
            kept.append(Leg(leg.name, chosen, leg.template, leg.options))
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
    line = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-p", "raya_cli.testing.forward"]
    if database:
        line += [f"--odoo-database={database}", f"--odoo-config={config}", "--odoo-http"]
    else:
        line += ["-p", "no:odoo"]
    return [*line, *leg.options, *extra, *leg.paths]


def to_environment(legs: Sequence[Leg], arguments: Sequence[str] = ()) -> dict[str, str]:
    """What the pytest of the whole run reads from its environment."""
    return {_LEGS: json.dumps([asdict(leg) for leg in legs]), _ARGUMENTS: json.dumps(list(arguments))}


def from_environment() -> list[Leg]:
    """The legs that `./raya test` passed to the pytest it started."""
    return [
        Leg(entry["name"], tuple(entry["paths"]), entry["template"], tuple(entry["options"]))
        for entry in json.loads(os.environ[_LEGS])
    ]


def arguments_from_environment() -> list[str]:
    """The user's own arguments for pytest, for every leg."""
    return json.loads(os.environ.get(_ARGUMENTS, "[]"))
