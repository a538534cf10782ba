from odoo import fields, models


class RayaRefurbishingMixin(models.AbstractModel):
    """Chapter of ``res.company``: what old parts of jobs are worth that are good again."""

    _name = "raya.refurbishing.mixin"
    _description = "Value of old parts that are good again"

    # Companies are read before an upgrade makes new columns: it is not read with the others.
    raya_refurbished_percent = fields.Float(
        "Old Parts Good Again (% of Cost)",
        default=100.0,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="At this part of the product's cost an old part enters the stock that is good again. 0: it is worth nothing."
        " Products of standard cost always enter at it.",
    )

    _raya_refurbished_is_percent = models.Constraint(
        "CHECK (raya_refurbished_percent BETWEEN 0 AND 100)",
        "An old part that is good again is worth something from nothing to a new one: enter 0 to 100 %.",
    )

    def _raya_get_refurbished_cost(self, product):
        """What one old part of a product is worth when it is good again, in the currency of the company."""
        self.ensure_one()
        # Whoever inspects old parts need not read settings.
        return product.with_company(self).standard_price * self.sudo().raya_refurbished_percent / 100
