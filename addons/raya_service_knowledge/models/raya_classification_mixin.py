from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import trees


class RayaClassificationMixin(models.AbstractModel):
    """A tree of codes. The model that inherits it declares ``parent_id`` and
    ``child_ids`` on itself."""

    _name = "raya.classification.mixin"
    _description = "Tree of Coded Terms"
    _inherit = ["raya.knowledge.mixin"]
    _parent_store = True

    complete_name = fields.Char("Path", compute="_compute_complete_name", recursive=True)
    parent_path = fields.Char(index=True)

    _code_unique = models.UniqueIndex(
        "(COALESCE(parent_id, 0), code)",
        "This code exists already below the same parent. Choose another code.",
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for term in self:
            term.complete_name = trees.join(term.parent_id.complete_name, term.name)

    @api.model
    def _exact_domain(self, names):
        """A path such as ``Engine / Fuel system``, of names or codes, is exact too."""
        domain = super()._exact_domain(names)
        for name in names:
            steps = trees.split(name)
            if len(steps) > 1:
                domain |= self._path_domain(steps)
        return domain

    @api.model
    def _path_domain(self, steps):
        domain = Domain.TRUE
        for level, step in enumerate(reversed(steps)):
            field = "parent_id." * level
            domain &= Domain(f"{field}name", "=", step) | Domain(f"{field}code", "=", step)
        return domain & Domain("parent_id." * (len(steps) - 1) + "parent_id", "=", False)

    def action_archive(self):
        """A branch is archived as a whole."""
        branch = self.search([("id", "child_of", self.ids)])
        return super(RayaClassificationMixin, branch).action_archive()

    def action_unarchive(self):
        """A term comes back together with those above it, without which it has no place."""
        above = self.with_context(active_test=False).search([("id", "parent_of", self.ids)])
        return super(RayaClassificationMixin, above).action_unarchive()
