from odoo import models

from ..tools import digits, solar_hijri
from ..tools.babel_calendar import SOLAR


class BaseImportImport(models.TransientModel):
    """Days and numbers in files, as the reader of the calendar and of Persian digits writes them.

    Odoo would take 1404/05/14 for a day of the Gregorian year 1404.
    """

    _inherit = "base_import.import"

    def _try_match_date_time(self, preview_values, options):
        texts = [digits.to_latin(value) if isinstance(value, str) else value for value in preview_values]
        return super()._try_match_date_time(texts, options)

    def _parse_date_from_data(self, data, index, name, field_type, options):
        is_solar = self.env["res.lang"]._raya_get_web_convention()[0] == SOLAR
        for line in data if is_solar else ():
            line[index] = self._raya_read_day(line[index], field_type, options)
        return super()._parse_date_from_data(data, index, name, field_type, options)

    def _raya_read_day(self, value, field_type, options):
        """A day of the Solar Hijri calendar in the format that the import expects; other texts as they are."""
        day, _, clock = digits.to_latin(value).strip().partition(" ") if isinstance(value, str) else ("", "", "")
        read = solar_hijri.read(day)
        if not read or int(day[:4]) >= solar_hijri.FIRST_GREGORIAN_YEAR:
            return value
        date_format = options.get("date_format") or "%Y-%m-%d"
        if field_type == "date" or not clock:
            return read.strftime(date_format)
        moment_format = options.get("datetime_format") or "%Y-%m-%d %H:%M:%S"
        return f"{read.strftime(moment_format.partition(' ')[0])} {clock}"

    def _parse_float_from_data(self, data, index, name, options):
        for line in data:
            line[index] = self._raya_read_number(line[index])
        return super()._parse_float_from_data(data, index, name, options)

    def _raya_read_number(self, value):
        """A number in Persian digits as Odoo's import reads it; other texts as they are."""
        latin = digits.to_latin(value) if isinstance(value, str) else value
        if latin == value:
            return value
        try:
            return digits.plain_number(value)
        except ValueError:
            return latin
