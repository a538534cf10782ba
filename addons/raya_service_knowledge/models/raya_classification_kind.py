from odoo import api, fields, models


class RayaClassificationKind(models.Model):
    """A way of classifying faults that a company invents for itself."""

    _name = "raya.classification.kind"
    _description = "Kind of Classification"
    _inherit = ["raya.import.mixin"]
    _order = "sequence, id"
    _import_key = "name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    term_ids = fields.One2many("raya.term", "kind_id", "Terms")
    term_count = fields.Integer("Number of Terms", compute="_compute_term_count")

    @api.depends("term_ids")
    def _compute_term_count(self):
        counts = dict(self.env["raya.term"]._read_group([("kind_id", "in", self.ids)], ["kind_id"], ["__count"]))
        for kind in self:
            kind.term_count = counts.get(kind, 0)

    def action_view_terms(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_knowledge.raya_term_action")
        return {
            **action,
            "display_name": self.name,
            "domain": [("kind_id", "=", self.id)],
            "context": {"default_kind_id": self.id},
        }
