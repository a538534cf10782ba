"""Odoo's own Python tests end with our add-ons as they do without: compared on one source, suite by suite.

Errors that Odoo has by itself stand on both sides. The usual run takes some test classes, the full run all.
"""

import os

import pytest

FULL = ("repair", "sale_stock", "stock_account", "hr_timesheet")
SHORT = (
    "repair",
    "stock_account:TestStockValuation,TestStockValuationStandard",
    "hr_timesheet:TestTimesheet",
)


@pytest.mark.parametrize("suite", FULL if os.environ.get("RAYA_FULL") else SHORT)
def test_a_suite_of_odoo_ends_with_ours_as_without(workshop, suite):
    with_ours = workshop.copy("suite-odoo").run_suites(suite)
    without = workshop.copy("stock-odoo").run_suites(suite)
    assert with_ours == without
    assert sum(counts["run"] for counts in without.values()), "the suite has tests"
