from odoo import models


class RayaWarrantyLine(models.Model):
    _inherit = "raya.warranty.line"

    def _get_usage(self):
        """What these lines have paid: the charges frozen by approved reports, in one query."""
        # Who reads a decision need not read what other jobs cost.
        groups = (
            self.env["raya.charge"]
            .sudo()
            ._read_group(
                [("warranty_line_id", "in", self.ids), ("company_share", ">", 0), ("state", "=", "frozen")],
                ["warranty_line_id"],
                ["__count", "covered_amount:sum", "goodwill_amount:sum"],
            )
        )
        usage = super()._get_usage()
        # Goodwill uses up no warranty.
        return usage | {line.with_env(self.env): (count, covered - given) for line, count, covered, given in groups}
