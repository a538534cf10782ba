import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RayaPersonalData(models.TransientModel):
    """Asks whose personal data is given out or made anonymous."""

    _name = "raya.personal.data"
    _description = "Personal Data"
    _inherit = ["raya.form.mixin"]

    call_id = fields.Many2one("raya.call", ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", "Contact", compute="_compute_person", store=True, readonly=False, ondelete="cascade"
    )
    phone = fields.Char(
        "Phone Number",
        compute="_compute_person",
        store=True,
        readonly=False,
        help="Finds callers who are no contacts, however the number was typed.",
    )
    call_count = fields.Integer("Calls", compute="_compute_counts")
    caller_count = fields.Integer("Of Them as Caller", compute="_compute_counts")
    archive = fields.Binary(readonly=True, attachment=False)
    archive_name = fields.Char(readonly=True, default="personal-data.zip")

    @api.depends("call_id")
    def _compute_person(self):
        """Who called, where the form is opened on a call."""
        for form in self:
            form.partner_id = form.call_id.caller_id or form.partner_id
            form.phone = form.call_id.caller_phone or form.phone

    @api.depends("partner_id", "phone")
    def _compute_counts(self):
        for form in self:
            form.call_count = len(form._find_calls(is_customer=True))
            form.caller_count = len(form._find_calls(is_customer=False))

    def action_export(self):
        """Offer an archive of what the calls keep of this person."""
        self._check_manager()
        calls = self._find_calls(is_customer=True)
        if not calls:
            raise UserError(self.env._("No call is of this person. Look for them by another number."))
        # Managers read all calls, but not every message and file of them.
        self.archive = base64.b64encode(self.env["raya.caller.data"].sudo()._export(calls.sudo()))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/archive?download=true&filename={self.archive_name}",
            "target": "self",
        }

    def action_anonymise(self):
        """Nobody learns any more who called; the calls stay."""
        self._check_manager()
        calls = self._find_calls(is_customer=False)
        if not calls:
            raise UserError(self.env._("Nobody called by this contact or number: there is nothing to make anonymous."))
        # Nobody else deletes files and traces of others.
        self.env["raya.caller.data"].sudo()._anonymise(calls.sudo())
        return {"type": "ir.actions.act_window_close"}

    def _check_manager(self):
        self.ensure_one()
        if not self.env.user.has_group("raya_service_base.group_service_manager"):
            raise AccessError(self.env._("Only service managers give out or delete personal data."))

    def _find_calls(self, *, is_customer):
        # Which calls are theirs is looked for in all that the manager may read.
        found = self.env["raya.caller.data"].sudo()._find_calls(self.partner_id, self.phone, is_customer=is_customer)
        return found.sudo(False)._filtered_access("read")
