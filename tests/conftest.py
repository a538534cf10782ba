"""Fixtures for the tests of the whole suite; see raya_cli/testing/workshop.py."""

import pytest


@pytest.fixture
def workshop():
    """Fresh copies of template databases, dropped when the test ends."""
    from raya_cli.testing.workshop import Workshop

    shop = Workshop()
    yield shop
    shop.close()
