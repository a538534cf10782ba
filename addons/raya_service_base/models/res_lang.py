from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from odoo.addons.raya_web_persian.tools import digits, solar_hijri


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _raya_format_day(self, day):
        """A day as the reader of this text writes it.

        Persian texts have the Solar Hijri calendar, as the date fields of the web
        client do for Persian users.

        :param day: a date, its ISO text as it comes back from JSON, or nothing
        """
        if day and self._raya_is_persian():
            return solar_hijri.written(fields.Date.to_date(day))
        return format_date(self.env, day)

    @api.model
    def _raya_format_day_twice(self, day):
        """A day by the reader's calendar, and in brackets by the other one, for papers.

        :param day: as for :meth:`_raya_format_day`
        """
        if not day:
            return self._raya_format_day(day)
        date = fields.Date.to_date(day)
        # The same text for every reader who has to find the day in a calendar.
        gregorian, solar = date.isoformat().replace("-", "/"), digits.to_latin(solar_hijri.written(date))
        return f"{self._raya_format_day(date)} ({gregorian if self._raya_is_persian() else solar})"

    @api.model
    def _raya_format_number(self, number):
        """A number as the reader of this text writes it, without needless decimals."""
        return self._raya_write_digits(self.browse(get_lang(self.env).id).format("%.12g", number or 0, grouping=True))

    @api.model
    def _raya_format_percent(self, number):
        """Percent with their sign, as the reader of this text writes them."""
        return self._raya_format_number(number) + ("٪" if self._raya_is_persian() else "%")

    @api.model
    def _raya_format_amount(self, amount, currency):
        """Money of a ``res.currency``, with the digits of the reader of this text."""
        return self._raya_write_digits(currency.format(amount))

    @api.model
    def _raya_write_digits(self, text):
        """Digits of one kind within a text: dates of Persian texts have Persian ones."""
        return digits.to_persian(text) if self._raya_is_persian() else text

    @api.model
    def _raya_is_persian(self):
        return (self.env.lang or "").partition("_")[0] == "fa"
