"""The checks of `./raya lint`, which are also items of `./raya test`. Runs in our environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import npm, odoo_source, paths

# What waits for the code to follow: names of checks below, of messages of pylint or of OCA's hooks.
# Empty it, then remove it.
NOT_YET: tuple[str, ...] = ()

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
    environment = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT), "PATH": _search()}
    done = subprocess.run(command, cwd=paths.CHECKOUT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode == 0:
        return done.stdout.strip() if told_by_words else ""
    return (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"


def _search() -> str:
    node = npm.ensure(Path(sys.executable))
    return os.pathsep.join([str(Path(sys.executable).parent), *map(str, node), os.environ.get("PATH", "")])


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
    from .translations import checking

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


def main(arguments: list[str]) -> int:
    """Run every check and print what is wrong."""
    failed = 0
    for check in active():
        if "--fix" in arguments and check.fix:
            check.fix()
        complaint = check.run()
        print(f"{check.name}: {'wrong' if complaint else 'fine'}", flush=True)
        if complaint:
            failed += 1
            print(complaint, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
