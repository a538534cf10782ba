from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_calls.models.raya_call_stage import CLOSED_STATES


class RayaWorkorderAmendmentMixin(models.AbstractModel):
    """An approved report is never changed: it is opened again as its next version."""

    _name = "raya.workorder.amendment.mixin"
    _description = "Amendment of a Job"
    _protected_fields = frozenset({"version"})

    version = fields.Integer(default=1, readonly=True, required=True, copy=False, aggregator=None)
    version_ids = fields.One2many("raya.workorder.version", "workorder_id", "Earlier Versions", readonly=True)
    amendment_reason = fields.Text("Why It Is Amended", compute="_compute_amendment_reason")
    is_call_closed = fields.Boolean(
        "Call Stays Closed",
        compute="_compute_is_call_closed",
        compute_sudo=True,
        help="The report is corrected after its call was closed, and the call stays so.",
    )

    @api.depends("version_ids.reason")
    def _compute_amendment_reason(self):
        for workorder in self:
            workorder.amendment_reason = workorder.version_ids[:1].reason

    @api.depends("state", "version", "call_id.state")
    def _compute_is_call_closed(self):
        for workorder in self:
            is_amended = workorder.version > 1 and workorder.state not in ("approved", "cancelled")
            workorder.is_call_closed = is_amended and workorder.call_id.state in CLOSED_STATES

    def action_amend(self, reason):
        """Open approved reports again, each as its next version, once all that the approval caused is undone.

        :param str reason: why, as everybody reads it in the history
        :raises UserError: when no reason is given, a report is not approved, or something
            that followed from it cannot be undone; nothing is changed then
        """
        self._check_approver()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the report is amended: it stands in its history for good."))
        self.check_access("write")
        self._check_state("approved")
        self._check_amendable()
        locking.lock(self)
        # Versions are kept by the program only.
        self.env["raya.workorder.version"].sudo()._keep(self, reason)
        # No other verb leads out of approved, so no pair of states says it.
        self.sudo()._write_transition("progress")
        self._on_reopen(reason)
        for workorder in self:
            workorder.sudo().version += 1
            workorder.message_post(
                body=self.env._(
                    "Opened again as version %(version)s: %(reason)s",
                    version=self.env["res.lang"]._raya_format_number(workorder.version),
                    reason=reason,
                ),
                partner_ids=workorder._get_authors().partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
            workorder._tell_closed_call(reason)

    def _tell_closed_call(self, reason):
        """A correction of the report is no new work for the customer: a closed call stays closed, and its people read it."""
        # Whoever amends may have no right on the call.
        job = self.sudo()
        if job.is_call_closed:
            job.call_id.message_post(
                body=self.env._(
                    "The report of %(job)s is opened again as version %(version)s: %(reason)s. This call stays closed:"
                    " reopen it if there is more to do than to correct the report.",
                    job=job.name,
                    version=self.env["res.lang"]._raya_format_number(job.version),
                    reason=reason,
                ),
                author_id=self.env.user.partner_id.id,
                subtype_xmlid="mail.mt_note",
            )

    def _check_amendable(self):
        """Refuse reports that were never approved here; extended by what cannot be undone.

        :raises UserError: one sentence that names the job and the way to go
        """
        old = self.filtered("date_taken_over")[:1]
        if old:
            raise UserError(
                self.env._(
                    "%s was done before this system and stays as it was taken over. Make a new work order.",
                    old.display_name,
                )
            )
