"""Dates in the spreadsheets that people export, in the calendar of their language.

The cells hold true dates, so that they can be reckoned with and imported again; only their format
names the calendar. A spreadsheet program that does not know it shows the Gregorian day.
"""

from odoo.addons.web.controllers import export
from odoo.http import request

from ..tools.babel_calendar import PERSIAN, SOLAR

# Excel's codes: shape of the digits, calendar, language.
_CALENDAR, _LANGUAGE = "16", "0429"
_SHAPES = {True: "3", False: ""}
_init = export.ExportXlsxWriter.__init__


def __init__(self, *args, **kwargs):
    _init(self, *args, **kwargs)
    languages = request.env["res.lang"]
    if "raya_calendar" not in languages._fields or languages._raya_get_calendar() != SOLAR:
        return
    locale = f"[$-{_SHAPES[languages._raya_get_digits() == PERSIAN]}{_CALENDAR}{_LANGUAGE}]"
    self.date_style.set_num_format(f"{locale}yyyy/mm/dd;@")
    self.datetime_style.set_num_format(f"{locale}yyyy/mm/dd hh:mm:ss;@")


export.ExportXlsxWriter.__init__ = __init__
