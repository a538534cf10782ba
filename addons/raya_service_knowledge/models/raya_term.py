from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.models.raya_applicability_mixin import APPLICABILITY
from odoo.addons.raya_service_base.tools import folding


class RayaTerm(models.Model):
    """A term of a classification that a company made for itself."""

    _name = "raya.term"
    _description = "Term"
    _inherit = ["raya.classification.mixin"]
    _import_kind = "kind_id"

    kind_id = fields.Many2one(
        "raya.classification.kind", "Classification", required=True, index=True, ondelete="restrict"
    )
    parent_id = fields.Many2one("raya.term", index=True, ondelete="restrict", domain="[('kind_id', '=', kind_id)]")
    child_ids = fields.One2many("raya.term", "parent_id")

    _code_unique = models.UniqueIndex(
        f"(kind_id, COALESCE(parent_id, 0), {folding.fold_sql('code')}, COALESCE(scope_key, ''))",
        "This code exists already below the same parent, for the same products. Choose another code or other products.",
    )

    def _get_branch(self):
        return (self.kind_id, *super()._get_branch())

    @api.constrains("kind_id", "code", "parent_id", *APPLICABILITY)
    def _check_code_of_products(self):
        return super()._check_code_of_products()

    @api.constrains("kind_id", "parent_id")
    def _check_same_kind(self):
        for term in self:
            if term.parent_id and term.parent_id.kind_id != term.kind_id:
                raise ValidationError(
                    self.env._(
                        "%(term)s and its parent belong to different classifications. Choose a parent of %(kind)s.",
                        term=term.display_name,
                        kind=term.kind_id.name,
                    )
                )
