from odoo import api, fields, models

from .raya_tariff_words_mixin import UNFIT


class RayaChargePriceMixin(models.AbstractModel):
    """How much of a charge is sold, at which price, and where that comes from."""

    _name = "raya.charge.price.mixin"
    _description = "Price of a Charge"

    quantity_to_bill = fields.Float(
        readonly=True,
        min_display_digits="Product Unit",
        help="What is sold: time as its tariff rounds it, one piece where the work is sold as a whole.",
    )
    uom_to_bill_id = fields.Many2one("uom.uom", "Unit to Bill", readonly=True)
    tariff_line_id = fields.Many2one("raya.tariff.line", readonly=True, index="btree_not_null", ondelete="restrict")
    price_source = fields.Selection(
        [("tariff", "Tariff"), ("estimate", "Estimate"), ("pricelist", "Price List"), ("list", "Sales Price")],
        "Priced By",
        readonly=True,
    )
    price_key = fields.Char("Key of the Price", readonly=True)
    price_args = fields.Json("Terms of the Price", readonly=True)
    price_reason = fields.Text("Why This Price", compute="_compute_price_reason")
    price_change_ids = fields.One2many(
        "raya.price.change", "charge_id", "Changed Prices", groups="raya_service_base.group_service_accountant"
    )
    is_unfit = fields.Boolean(
        "Not in the Tariff",
        compute="_compute_price_reason",
        help="A tariff holds and none of its lines fits, or it ended and no other one holds.",
    )

    @api.depends("price_key", "price_args")
    @api.depends_context("lang")
    def _compute_price_reason(self):
        Pricing = self.env["raya.tariff.pricing"]
        for charge in self:
            charge.is_unfit = charge.price_key in UNFIT
            charge.price_reason = charge.price_key and Pricing._get_sentence(charge.price_key, charge.price_args or {})
