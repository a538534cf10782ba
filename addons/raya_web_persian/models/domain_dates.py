"""Relative dates in domains, counted in the calendar of whoever asks."""

import functools
import sys

import pytz
from odoo import fields
from odoo.tools.misc import get_lang

from ..tools import relative_dates
from ..tools.babel_calendar import SOLAR

# The module that evaluates them has taken the function into its own names.
_domains = sys.modules[fields.Domain.__module__]
_parse_date = _domains.parse_date


@functools.wraps(_parse_date)
def parse_date(value, env):
    """A date in a domain, ``today =1d``, for the calendar in which the user works."""
    if not relative_dates.needs_calendar(value) or "raya_calendar" not in env["res.users"]._fields:
        return _parse_date(value, env)
    if env["res.lang"]._raya_get_web_convention()[0] != SOLAR:
        return _parse_date(value, env)
    terms = value.split()
    is_day = terms[0] == "today"
    if terms[0] in ("today", "now"):
        terms.pop(0)
    now = fields.Datetime.now()
    context = env["base"]
    start = fields.Date.context_today(context, now) if is_day else fields.Datetime.context_timestamp(context, now)
    found = relative_dates.apply_terms(start, terms, int(get_lang(env).week_start))
    return found if is_day else found.astimezone(pytz.utc).replace(tzinfo=None)


_domains.parse_date = parse_date
