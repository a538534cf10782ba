"""The command line: which command, its options, and how a failure is told."""

import argparse
import importlib
import subprocess

from . import venv
from .console import RayaError, warn
from .process import end_like_ctrl_c

COMMANDS = ("demo", "serve", "shell", "test", "lint", "i18n", "bench", "env", "reset")

_EPILOG = """
Everything fetched goes to one cache folder (RAYA_HOME, default ~/.cache/raya), data and logs to
.raya in this checkout.

  ODOO_SOURCE=…             an Odoo 19 tree to use instead of fetching one
  PGHOST=… / DATABASE_URL=… a PostgreSQL server to use instead of the embedded one
  CI=true                   a check that had to be left out is a failure
"""


def main(arguments: list[str]) -> int:
    """Run one command; return its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.passes_on:
        parser.error(f"unknown option: {' '.join(rest)}")
    end_like_ctrl_c()
    options.rest = [part for part in rest if part != "--"]
    try:
        # A reset builds nothing in order to remove it.
        venv.enter(arguments, build=options.command != "reset")
        return options.run(options)
    except RayaError as error:
        warn(str(error))
    except subprocess.CalledProcessError as error:
        warn(f"{error.cmd[0]} failed with exit code {error.returncode}: {error.stderr or error.stdout or 'no message'}")
    except OSError as error:
        warn(f"{error.strerror}: {error.filename}" if error.filename else str(error))
    except KeyboardInterrupt:
        warn("Stopped. Nothing is half installed: the next run takes it up from here.")
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="./raya", description="Raya Service: run it and check it.", epilog=_EPILOG, formatter_class=formatter
    )
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"{__package__}.commands.{name}")
        own = chosen.add_parser(name, help=module.HELP, description=module.__doc__, formatter_class=formatter)
        own.set_defaults(run=module.run, passes_on=getattr(module, "PASSES_ON", False))
        if hasattr(module, "add_arguments"):
            module.add_arguments(own)
    return parser
