"""Fixtures for the tests of the whole suite; see workshop.py."""

import os

import pytest

if os.environ.get("RAYA_DATABASE"):
    from odoo.tests.common import BaseCase

    # Odoo gives these to tests inside an add-on only; ours here belong to no single one.
    BaseCase.test_tags = {"standard", "post_install"}
    BaseCase.test_module = "tests"


@pytest.fixture
def workshop():
    """Fresh copies of template databases, dropped when the test ends."""
    from workshop import Workshop

    with Workshop() as shop:
        yield shop
