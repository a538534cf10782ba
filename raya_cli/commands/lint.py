"""Check style with ruff, pylint-odoo, OCA's hooks, manifestoo and prettier, and the catalogues. No database.

The same checks are tests of `./raya test`.
"""

import os
import subprocess
import sys
from dataclasses import dataclass

from .. import npm, odoo_source, paths
from ..console import say

HELP = "check style and translations, without a database"

# Odoo's own files say utf-8 in small letters, write numbers as they are, and put attributes as they like;
# and `./raya i18n` lays catalogues out as Odoo exports them.
_OCA_LEFT_OUT = ("xml-header-wrong", "xml-field-numeric-without-eval", "xml-tag-position", "po-pretty-format")


@dataclass(frozen=True)
class Check:
    """A named check: a program that asks with some arguments and mends, where it can, with others."""

    name: str
    program: tuple[str, ...]
    asks: tuple[str, ...] = ()
    mends: tuple[str, ...] | None = None
    told_by_words: bool = False

    def run(self) -> str:
        """What is wrong; empty when nothing is."""
        return _call(*self.program, *self.asks, told_by_words=self.told_by_words)


def _call(*command: str, told_by_words: bool = False) -> str:
    """Run a program; its words when it complains, by its exit code or merely by saying something."""
    search = os.pathsep.join([*map(str, npm.ensure()), os.environ["PATH"]])
    environment = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT), "PATH": search}
    done = subprocess.run(command, cwd=paths.CHECKOUT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode == 0:
        return done.stdout.strip() if told_by_words else ""
    return (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"


def checks() -> list[Check]:
    """Every check."""
    ours = [name for name in ("raya", "raya_cli", "tests", "addons", "bench") if (paths.CHECKOUT / name).exists()]
    addons = [f"addons/{path.parent.name}" for path in sorted(paths.ADDONS.glob("*/__manifest__.py"))]
    catalogues = sorted(map(str, paths.ADDONS.glob("*/i18n/*.po*")))
    stock = ",".join(map(str, odoo_source.find_or_fetch().addons))
    known = ("--select-addons-dir", "addons", "--addons-path", stock, "--no-addons-path-from-import-odoo")
    manifestoo = ("manifestoo", *known, "--odoo-series", odoo_source.SERIES)
    plugin = npm.modules() / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    prettier = ("prettier", f"--plugin={plugin}", "--log-level", "warn", "addons/**/*.{xml,js,css,scss}")
    left_out = f"--disable={','.join(_OCA_LEFT_OUT)}"
    return [
        Check("ruff", ("ruff", "check", "--no-cache", *ours), mends=("--fix",)),
        Check("ruff-format", ("ruff", "format", "--no-cache", *ours), asks=("--diff",), mends=()),
        Check("pylint-odoo", ("pylint", "--rcfile=setup.cfg", "-j", "0", *addons)),
        Check("oca", ("oca-checks-odoo-module", left_out, *addons), mends=("--fix",)),
        Check("oca-po", ("oca-checks-po", left_out, *catalogues)),
        Check("licences", manifestoo, asks=("check-licenses",), told_by_words=True),
        Check("dependencies", manifestoo, asks=("list-missing",), told_by_words=True),
        Check("prettier", prettier, asks=("--check",), mends=("--write",)),
        # Every fa.po is complete and speaks the words of the glossary.
        Check("translations", (sys.executable, str(paths.CHECKOUT / "raya"), "i18n", "--check")),
    ]


def add_arguments(parser) -> None:
    parser.add_argument("--fix", action="store_true", help="let the tools mend what they can")


def run(options) -> int:
    """Run every check and print what is wrong."""
    failed = 0
    for check in checks():
        if options.fix and check.mends is not None:
            _call(*check.program, *check.mends)
        complaint = check.run()
        say(f"{check.name}: wrong\n{complaint}" if complaint else f"{check.name}: fine")
        failed += bool(complaint)
    return 1 if failed else 0
