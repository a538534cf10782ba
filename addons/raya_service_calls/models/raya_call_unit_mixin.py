from odoo import fields, models

from odoo.addons.raya_service_warranty.models.raya_asset_coverage_mixin import COVERAGE_STATUSES


class RayaCallUnitMixin(models.AbstractModel):
    """Whose call it is and for which unit: caller, address of the visit, coverage as it was told."""

    _name = "raya.call.unit.mixin"
    _description = "Customer and Unit of a Call"

    caller_id = fields.Many2one(
        "res.partner",
        "Caller",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Who asks for service; that need not be the owner.",
    )
    caller_name = fields.Char(
        "Asked for by", copy=False, help="Name of who asks, where they are no contact; that need not be the owner."
    )
    caller_phone = fields.Char("Phone of the Caller", copy=False)
    contact_phone = fields.Char(help="The number to call back about this call.")
    site_id = fields.Many2one("res.partner", "Visit At", check_company=True, index="btree_not_null", tracking=True)
    told_status = fields.Selection(COVERAGE_STATUSES, "Warranty as Told", readonly=True, copy=False)
    told_reason = fields.Text(readonly=True, copy=False)
    told_date = fields.Date("Told as of", readonly=True, copy=False)
