from odoo import fields, models


class RayaComponent(models.Model):
    """A section or assembly of a product family, such as the compressor."""

    _name = "raya.component"
    _description = "Component"
    _inherit = ["raya.classification.mixin"]

    parent_id = fields.Many2one("raya.component", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.component", "parent_id")
    fault_ids = fields.Many2many("raya.fault", string="Faults")

    def _get_published_procedures(self):
        Procedure = super()._get_published_procedures().with_context(active_test=False)
        return Procedure.search([("fault_ids.component_ids", "in", self.ids), ("published_version_id", "!=", False)])
