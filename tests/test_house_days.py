"""A day is the company's: one whose zone nobody set, or who sits elsewhere, reads the same one."""

import ast

import pytest
from test_house import ADDONS, NAMES, python_files

# Folders whose code answers people; plain functions of ``tools`` are told the day.
FOLDERS = ("models", "controllers", "wizard", "report")
UTC_OF_ORDER = "Odoo converts the amounts of an order by the day of its moment in UTC"
# Each with its reason; whoever mends one takes it off.
ALLOWED = {
    ("raya_service_base/models/res_lang.py", "local.date()"): "the reader's own clock, with its time",
    ("raya_service_billing/models/raya_tariff_pricing.py", "order.date_order.date()"): UTC_OF_ORDER,
    ("raya_service_billing/models/raya_workorder_minimum_mixin.py", "order.date_order.date()"): UTC_OF_ORDER,
    ("raya_service_calls/models/raya_team_member.py", "start.date()"): "working hours come with their zone",
    (
        "raya_web_persian/models/domain_dates.py",
        "fields.Date.context_today",
    ): "what a person wrote into a filter, as Odoo reads it for other calendars",
    ("raya_web_persian/models/res_lang.py", "fields.Date.context_today"): "an example of how to write a day",
    (
        "raya_web_persian/wizard/base_import_import.py",
        "fields.Date.context_today",
    ): "years of two digits are near this day, whichever of two it is",
}


def foreign_days(source):
    """Expressions that take the day of a person or of the server; what was moved to a named zone is none."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (node.attr == "context_today" or is_today(node)):
            found.append(ast.unparse(node))
        is_day = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "date" and not node.args
        if is_day and "astimezone" not in ast.unparse(node.func):
            found.append(ast.unparse(node))
    return found


def is_today(node):
    return node.attr == "today" and ast.unparse(node.value).split(".")[-1] in ("Date", "date", "Datetime", "datetime")


def all_foreign_days():
    return {
        (str(file.relative_to(ADDONS)), expression)
        for addon in NAMES
        for file in python_files(addon)
        if file.parent.name in FOLDERS
        for expression in foreign_days(file.read_text())
    }


def test_days_are_those_of_the_company():
    """``res.company``'s ``_raya_get_day`` knows them."""
    assert not all_foreign_days() - set(ALLOWED)


def test_exceptions_are_still_needed():
    assert not set(ALLOWED) - all_foreign_days()


@pytest.mark.parametrize(
    "source",
    [
        "fields.Date.context_today(self)",
        "fields.Date(default=fields.Date.context_today)",
        "fields.Date.today()",
        "date.today()",
        "call.date_call.date()",
        "fields.Datetime.now().date()",
    ],
)
def test_days_of_others_are_found(source):
    assert foreign_days(source)


@pytest.mark.parametrize("source", ["company._raya_get_day()", "moment.astimezone(zone).date()", "date(2026, 3, 10)"])
def test_the_companys_days_are_none_of_them(source):
    assert not foreign_days(source)
