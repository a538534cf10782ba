import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize


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
    email = fields.Char(
        "Email Address",
        compute="_compute_person",
        store=True,
        readonly=False,
        help="Finds those who wrote a mail and are no contacts.",
    )
    call_count = fields.Integer("Calls", compute="_compute_counts")
    caller_count = fields.Integer("Of Them as Caller", compute="_compute_counts")
    archive = fields.Binary(readonly=True, attachment=False)
    archive_name = fields.Char(readonly=True, default="personal-data.zip")

    @api.depends("call_id")
    def _compute_person(self):
        """Who called, where the form is opened on a call."""
        for form in self:
            partner, phone, email = form._get_caller()
            form.partner_id, form.phone, form.email = (
                partner or form.partner_id,
                phone or form.phone,
                email or form.email,
            )

    def _get_caller(self):
        """Who called, as the call says on which the form is opened: contact, number and e-mail address."""
        call = self.call_id
        return call.caller_id, call.caller_phone or call.contact_phone, email_normalize(call.email_from)

    @api.depends("call_id", "partner_id", "phone", "email")
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
            raise UserError(
                self.env._("Nobody called by this contact, number or address: there is nothing to make anonymous.")
            )
        # Nobody else deletes files and traces of others.
        self.env["raya.caller.data"].sudo()._anonymise(calls.sudo())
        return {"type": "ir.actions.act_window_close"}

    def _check_manager(self):
        self.ensure_one()
        if not self.env.user.has_group("raya_service_base.group_service_manager"):
            raise AccessError(self.env._("Only service managers give out or delete personal data."))

    def _find_calls(self, *, is_customer):
        # Which calls are theirs is looked for in all that the manager may read.
        Data = self.env["raya.caller.data"].sudo()
        found = Data._find_calls(self.partner_id, self.phone, self.email, is_customer=is_customer)
        caller = self._get_caller()
        if all(
            not own or own == told for own, told in zip(caller, (self.partner_id, self.phone, self.email), strict=True)
        ):
            # Whatever is known of the caller; not where somebody else was entered.
            found |= self.call_id.sudo()
        return found.sudo(False)._filtered_access("read")
