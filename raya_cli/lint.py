"""The checks of `./raya lint`, which are also items of `./raya test`. Runs in our environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import paths

_OURS = ("raya", "raya_cli", "tests", "addons", "bench")


@dataclass(frozen=True)
class Check:
    """A named check; `run` returns what is wrong, empty when nothing is."""

    name: str
    run: Callable[[], str]


def _existing(*names: str) -> list[str]:
    return [name for name in names if (paths.CHECKOUT / name).exists()]


def _tool(*command: str) -> str:
    """Run a tool of our environment; its words when it complains."""
    environment = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=paths.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"


def ruff() -> str:
    return _tool("ruff", "check", "--no-cache", *_existing(*_OURS))


def ruff_format() -> str:
    return _tool("ruff", "format", "--no-cache", "--diff", *_existing(*_OURS))


def pylint_odoo() -> str:
    # A wide model is told in chapters, one file for each concern. In setup.cfg
    # `enable` would win over this `disable`.
    chapters = "--disable=consider-merging-classes-inherited"
    addons = sorted(str(path.parent.relative_to(paths.CHECKOUT)) for path in paths.ADDONS.glob("*/__init__.py"))
    return _tool("pylint", "--rcfile=setup.cfg", chapters, "-j", "0", *addons) if addons else ""


def xml() -> str:
    """Every XML file parses and is indented with spaces."""
    from lxml import etree

    complaints = []
    for path in _addon_files("*.xml"):
        try:
            etree.parse(str(path))
        except etree.XMLSyntaxError as error:
            complaints.append(f"{path.relative_to(paths.CHECKOUT)}: {error}")
        if b"\t" in path.read_bytes():
            complaints.append(f"{path.relative_to(paths.CHECKOUT)}: has a tab; indent with four spaces")
    return "\n".join(complaints)


def catalogues() -> str:
    """Every fa.po is complete and speaks the words of the glossary."""
    from .translations import checking

    return "\n".join(checking.check_all(paths.ADDONS))


def _addon_files(pattern: str) -> list[Path]:
    return [path for path in sorted(paths.ADDONS.rglob(pattern)) if "node_modules" not in path.parts]


CHECKS = (
    Check("ruff", ruff),
    Check("ruff-format", ruff_format),
    Check("pylint-odoo", pylint_odoo),
    Check("xml", xml),
    Check("translations", catalogues),
)


def fix() -> None:
    """Let ruff mend what it can."""
    _tool("ruff", "check", "--no-cache", "--fix", *_existing(*_OURS))
    _tool("ruff", "format", "--no-cache", *_existing(*_OURS))


def main(arguments: list[str]) -> int:
    """Run every check and print what is wrong."""
    if "--fix" in arguments:
        fix()
    failed = 0
    for check in CHECKS:
        complaint = check.run()
        print(f"{check.name}: {'wrong' if complaint else 'fine'}", flush=True)
        if complaint:
            failed += 1
            print(complaint, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
