from odoo import models

from odoo.addons.raya_web_persian.tools import direction

from ..tools import contents

# As wide as the pages of a long book, so that the second printing breaks no line that the first one did not.
WIDEST = 888


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, bodies, report_ref=False, *args, **kwargs):
        """A book with contents is printed twice: the first time tells the pages."""
        bodies = [str(body) for body in bodies]
        if not any(contents.PLACE in body for body in bodies):
            return super()._run_wkhtmltopdf(bodies, report_ref, *args, **kwargs)

        def run(get_page):
            filled = [contents.fill(body, self._raya_number_writer(body, get_page)) for body in bodies]
            return super(IrActionsReport, self)._run_wkhtmltopdf(filled, report_ref, *args, **kwargs)

        pages = contents.read_pages(run(lambda _anchor: WIDEST))
        return contents.link(run(pages.get), pages)

    def _raya_number_writer(self, body, get_page):
        """A function from an anchor to its page in the digits of the paper; empty where the printer does not tell it."""
        digits = self.with_context(lang=direction.language_of(body) or self.env.lang).env["ir.qweb.field.integer"]

        def write(anchor):
            page = get_page(anchor)
            return digits.value_to_html(page, {}) if page else ""

        return write
