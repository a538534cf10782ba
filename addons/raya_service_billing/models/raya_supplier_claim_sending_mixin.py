from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools.notices import notice

CHUNK = 200


class RayaSupplierClaimSendingMixin(models.AbstractModel):
    """How costs come on claims by themselves, and how claims reach the supplier."""

    _name = "raya.supplier.claim.sending.mixin"
    _description = "Collecting and Sending of Supplier Claims"

    @api.model
    def _cron_collect_claims(self):
        """Put what is to be claimed on draft claims, and remind of windows that end."""
        Line = self.env["raya.cost.voucher.line"]
        for company in self.env["res.company"].search([("raya_is_collecting_claims", "=", True)]):
            # What people withdrew comes back by their hands only, as what they do not claim.
            domain = [
                *self._to_claim_domain(company),
                ("claim_partner_id", "!=", False),
                ("claim_line_ids", "=", False),
            ]
            while lines := Line.search(domain, limit=CHUNK, order="id"):
                self.with_company(company)._collect(lines)
                if not self.env["ir.cron"]._commit_progress(len(lines)):
                    return
        self._remind_of_windows()

    @api.model
    def _to_claim_domain(self, company):
        return [("claim_status", "=", "to_claim"), ("company_id", "=", company.id)]

    @api.model
    def _remind_of_windows(self):
        """One activity on each draft claim whose window ends soon, for whoever claims from its supplier."""
        for company in self.env["res.company"].search([("raya_claim_days", ">", 0)]):
            last = fields.Date.add(company._raya_get_day(), days=company.raya_claim_days)
            domain = Domain("state", "=", "draft") & Domain("company_id", "=", company.id)
            claims = self.search(domain & Domain("date_until", "<=", last) & Domain("activity_ids", "=", False))
            for claim in claims:
                claim._remind_of_window()

    def _remind_of_window(self):
        policy = self.line_ids.voucher_line_id.claim_policy_id[:1]
        user = policy._get_responsible(self.company_id)
        if user:
            localized = self.with_context(lang=user.lang)
            localized.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.date_until,
                summary=localized.env._(
                    "Send %(claim)s to %(supplier)s", claim=self.name, supplier=self.partner_id.name
                ),
                user_id=user.id,
            )

    def action_send(self):
        """Number, date and amounts are fixed; the supplier gets the paper by mail where they have an address.

        :return: notification that says how it went to whom
        """
        self._check_state("draft")
        self._check_sendable()
        self._transition("sent", only_from="draft")
        for claim in self:
            # The day is a fact of the program.
            claim.sudo().date = claim.company_id._raya_get_day()
        mailed = self.filtered("partner_id.email")
        mailed._mail_paper("raya_service_billing.mail_template_supplier_claim")
        # They stay in the list of what somebody has to do otherwise.
        self.activity_ids.action_feedback()
        return self._notify_sent(self - mailed)

    def _check_sendable(self):
        """:raises UserError: names the claim that is empty, or late without a word about it"""
        for claim in self:
            if not claim.line_ids:
                raise UserError(self.env._("%s claims nothing. Choose costs in To Be Claimed first.", claim.name))
            if claim.is_late and not (claim.late_reason or "").strip():
                raise UserError(
                    self.env._(
                        "The window of %(supplier)s for %(jobs)s ended on %(day)s. Remove these lines, or write into"
                        " Why Late what you ask for.",
                        supplier=claim.partner_id.display_name,
                        jobs=", ".join(claim._get_late_lines().workorder_id.mapped("name")),
                        day=self.env["res.lang"]._raya_format_day(claim.date_until),
                    )
                )

    def _get_late_lines(self):
        day = self.company_id._raya_get_day()
        return self.line_ids.filtered(lambda line: line.claim_until and line.claim_until < day)

    def _notify_sent(self, unmailed):
        if unmailed:
            message = self.env._(
                "%(supplier)s has no mail address: print %(claim)s and send it.",
                supplier=unmailed[0].partner_id.display_name,
                claim=", ".join(unmailed.mapped("name")),
            )
        else:
            message = self.env._("%s is on its way to the supplier.", ", ".join(self.mapped("name")))
        return notice(message, "warning" if unmailed else "success")
