import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import date_utils, format_date, sql
from odoo.tools.misc import get_lang

from ..tools import babel_calendar, digits, periods

CALENDARS = [(babel_calendar.GREGORIAN, "Gregorian"), (babel_calendar.SOLAR, "Solar Hijri")]
DIGITS = [(babel_calendar.LATIN, "Latin (123)"), (babel_calendar.PERSIAN, "Persian (۱۲۳)")]
# What names of files and keys are written in: nobody could tell the calendar of such a text.
ISO_FORMAT = "%Y-%m-%d"
# A currency may have a point of its own.
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


class ResLang(models.Model):
    _inherit = "res.lang"

    raya_calendar = fields.Selection(
        CALENDARS,
        "Calendar",
        compute="_compute_raya_convention",
        store=True,
        readonly=False,
        precompute=True,
        help="The calendar in which dates are shown and typed. What is stored stays the same.",
    )
    raya_digits = fields.Selection(
        DIGITS,
        "Digits",
        compute="_compute_raya_convention",
        store=True,
        readonly=False,
        precompute=True,
        help="The digits of dates and numbers. Both are read, whatever is chosen here.",
    )

    @api.depends("code")
    def _compute_raya_convention(self):
        for lang in self:
            is_persian = (lang.code or "").partition("_")[0] == "fa"
            is_solar = is_persian and lang.date_format != ISO_FORMAT
            lang.raya_calendar = babel_calendar.SOLAR if is_solar else babel_calendar.GREGORIAN
            lang.raya_digits = babel_calendar.PERSIAN if is_persian else babel_calendar.LATIN

    @api.constrains("raya_calendar", "date_format")
    def _check_raya_date_format(self):
        for lang in self:
            if lang.raya_calendar == babel_calendar.SOLAR and lang.date_format == ISO_FORMAT:
                raise ValidationError(
                    self.env._(
                        "Dates written as %(example)s are read as Gregorian. "
                        "Choose another date format for the Solar Hijri calendar.",
                        example="2026-03-21",
                    )
                )

    def _register_hook(self):
        super()._register_hook()
        self._raya_tell_babel()

    @api.model_create_multi
    def create(self, vals_list):
        langs = super().create(vals_list)
        self._raya_tell_babel()
        return langs

    def write(self, vals):
        result = super().write(vals)
        if {"raya_calendar", "raya_digits"} & vals.keys():
            self._raya_tell_babel()
            # Other processes hear of it as of any change of the registry.
            self.env.registry.registry_invalidated = True
        return result

    def format(self, percent, value, grouping=False):
        """Numbers in the digits of the language, wherever they are printed."""
        text = super().format(percent, value, grouping)
        # Whoever may not read languages may read their cache.
        return self._raya_write_number(text, self._get_data(id=self.id))

    @api.model
    def _raya_write_number(self, text, lang):
        """A number in the digits of a language; beside Persian ones the marks are ٬ and ٫, as people type them.

        :param lang: what ``get_lang`` and ``_get_data`` give
        """
        if self._raya_get_convention_of(lang.code)[1] != babel_calendar.PERSIAN:
            return text
        text = digits.to_persian(text)
        if text.startswith("-"):
            # The sign stays on the left, as Persian writes it.
            text = f"\u200e{text}"
        # Comma and point are what Odoo's language begins with; a company may have chosen other marks.
        text = text.replace(",", "٬") if lang.thousands_sep == "," else text
        return _POINT.sub("٫", text) if lang.decimal_point == "." else text

    @api.model
    def _raya_get_calendar(self):
        """The calendar of the text that is being written: of its language, whoever reads it."""
        return self._raya_get_convention_of_text()[0]

    @api.model
    def _raya_get_digits(self):
        """The digits of the text that is being written."""
        return self._raya_get_convention_of_text()[1]

    @api.model
    def _raya_get_convention_of_text(self):
        return self._raya_get_convention_of(get_lang(self.env).code)

    @api.model
    def _raya_get_web_convention(self):
        """Calendar and digits in which the user works in the web client: their own choice, else their language's."""
        calendar, numerals = self._raya_get_convention_of_text()
        own_calendar, own_numerals = self.env["res.users"]._raya_get_choice()
        return own_calendar or calendar, own_numerals or numerals

    @api.model
    def _raya_get_start_of(self, day, period):
        """The first day of the period in which a day lies, in the calendar in which the user works.

        :param datetime.date day:
        :param str period: ``month``, ``quarter`` or ``year``
        """
        is_solar = self._raya_get_web_convention()[0] == babel_calendar.SOLAR
        return periods.start_of(day, period) if is_solar else date_utils.start_of(day, period)

    @api.model
    def _raya_get_convention_of(self, code):
        """Calendar and digits of a language; Odoo's own where nobody knows it."""
        return self._raya_get_conventions().get(code) or (babel_calendar.GREGORIAN, babel_calendar.LATIN)

    @api.model
    @tools.ormcache(cache="stable")
    def _raya_get_conventions(self):
        """Calendar and digits of each language, by its code."""
        if not sql.column_exists(self.env.cr, self._table, "raya_calendar"):
            # The program is newer than the database, which is just being upgraded.
            return {}
        langs = self.sudo().with_context(active_test=False).search_fetch([], ["code", "raya_calendar", "raya_digits"])
        return {
            lang.code: (lang.raya_calendar or babel_calendar.GREGORIAN, lang.raya_digits or babel_calendar.LATIN)
            for lang in langs
        }

    @api.model
    def _raya_tell_babel(self):
        babel_calendar.set_languages(self.env.cr.dbname, self._raya_get_conventions())

    @api.model
    def _raya_get_day_refusal(self, error):
        """The sentence for a text that is no day.

        :param typed_day.NotADay error: says why
        """
        sentences = {
            "missing": lambda: self.env._(
                "The date “%(text)s” is in no calendar: that month has no such day. Correct the date.", text=error.text
            ),
            "order": lambda: self.env._(
                "The date “%(text)s” may be read in several ways. Write the year with four digits, first.",
                text=error.text,
            ),
            "unknown": lambda: self.env._(
                "“%(text)s” is no date. Write year, month and day, for example %(example)s.",
                text=error.text,
                example=format_date(self.env, fields.Date.context_today(self)),
            ),
        }
        return sentences[error.kind]()
