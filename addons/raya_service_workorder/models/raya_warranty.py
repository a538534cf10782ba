from odoo import api, models


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    @api.model
    def _selection_origin(self):
        return [*super()._selection_origin(), ("raya.workorder", self.env._("Work Order"))]
