import re

from odoo import api, models

from odoo.addons.raya_web_persian.tools import digits, typed_day

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")


def is_ours(model_name):
    """Files of Odoo's own models are read as Odoo does."""
    return model_name.startswith("raya.")


class IrFieldsConverter(models.AbstractModel):
    """Days and numbers in files of our models, as people write them."""

    _inherit = "ir.fields.converter"

    @api.model
    def _str_to_date(self, model, field, value, savepoint):
        if not is_ours(model._name):
            return super()._str_to_date(model, field, value, savepoint)
        try:
            day = self.env["res.lang"]._raya_read_file_day(value)
        except typed_day.NotADay as error:
            sentence = self.env["res.lang"]._raya_get_day_refusal(error)
            raise self._format_import_error(ValueError, "%s", sentence) from error
        return day and day.isoformat(), []

    @api.model
    def _str_to_float(self, model, field, value, savepoint):
        value = self._raya_get_plain_number(model, self._raya_get_hours(model, field, value))
        return super()._str_to_float(model, field, value, savepoint)

    @api.model
    def _str_to_integer(self, model, field, value, savepoint):
        value = self._raya_get_plain_number(model, value)
        whole, point, rest = str(value).partition(".")
        # A spreadsheet writes 30 as 30.0.
        is_whole = is_ours(model._name) and point and not rest.strip("0")
        return super()._str_to_integer(model, field, whole if is_whole else value, savepoint)

    # As Odoo's class does: money is read like other numbers.
    _str_to_monetary = _str_to_float

    def _raya_get_hours(self, model, field, value):
        """Hours and minutes as hours; quantities and amounts, whose digits are told, are no times."""
        clock = _CLOCK.fullmatch(digits.to_latin(value.strip())) if isinstance(value, str) else None
        is_time = is_ours(model._name) and field.type == "float" and not field.get_digits(self.env)
        return str(int(clock[1]) + int(clock[2]) / 60) if clock and is_time else value

    def _raya_get_plain_number(self, model, value):
        """A number as Python reads it; what is none stays as it is, for Odoo's refusal."""
        if not is_ours(model._name) or not isinstance(value, str):
            return value
        try:
            return digits.plain_number(value)
        except ValueError:
            return value
