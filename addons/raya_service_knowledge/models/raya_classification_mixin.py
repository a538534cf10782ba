from odoo import api, fields, models


class RayaClassificationMixin(models.AbstractModel):
    """A tree of codes. The model that inherits it declares ``parent_id`` and
    ``child_ids`` on itself, with ``_parent_store``."""

    _name = "raya.classification.mixin"
    _description = "Tree of Coded Terms"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["code", "complete_name"]

    code = fields.Char(required=True, index=True)
    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True, search="_search_complete_name")
    parent_path = fields.Char(index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for term in self:
            parent = term.parent_id.complete_name
            term.complete_name = f"{parent} / {term.name}" if parent else term.name

    def _search_complete_name(self, operator, value):
        """A path is not stored in every language: search its own names."""
        return [("name", operator, value)]

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for term in self:
            term.display_name = f"[{term.code}] {term.name}" if term.code else term.name
