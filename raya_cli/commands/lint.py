"""Check style with ruff, pylint-odoo, OCA's hooks, manifestoo and prettier, and the catalogues. No database.

The same checks are tests of `./raya test`.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from .. import npm, odoo_source, paths
from ..console import say

HELP = "check style and translations, without a database"

# What waits for the code to follow: names of checks below, of messages of pylint or of OCA's hooks.
# Empty it, then remove it.
NOT_YET: tuple[str, ...] = (
    "consider-merging-classes-inherited",
    "xml-create-user-wo-reset-password",
    "xml-duplicate-record-id",
    "prettier",
)

_OURS = ("raya", "raya_cli", "tests", "addons", "bench")
# Odoo's own files say utf-8 in small letters, write numbers as they are, and put attributes as they like.
_OCA_LEFT_OUT = ("xml-header-wrong", "xml-field-numeric-without-eval", "xml-tag-position")
# `./raya i18n` lays catalogues out as Odoo exports them.
_OCA_PO_LEFT_OUT = ("po-pretty-format",)
_LAID_OUT = "addons/**/*.{xml,js,css,scss}"


@dataclass(frozen=True)
class Check:
    """A named check; `run` returns what is wrong, empty when nothing is. `fix` mends what it can."""

    name: str
    run: Callable[[], str]
    fix: Callable[[], str] | None = None


def _call(*command: str, told_by_words: bool = False) -> str:
    """Run a program; its words when it complains, by its exit code or merely by saying something."""
    search = os.pathsep.join([*map(str, npm.ensure()), os.environ["PATH"]])
    environment = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT), "PATH": search}
    done = subprocess.run(command, cwd=paths.CHECKOUT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode == 0:
        return done.stdout.strip() if told_by_words else ""
    return (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"


def _ruff(*arguments: str) -> str:
    ours = [name for name in _OURS if (paths.CHECKOUT / name).exists()]
    return _call("ruff", *arguments, "--no-cache", *ours)


def _pylint() -> str:
    # In setup.cfg `enable` would win over `disable`.
    return _call("pylint", "--rcfile=setup.cfg", *_disabled(), "-j", "0", *_addons())


def _oca(*arguments: str) -> str:
    return _call("oca-checks-odoo-module", *_disabled(_OCA_LEFT_OUT), *arguments, *_addons())


def _oca_po() -> str:
    catalogues = sorted(map(str, paths.ADDONS.glob("*/i18n/*.po*")))
    return _call("oca-checks-po", *_disabled(_OCA_PO_LEFT_OUT), *catalogues)


def _manifestoo(*arguments: str) -> str:
    stock = ",".join(map(str, odoo_source.find_or_fetch().addons))
    options = ("--select-addons-dir", "addons", "--addons-path", stock, "--no-addons-path-from-import-odoo")
    return _call("manifestoo", *options, "--odoo-series", odoo_source.SERIES, *arguments, told_by_words=True)


def _prettier(verb: str) -> str:
    plugin = npm.modules() / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    return _call("prettier", f"--plugin={plugin}", "--log-level", "warn", verb, _LAID_OUT)


def _catalogues() -> str:
    """Every fa.po is complete and speaks the words of the glossary."""
    from ..translations import checking

    return "\n".join(checking.check_all(paths.ADDONS))


def _disabled(names: Sequence[str] = ()) -> list[str]:
    return [f"--disable={','.join((*names, *NOT_YET))}"] if (*names, *NOT_YET) else []


def _addons() -> list[str]:
    return sorted(str(path.parent.relative_to(paths.CHECKOUT)) for path in paths.ADDONS.glob("*/__manifest__.py"))


CHECKS = (
    Check("ruff", partial(_ruff, "check"), partial(_ruff, "check", "--fix")),
    Check("ruff-format", partial(_ruff, "format", "--diff"), partial(_ruff, "format")),
    Check("pylint-odoo", _pylint),
    Check("oca", _oca, partial(_oca, "--fix")),
    Check("oca-po", _oca_po),
    Check("licences", partial(_manifestoo, "check-licenses")),
    Check("dependencies", partial(_manifestoo, "list-missing")),
    Check("prettier", partial(_prettier, "--check"), partial(_prettier, "--write")),
    Check("translations", _catalogues),
)


def active() -> list[Check]:
    """The checks that do not wait for the code to follow."""
    return [check for check in CHECKS if check.name not in NOT_YET]


def add_arguments(parser) -> None:
    """Name the options of this command."""
    parser.add_argument("--fix", action="store_true", help="let the tools mend what they can")


def run(options) -> int:
    """Run every check and print what is wrong."""
    failed = 0
    for check in active():
        if options.fix and check.fix:
            check.fix()
        complaint = check.run()
        say(f"{check.name}: wrong\n{complaint}" if complaint else f"{check.name}: fine")
        failed += bool(complaint)
    return 1 if failed else 0
