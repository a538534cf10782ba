from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

TRAVEL = _lt("Travel to the Customer")
TRAVEL_ABSORBED = _lt("Service Travel Absorbed")


class RayaCompanyTravelMixin(models.AbstractModel):
    """Whether a company charges its visits, by which product, and where the cost of covered ones comes from."""

    _name = "raya.company.travel.mixin"
    _description = "Travel of a Company"

    raya_is_travel_charged = fields.Boolean(
        "Charge Travel",
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Each visit that arrived is charged to its jobs, at the price of the tariff.",
    )
    raya_travel_product_id = fields.Many2one(
        "product.product",
        "Product of Travel",
        domain=[("type", "=", "service")],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Sells travel on orders; its sales price counts where no tariff does. Made when the first travel is"
        " charged.",
    )
    raya_travel_account_id = fields.Many2one(
        "account.account",
        "Travel Absorbed Account",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Credited with the cost of covered travel. Fuel and wages are expensed already.",
    )

    def _raya_get_travel_product(self):
        """The ``product.product`` that sells travel, made on first need."""
        return self._raya_get_made_product("raya_travel_product_id", TRAVEL, self.sudo().account_sale_tax_id)
