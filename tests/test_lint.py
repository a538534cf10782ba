"""Lint as tests, and what this machine left out of the run. Needs no database."""

import os

import pytest

from raya_cli import workspace
from raya_cli.commands import lint


@pytest.mark.parametrize("check", lint.checks(), ids=lambda check: check.name)
def test_lint(check):
    complaint = check.run()
    if complaint:
        pytest.fail(f"{complaint}\n./raya lint shows this too; ./raya lint --fix mends what it can.", pytrace=False)


def test_nothing_is_left_out():
    missing = workspace.from_environment().missing
    if not missing:
        return
    text = f"This machine has no {', no '.join(missing)}: those checks are left out."
    if os.environ.get("CI") == "true":
        pytest.fail(f"{text} In CI that is a failure.", pytrace=False)
    pytest.skip(text)
