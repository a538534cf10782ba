from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import get_lang

from odoo.addons.raya_web_persian.tools import babel_calendar, digits, solar_hijri, typed_day


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _raya_format_day(self, day):
        """A day as the reader of this text writes it, in the calendar and digits of its language.

        :param day: a date, its ISO text as it comes back from JSON, or nothing
        """
        if not day or not self._raya_is_solar():
            return format_date(self.env, day)
        return self._raya_write_digits(digits.to_latin(solar_hijri.written(fields.Date.to_date(day))))

    @api.model
    def _raya_format_moment(self, moment, zone=None):
        """A moment as the reader of this text writes it: the day as :meth:`_raya_format_day`, and the time.

        :param datetime moment: in UTC
        :param str zone: of the reader; without it that of the user
        """
        if not moment or not self._raya_is_solar():
            return format_datetime(self.env, moment, tz=zone or False, dt_format="short")
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone) if zone else self, moment)
        return f"{self._raya_format_day(local.date())}، {self._raya_write_digits(f'{local:%H:%M}')}"

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
        return f"{self._raya_format_day(date)} ({gregorian if self._raya_is_solar() else solar})"

    @api.model
    def _raya_format_number(self, number):
        """A number as the reader of this text writes it, without needless decimals."""
        return self._raya_write_digits(self.browse(get_lang(self.env).id).format("%.12g", number or 0, grouping=True))

    @api.model
    def _raya_format_percent(self, number):
        """Percent with their sign, as the reader of this text writes them."""
        return self._raya_format_number(number) + ("٪" if self._raya_has_persian_digits() else "%")

    @api.model
    def _raya_format_amount(self, amount, currency):
        """Money of a ``res.currency``, with the digits of the reader of this text."""
        return self._raya_write_digits(currency.format(amount))

    @api.model
    def _raya_write_digits(self, text):
        """The digits of a number as the text around it has them; in Persian also the mark of thousands."""
        return self._raya_write_number(text, get_lang(self.env))

    @api.model
    def _raya_is_solar(self):
        return self._raya_get_calendar() == babel_calendar.SOLAR

    @api.model
    def _raya_has_persian_digits(self):
        return self._raya_get_digits() == babel_calendar.PERSIAN

    @api.model
    def _raya_read_day(self, text):
        """The day that somebody typed, as people write days in their language.

        :return: ``datetime.date``, or ``None`` where nothing was typed
        :raises UserError: where it is no day, with a sentence that says so
        """
        try:
            return typed_day.read_day(text, self.env.company._raya_get_day(), self._raya_get_convention())
        except typed_day.NotADay as error:
            raise UserError(self._raya_get_day_refusal(error)) from error

    @api.model
    def _raya_read_file_day(self, value, date_format=None):
        """The day in a cell of a file, in the order that its import says.

        Where nothing says it, only Persian readers write in one order alone.

        :param value: text, number or date
        :param str date_format: what people chose for the import, with the signs of ``strftime``
        :raises typed_day.NotADay: where it is no day, or may be several
        """
        reader = self._raya_get_convention()
        order = typed_day.order_of(date_format)
        if order:
            reader = reader._replace(order=order, is_said=True)
        elif reader.calendar != typed_day.SOLAR:
            reader = reader._replace(order=None)
        return typed_day.read_day(value, self.env.company._raya_get_day(), reader)

    @api.model
    def _raya_get_convention(self):
        """How the reader writes days, a ``typed_day.Convention``."""
        lang = get_lang(self.env, self.env.lang or self.env.user.lang)
        calendar, _numerals = self._raya_get_convention_of(lang.code)
        return typed_day.convention(calendar, lang.date_format)
