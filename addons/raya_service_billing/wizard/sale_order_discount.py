from odoo import models
from odoo.exceptions import UserError


class SaleOrderDiscount(models.TransientModel):
    _inherit = "sale.order.discount"

    def _create_discount_lines(self):
        """A line that lowers the whole order would be for no work: nobody could say what each work costs."""
        # Whoever sells may read no jobs.
        order = self.sale_order_id.sudo()
        job = order.raya_workorder_id or order.raya_estimate_of_id
        if job:
            raise UserError(
                self.env._(
                    "%(order)s says what each work of %(job)s costs. Choose the discount on all order lines: it is"
                    " written down with each of them.",
                    order=order.name,
                    job=job.name,
                )
            )
        return super()._create_discount_lines()
