from odoo import api, fields, models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "raya.guest.mixin"]
    # Backorders and returns are the clerk's, who may read no work order.
    _carried_fields = frozenset({"raya_workorder_id"})

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="raya_service_base.group_service_user",
        help="The parts of this transfer are for this work order.",
    )

    @api.depends("picking_type_id", "partner_id")
    def _compute_location_id(self):
        """A technician's slip keeps its two locations: another contact on it must
        not send the parts to the default location of the operation type."""
        # The clerk may read no work order.
        ours = self.filtered(lambda picking: picking.sudo().raya_workorder_id)
        return super(StockPicking, self - ours)._compute_location_id()
