"""Lines of cover and facts for tables of cases."""

from datetime import date

from ..tools.coverage import CoverageLine, Facts, Work, decide

START, END = date(2026, 1, 1), date(2027, 12, 31)
INSIDE = date(2026, 6, 1)
RELAY, COMPRESSOR, COOLING, PARTS, SEALS = 11, 21, 20, 30, 31


def line(identifier=1, **values):
    defaults = {"name": "Warranty", "scope": "all", "share": 100, "date_start": START, "date_end": END}
    return CoverageLine(identifier, **{**defaults, **values})


def used(**facts):
    """A part of the category Seals below Parts, replaced in time."""
    return {"kind": "part", "product_id": RELAY, "categ_ids": frozenset({PARTS, SEALS}), **facts}


def reported(year, month, day, **facts):
    return {"report_date": date(year, month, day), **facts}


def fault(*components, **facts):
    return {"component_ids": frozenset(components), **facts}


MONTH = (date(2026, 3, 1), date(2026, 4, 1))
LIMITED = {"limits": (("hours", 2000), ("km", 30000))}
FITTED = {"limits": (("km", 10000),), "usage_start": 12000}
UP_TO_100 = {"max_amount": 100}
MAKER = {"kind": "supplier"}
REPAIR = {"kind": "repair", "scope": "all", "share": 70}
WAITING = {"date_start": None, "date_end": None, "start_event": "installation"}
UNPROVEN = {**WAITING, "start_event": "invoice", "is_unproven": True}
NO_SEALS = {"excluded_categ_ids": frozenset({SEALS})}
NO_PARTS = {"excluded_categ_ids": frozenset({PARTS})}
NO_RELAY = {"excluded_product_ids": frozenset({RELAY})}


# What is known of the unit; the rest is the work on it.
OF_UNIT = ("report_date", "lines", "meters", "gone_since")


def unit_and_work(lines, facts):
    """A unit with such lines, and work on it."""
    made = tuple(line(number, **terms) for number, terms in enumerate(lines, 1))
    known = {"report_date": INSIDE, "lines": made, "kind": "labour", **facts}
    unit = {name: known.pop(name) for name in OF_UNIT if name in known}
    return Facts(**unit), Work(**known)


def asked_and_found(lines, facts):
    asked = unit_and_work(lines, facts)
    return asked, decide(*asked)


def ask(lines, facts):
    return asked_and_found(lines, facts)[1]
