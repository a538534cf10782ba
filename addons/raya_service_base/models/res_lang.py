from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from odoo.addons.raya_web_persian.tools import solar_hijri


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _raya_format_day(self, day):
        """A day as the reader of this text writes it.

        Persian texts have the Solar Hijri calendar, as the date fields of the web
        client do for Persian users.

        :param day: a date, its ISO text as it comes back from JSON, or nothing
        """
        is_persian = (self.env.lang or "").partition("_")[0] == "fa"
        if day and is_persian:
            return solar_hijri.written(fields.Date.to_date(day))
        return format_date(self.env, day)

    @api.model
    def _raya_format_number(self, number):
        """A number as the reader of this text writes it, without needless decimals."""
        return self.browse(get_lang(self.env).id).format("%.12g", number or 0, grouping=True)
