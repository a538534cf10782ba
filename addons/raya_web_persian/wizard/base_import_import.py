from datetime import date, datetime

from odoo import fields, models
from odoo.addons.base_import.models.base_import import ImportValidationError
from odoo.tools import DEFAULT_SERVER_DATE_FORMAT, DEFAULT_SERVER_DATETIME_FORMAT

from ..tools import digits, typed_day
from ..tools.typed_day import SOLAR


class BaseImportImport(models.TransientModel):
    """Days and numbers in files, as the reader of the calendar and of Persian digits writes them.

    Odoo would take 1404/05/14 for a day of the Gregorian year 1404.
    """

    _inherit = "base_import.import"

    def _raya_get_file_convention(self):
        """How days are written in the files of whoever imports, a :class:`~.tools.typed_day.Convention`."""
        calendar = self.env["res.lang"]._raya_get_web_convention()[0]
        return typed_day.PERSIAN if calendar == SOLAR else typed_day.UNSAID

    def _try_match_date_time(self, preview_values, options):
        """A file is first tried in the order in which Persian writes, years of two digits as well."""
        texts = [digits.to_latin(value) if isinstance(value, str) else value for value in preview_values]
        written = self._raya_get_file_convention()
        written = typed_day.PERSIAN if texts != list(preview_values) else written
        is_tried = written.calendar == SOLAR and not options.get("date_format")
        for date_format in typed_day.formats(written) if is_tried else ():
            # Odoo tries the format in the options before all others.
            tried = {**options, "date_format": date_format}
            if super()._try_match_date_time(texts, tried) and tried["date_format"] == date_format:
                options.update(tried)
                return ["date", "datetime"]
        return super()._try_match_date_time(texts, options)

    def _parse_date_from_data(self, data, index, name, field_type, options):
        written = self._raya_get_file_convention()
        if written.calendar != SOLAR:
            return super()._parse_date_from_data(data, index, name, field_type, options)
        order = typed_day.order_of(options.get("date_format"))
        written = written._replace(order=order, is_said=True) if order else written
        for row, line in enumerate(data, 1 + bool(options.get("has_headers")) + options.get("skip", 0)):
            try:
                line[index] = self._raya_read_moment(line[index], written)
            except typed_day.NotADay as error:
                refusal = self.env["res.lang"]._raya_get_day_refusal(error)
                sentence = self.env._("Line %(line)d: %(refusal)s", line=row, refusal=refusal)
                raise ImportValidationError(sentence, field=name, field_type=field_type) from error
        _day, _space, clock = (options.get("datetime_format") or DEFAULT_SERVER_DATETIME_FORMAT).partition(" ")
        iso = DEFAULT_SERVER_DATE_FORMAT
        read = {**options, "date_format": iso, "datetime_format": f"{iso} {clock or '%H:%M:%S'}"}
        return super()._parse_date_from_data(data, index, name, field_type, read)

    def _raya_read_moment(self, value, written):
        """A day, perhaps with its time, with the day as the server writes it."""
        is_date = isinstance(value, date)
        if is_date and value.year not in typed_day.SOLAR_YEARS:
            return value
        text, clock = (value, "") if is_date else typed_day.split_clock(str(value or ""))
        day = typed_day.read_day(text, fields.Date.context_today(self), written)
        if isinstance(value, datetime):
            return datetime.combine(day, value.time())
        return f"{day or ''} {digits.to_latin(clock)}".strip()

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
