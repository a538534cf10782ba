"""Odoo's own Python tests end with our add-ons as they do without: compared on one source, suite by suite.

Errors that Odoo has by itself stand on both sides. The usual run takes some test classes, the full run all.
"""

import os

FULL = ("repair", "sale_stock", "stock_account", "hr_timesheet")
SHORT = (
    "repair:TestAngloSaxonValuation,TestRepair",
    "sale_stock:TestSaleStockReports,TestSaleStockLeadTime",
    "stock_account:TestStockValuationStandard,TestAccountMove",
    "hr_timesheet:TestTimesheet",
)


def test_suites_of_odoo_end_with_ours_as_without(workshop):
    suites = FULL if os.environ.get("RAYA_FULL") else SHORT
    without = workshop.copy("stock-odoo").run_suites(*suites)
    ran = {name.split()[0] for name, counts in without.items() if counts["run"]}
    assert ran == {suite.partition(":")[0] for suite in suites}, "each has tests"
    assert workshop.copy("suite-odoo").run_suites(*suites) == without
