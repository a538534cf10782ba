from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        check_company=True,
        index="btree_not_null",
        help="The parts of this transfer are for this work order.",
    )

    @api.depends("picking_type_id", "partner_id")
    def _compute_location_id(self):
        """A technician's slip keeps its two locations: another contact on it must
        not send the parts to the default location of the operation type."""
        ours = self.filtered("raya_workorder_id")
        return super(StockPicking, self - ours)._compute_location_id()
