"""Run every check: lint, house, each floor with all others, its classes alone, the whole suite, tours, catalogues.

Anything this command does not know goes to pytest: paths, -k, -x, -v, --durations=10,
--odoo-log-level=info … Databases are built once and copied, so the second run is quick.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence

from .. import paths, workspace
from ..console import RayaError, say
from ..databases import Databases
from ..process import foreground
from ..testing import legs

HELP = "run every check; further arguments go to pytest"
PASSES_ON = True
# pytest writes these from the run as a whole; a leg would overwrite them.
_ONLY_WHOLE = ("--junit", "--durations", "--color", "-r")
_WITH_VALUE = ("--junitxml", "--junit-xml", "--junitprefix", "--junit-prefix", "--durations", "--color")
_WITH_TEXT = ("-k", "-m", "-p", "-o", "-n", "-W", "--deselect", "--ignore")
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


def run(options) -> int:
    """Choose the legs, build their databases, and run them."""
    if options.full:
        # Tests read it, and so does what they start.
        os.environ["RAYA_FULL"] = "1"
    from ..testing.umbrella import Umbrella

    with workspace.ready() as space:
        databases = Databases(space)
        wanted, extra = split(options.rest)
        chosen = _choose(databases, options, wanted)
        if not chosen:
            raise RayaError("No test matches; ./raya test --list-legs shows what there is.")
        if options.list_legs:
            for leg in chosen:
                say("\n    ".join([f"{leg.name}  (database: {leg.template or 'none'})", *leg.paths]))
            return 0
        databases.ensure(*(name for leg in chosen for name in (leg.template, *leg.also)), workers=options.workers)
        whole = not wanted and all(part.startswith(_ONLY_WHOLE) for part in extra)
        if options.full:
            extra.insert(0, _PATIENCE)
        if options.direct:
            return _direct(databases, chosen, extra)
        in_legs = [part for part in extra if not part.startswith(_ONLY_WHOLE)]
        umbrella = Umbrella(databases, legs.longest_first(chosen), in_legs, options.workers)
        with _kept() if options.full else contextlib.nullcontext():
            # What is told is told of all legs, and pytest-odoo is theirs alone.
            code = umbrella.run([part for part in extra if not part.startswith("--odoo")])
        if whole:
            legs.remember(umbrella.seconds)
        return code


def _choose(databases: Databases, options, wanted: Sequence[str]) -> list[legs.Leg]:
    plan = legs.plan(databases.floors) + (legs.plan_of_odoo() if options.full else [])
    chosen = legs.narrow(legs.choose(plan, options.leg, options.full), wanted)
    return chosen if options.full or options.leg or wanted else legs.begin_only(chosen)


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell paths (which choose the legs) from options for pytest."""
    wanted, extra = [], []
    for before, part in zip(["", *arguments], arguments, strict=False):
        file, *test = part.split("::")
        path = (paths.CHECKOUT / file).resolve()
        if before in _WITH_VALUE:
            extra[-1] += f"={part}"
        elif part.startswith("-") or before in _WITH_TEXT or not path.exists():
            extra.append(part)
        else:
            inside = path.relative_to(paths.CHECKOUT) if path.is_relative_to(paths.CHECKOUT) else path
            wanted.append("::".join([str(inside), *test]))
    return wanted, extra


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Keep what is shown."""
    log = paths.log_file("test").with_name(time.strftime("test-full-%Y%m%d-%H%M.log"))
    # Ctrl-C is for us alone; what is said after it is kept too.
    pipe = {"stdin": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(["tee", log], **pipe) as tee, contextlib.redirect_stdout(tee.stdin):
        yield
    say(f"The log of the full run is kept in {log}")


def _direct(databases: Databases, chosen: Sequence[legs.Leg], extra: Sequence[str]) -> int:
    if len(chosen) != 1:
        raise RayaError("--direct runs one leg; choose it with --leg or a path.")
    leg, space = chosen[0], databases.space
    database = databases.run_name("direct") if leg.template else ""
    try:
        if database:
            databases.copy(leg.template, database)
        command = legs.command(leg, database, space.config, extra)
        return foreground(command, {**space.environment, "RAYA_DATABASE": database}, paths.CHECKOUT)
    finally:
        if database:
            databases.drop(database)
