from odoo import models

from odoo.addons.raya_web_persian.tools import direction

from ..tools import contents

# As wide as the pages of a long book, so that the second printing breaks no line that the first one did not.
WIDEST = 888
# Millimetres from the edge of the paper to the numbers of its pages.
ABOVE = 6


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
        paper = run(pages.get)
        language = direction.language_of(bodies[0]) or self.env.lang
        leaves = contents.write_leaves(contents.count_pages(paper), self._raya_digit_writer(language))
        # In the margin above what is printed.
        margin = {**(kwargs.pop("specific_paperformat_args", None) or {}), "data-report-margin-top": ABOVE}
        above = super()._run_wkhtmltopdf([leaves], report_ref, *args, specific_paperformat_args=margin, **kwargs)
        return contents.link(contents.lay_over(paper, above), pages)

    def _raya_number_writer(self, body, get_page):
        """A function from an anchor to its page in the digits of the paper; empty where the printer does not tell it."""
        write = self._raya_digit_writer(direction.language_of(body) or self.env.lang)
        return lambda anchor: write(page) if (page := get_page(anchor)) else ""

    def _raya_digit_writer(self, language):
        """A function from a whole number to a text in the digits of a language."""
        digits = self.with_context(lang=language).env["ir.qweb.field.integer"]
        return lambda number: digits.value_to_html(number, {})
