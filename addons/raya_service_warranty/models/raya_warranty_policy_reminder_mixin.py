from markupsafe import Markup
from odoo import models

NAMED = 10


class RayaWarrantyPolicyReminderMixin(models.AbstractModel):
    """Who is told that coverages of a policy end soon."""

    _name = "raya.warranty.policy.reminder.mixin"
    _description = "Reminder of the End of a Supplier's Window"

    def _compute_closing_count(self):
        counts = dict(self.env["raya.warranty"]._read_group(self._closing_domain(), ["policy_id"], ["__count"]))
        for policy in self:
            policy.closing_count = counts.get(policy, 0)

    def _closing_domain(self):
        """Coverages of which somebody was reminded, and that have not ended yet."""
        today = self.env.company._raya_get_day()
        return [("policy_id", "in", self.ids), ("reminded_on", "!=", False), ("date_end", ">=", today)]

    def action_view_closing(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_warranty.raya_warranty_closing_action")
        return {**action, "domain": self._closing_domain()}

    def _get_responsible(self, company):
        """Who claims from the supplier of this policy for a company: the first of the candidates who works there."""
        candidates = self._get_responsible_candidates(company)
        return next((user for user in candidates if user.active and company in user.company_ids), self.env["res.users"])

    def _get_responsible_candidates(self, company):
        """Users who may be responsible, the nearest first; extended by add-ons that know who leads.

        :return: list of ``res.users`` records
        """
        managers = self.env.ref("raya_service_base.group_service_manager").all_user_ids
        return [self.user_id, *managers.filtered(lambda user: company in user.company_ids)]

    def _remind_claims(self, warranties, company):
        """One activity for all these units, for whoever is responsible."""
        self.ensure_one()
        warranties.reminded_on = company._raya_get_day()
        user = self._get_responsible(company)
        localized = self.with_context(lang=user.lang)
        if user:
            localized.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=min(warranties.mapped("date_end")),
                summary=localized._prepare_claim_summary(warranties),
                note=localized._prepare_claim_note(warranties.with_env(localized.env)),
                user_id=user.id,
            )

    def _prepare_claim_summary(self, warranties):
        if len(warranties) == 1:
            return self.env._("The supplier's warranty of one unit ends")
        count = self.env["res.lang"]._raya_format_number(len(warranties))
        return self.env._("The supplier's warranty of %(count)s units ends", count=count)

    def _prepare_claim_note(self, warranties):
        """The first units by name and day, and where to see them all."""
        day = self.env["res.lang"]._raya_format_day
        items = Markup("").join(
            Markup("<li>{} – {}</li>").format(warranty.asset_id.display_name, day(warranty.date_end))
            for warranty in warranties[:NAMED]
        )
        return Markup('<p>{}</p><ul>{}</ul><p><a href="{}">{}</a></p>').format(
            self.env._("Claim what is to be claimed from %(supplier)s before.", supplier=self._get_grantor_name()),
            items,
            f"/odoo/service-warranty-policies/{self.id}/service-closing-claims",
            self.env._("All units"),
        )
