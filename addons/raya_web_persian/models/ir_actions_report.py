from odoo import models
from odoo.tools.misc import get_lang

from ..tools import direction


class IrActionsReport(models.Model):
    """Papers from right to left, Odoo's own too, in the direction of whoever gets them.

    Odoo takes the direction from the user who prints, and the usual wkhtmltopdf draws mixed texts over
    each other.
    """

    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, *args, **kwargs):
        bodies = list(bodies)
        codes = [direction.language_of(str(body)) or get_lang(self.env).code for body in bodies]
        bodies = [self._raya_turn(body, code) for body, code in zip(bodies, codes, strict=True)]
        if len(set(codes)) == 1:
            header, footer = (part and self._raya_turn(part, codes[0]) for part in (header, footer))
        return super()._run_wkhtmltopdf(bodies, report_ref, header, footer, *args, **kwargs)

    def _raya_turn(self, document, code):
        """A document in a language; those of others than Persian are as Odoo makes them."""
        is_persian = code.partition("_")[0] == "fa"
        reading_direction = self.env["res.lang"]._get_data(code=code).direction
        return (
            direction.turned(str(document), reading_direction)
            if is_persian and reading_direction == "rtl"
            else document
        )
