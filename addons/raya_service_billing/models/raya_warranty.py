from odoo import api, models

from .raya_workorder_minimum_mixin import MINIMUM


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    @api.model
    def _get_reason_sentence(self, key, args):
        """What a tariff asks for at least is no matter of coverages: it says itself why it is charged."""
        if key == MINIMUM:
            return self.env["raya.tariff.pricing"]._get_sentence(key, args)
        return super()._get_reason_sentence(key, args)

    def _get_decided(self):
        """Coverages by which approved work of their unit was decided."""
        # Who asks what hangs on a coverage need not see what the work cost.
        charges = self.env["raya.charge"].sudo()
        domain = [
            ("policy_line_id", "in", self.line_ids.policy_line_id.ids),
            ("workorder_id.asset_id", "in", self.asset_id.ids),
            ("state", "=", "frozen"),
        ]
        groups = charges._read_group(domain, ["policy_line_id", "workorder_id"])
        decided = {(workorder.asset_id, line) for line, workorder in groups}
        return super()._get_decided() | self.filtered(
            lambda warranty: any((warranty.asset_id, line.policy_line_id) in decided for line in warranty.line_ids)
        )
