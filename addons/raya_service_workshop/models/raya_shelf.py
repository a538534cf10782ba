from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import typed


class RayaShelf(models.Model):
    """A place in the workshop where units lie; the stock knows it as a location of the same name."""

    _name = "raya.shelf"
    _description = "Shelf"
    _inherit = ["raya.protected.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _protected_fields = frozenset({"location_id", "code_key"})

    name = fields.Char(required=True)
    code = fields.Char(help="What is scanned on the shelf. Without one, its name.")
    code_key = fields.Char(
        compute="_compute_code_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    location_id = fields.Many2one(
        "stock.location", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", check_company=True
    )
    reception_ids = fields.One2many("raya.reception", "shelf_id", "Units", domain=[("state", "=", "received")])
    unit_count = fields.Integer("Units Here", compute="_compute_unit_count")

    _code_unique = models.UniqueIndex(
        "(company_id, code_key) WHERE code_key IS NOT NULL", "Another shelf has this name or code already."
    )

    @api.depends("name", "code")
    def _compute_code_key(self):
        for shelf in self:
            shelf.code_key = typed.serial_key(shelf.code or shelf.name) or False

    def _compute_unit_count(self):
        domain = [("shelf_id", "in", self.ids), ("state", "=", "received")]
        counts = dict(self.env["raya.reception"]._read_group(domain, ["shelf_id"], ["__count"]))
        for shelf in self:
            shelf.unit_count = counts.get(shelf, 0)

    @api.constrains("name", "code")
    def _check_code(self):
        for shelf in self:
            if not shelf.code_key:
                raise ValidationError(self.env._("Enter the letters or digits that stand on the shelf."))

    @api.constrains("active")
    def _check_empty(self):
        # Also units of jobs that the person does not see.
        for shelf in self.sudo():
            if not shelf.active and shelf.reception_ids:
                raise UserError(
                    self.env._(
                        "%(unit)s lies on %(shelf)s. Move it first.",
                        unit=shelf.reception_ids[0].display_name,
                        shelf=shelf.name,
                    )
                )

    @api.constrains("company_id")
    def _check_company_stays(self):
        for shelf in self:
            if shelf.location_id and shelf.location_id.company_id != shelf.company_id:
                raise UserError(
                    self.env._("%s stands in the workshop of its company. Create another shelf there.", shelf.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        shelves = super().create(vals_list)
        # Whoever arranges the workshop need not manage the locations of the stock.
        for shelf in shelves.sudo():
            shelf.location_id = self.env["stock.location"].sudo().create(shelf._prepare_location_values())
        return shelves

    def write(self, vals):
        """Its location in the stock has the same name."""
        result = super().write(vals)
        if "name" in vals:
            # As above.
            self.sudo().location_id.name = vals["name"]
        return result

    def _prepare_location_values(self):
        self.ensure_one()
        return {
            "name": self.name,
            "usage": "internal",
            "location_id": self.company_id._raya_get_place("workshop").id,
            "company_id": self.company_id.id,
        }

    @api.model
    def _find_by_code(self, code, company):
        """The shelf of a company by what was typed or scanned.

        :raises UserError: when there is none
        """
        shelf = self.search([("code_key", "=", typed.serial_key(code)), ("company_id", "=", company.id)], limit=1)
        if not shelf or not typed.serial_key(code):
            raise UserError(self.env._("There is no shelf “%s”. Look at what stands on it, or create it.", code))
        return shelf

    def action_view_receptions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_reception_action")
        return {**action, "domain": [("shelf_id", "=", self.id), ("state", "=", "received")], "context": {}}
