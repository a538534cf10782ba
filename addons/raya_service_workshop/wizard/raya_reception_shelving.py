from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import typed


class RayaReceptionShelving(models.TransientModel):
    """Asks for a unit and a shelf, typed or scanned, one after the other."""

    _name = "raya.reception.shelving"
    _description = "Put a unit on a shelf"
    _inherit = ["raya.form.mixin"]

    unit_code = fields.Char("Unit", help="Number of the receipt, or serial number: scan it, or type it.")
    shelf_code = fields.Char("Shelf", help="Scan what stands on the shelf, or type it.")
    reception_ids = fields.Many2many(
        "raya.reception",
        string="Units",
        compute="_compute_reception_ids",
        store=True,
        readonly=False,
        precompute=True,
        default=lambda self: self._default_reception_ids(),
        domain=[("state", "=", "received")],
    )
    last = fields.Char(readonly=True)

    @api.model
    def _default_reception_ids(self):
        """The units from which the form was opened."""
        is_opened = self.env.context.get("active_model") == "raya.reception"
        return self.env.context.get("active_ids") if is_opened else []

    @api.depends("unit_code")
    def _compute_reception_ids(self):
        for wizard in self:
            found = wizard._find_reception() if wizard.unit_code else wizard.reception_ids
            wizard.reception_ids = found

    def _find_reception(self):
        """The unit in the workshop that was scanned; none, or several, choose nothing."""
        key = typed.serial_key(self.unit_code)
        domain = [
            ("state", "=", "received"),
            ("company_id", "in", self.env.companies.ids),
            "|",
            ("name", "=ilike", (self.unit_code or "").strip()),
            ("serial_key", "=", key),
        ]
        found = self.env["raya.reception"].search(domain, limit=2) if key else self.env["raya.reception"]
        return found if len(found) == 1 else found[:0]

    def action_move(self):
        """Move the units, and ask for the next one.

        :raises UserError: when there is no such unit or no such shelf
        """
        self.ensure_one()
        if not self.reception_ids:
            raise UserError(
                self.env._(
                    "No unit “%s” is in the workshop. Scan the receipt or the serial number.", self.unit_code or ""
                )
            )
        shelf = self.env["raya.shelf"]._find_by_code(self.shelf_code, self.reception_ids.company_id[:1])
        self.reception_ids._put_on(shelf)
        following = self.create({"last": self._get_last(shelf), "shelf_code": self.shelf_code, "reception_ids": []})
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_reception_shelving_action")
        return {**action, "res_id": following.id}

    def _get_last(self, shelf):
        """What was moved just now, in words."""
        units = self.reception_ids.mapped("display_name")
        if len(units) == 1:
            return self.env._("%(unit)s lies on %(shelf)s.", unit=units[0], shelf=shelf.name)
        return self.env._("On %(shelf)s lie now: %(units)s.", shelf=shelf.name, units=format_list(self.env, units))
