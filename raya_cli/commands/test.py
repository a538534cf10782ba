"""Run every check: lint, house, each floor alone, the whole suite, tours and catalogues.

Anything this command does not know goes to pytest: paths, -k, -x, -v, --durations=10,
--odoo-log-level=info … Databases are built once and copied, so the second run is quick.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from .. import paths, workspace
from ..console import say
from ..databases import Databases
from ..errors import RayaError
from ..process import foreground
from ..testing import legs
from ..testing.workshop import templates_named_in

HELP = "run every check; further arguments go to pytest"
# pytest writes these from the run as a whole; a leg would overwrite them.
_ONLY_WHOLE = ("--junit", "--durations", "--color", "-r")
_WITH_VALUE = ("--junitxml", "--junit-xml", "--junitprefix", "--junit-prefix", "--durations", "--color")
# A thousand stories, or all of Odoo's JavaScript, take longer than any test of the usual run.
_PATIENCE = "--timeout=10800"


def add_arguments(parser) -> None:
    parser.add_argument("--leg", action="append", default=[], metavar="TEXT", help="only legs whose name contains TEXT")
    parser.add_argument("--list-legs", action="store_true", help="show the legs and stop")
    parser.add_argument("--direct", action="store_true", help="run one leg in the foreground (for --pdb and -s)")
    parser.add_argument(
        "--full",
        action="store_true",
        help="also what takes hours: thousands of random stories, whole matrices, Odoo's own suites with ours loaded",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=min(2, len(os.sched_getaffinity(0))),
        metavar="N",
        help="legs and databases at work at once (default: %(default)s)",
    )
    parser.set_defaults(passes_on=True)


def run(options) -> int:
    if options.full:
        # Tests read it, and so does what they start.
        os.environ["RAYA_FULL"] = "1"
    with workspace.ready() as space:
        databases = Databases(space)
        wanted, extra = split(options.rest)
        plan = legs.plan(databases.floors) + (legs.plan_of_odoo(space.odoo.addons) if options.full else [])
        chosen = [leg for leg in legs.narrow(plan, wanted) if _named(leg, options.leg)]
        if not chosen:
            raise RayaError("No test matches; ./raya test --list-legs shows what there is.")
        if options.list_legs:
            return _show(chosen)
        databases.ensure(*_templates(chosen), workers=options.workers)
        whole = not wanted and all(part.startswith(_ONLY_WHOLE) for part in extra)
        if options.full:
            extra = [_PATIENCE, *extra]
        if options.direct:
            return _direct(databases, chosen, extra)
        in_legs = tuple(part for part in extra if not part.startswith(_ONLY_WHOLE))
        return _all(space, legs.Run(tuple(legs.longest_first(chosen)), in_legs, options.workers, whole), extra)


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Tell paths (which choose the legs) from options for pytest."""
    wanted, extra = [], []
    after_option = False
    for part in arguments:
        path = Path(part.partition("::")[0])
        if extra and extra[-1] in _WITH_VALUE:
            extra[-1] += f"={part}"
        elif not part.startswith("-") and not after_option and (paths.CHECKOUT / path).exists():
            absolute = (paths.CHECKOUT / path).resolve()
            inside = absolute.relative_to(paths.CHECKOUT) if absolute.is_relative_to(paths.CHECKOUT) else absolute
            wanted.append(str(inside) + part[len(str(path)) :])
        else:
            extra.append(part)
        after_option = part in {"-k", "-m", "-p", "-o", "-n", "-W", "--deselect", "--ignore"}
    return wanted, extra


def _named(leg: legs.Leg, texts: list[str]) -> bool:
    return not texts or any(text in leg.name for text in texts)


def _templates(chosen: list[legs.Leg]) -> list[str]:
    """The templates these legs copy."""
    names = [leg.template for leg in chosen if leg.template]
    if any(leg.template == "suite" for leg in chosen):
        names += templates_named_in()
    if any("check_catalogues" in path for leg in chosen for path in leg.paths):
        names.append("suite-demo")
    return list(dict.fromkeys(names))


def _show(chosen: list[legs.Leg]) -> int:
    for leg in chosen:
        say(f"{leg.name}  (database: {leg.template or 'none'})")
        for path in leg.paths:
            say(f"    {path}")
    return 0


def _all(space: workspace.Workspace, tests: legs.Run, extra: list[str]) -> int:
    """Hand over to pytest, whose last line is ours."""
    command = [str(space.python), "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:odoo"]
    # Nobody knows before they ran how many tests there are, of which a percentage could be shown.
    command += ["-p", "raya_cli.testing.umbrella", "-o", "console_output_style=classic", "-rfEs"]
    command += [part for part in extra if not part.startswith("--odoo")]
    environment = {**space.environment, **workspace.to_environment(space), **tests.to_environment()}
    if not os.environ.get("RAYA_FULL"):
        return foreground(command, environment, paths.CHECKOUT)
    log = paths.logs() / time.strftime("test-full-%Y%m%d-%H%M.log")
    code = foreground(command, environment, paths.CHECKOUT, log)
    say(f"The log of the full run is kept in {log}")
    return code


def _direct(databases: Databases, chosen: list[legs.Leg], extra: list[str]) -> int:
    if len(chosen) != 1:
        raise RayaError("--direct runs one leg; choose it with --leg or a path.")
    leg, space = chosen[0], databases.space
    database = databases.run_name("direct") if leg.template else ""
    if database:
        databases.copy(leg.template, database)
    command = legs.command(leg, space.python, database, space.config, extra)
    try:
        environment = {**space.environment, **workspace.to_environment(space), "RAYA_DATABASE": database}
        return foreground(command, environment, paths.CHECKOUT)
    finally:
        if database:
            databases.drop(database)
