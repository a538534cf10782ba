from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.raya_service_asset.tools import sync

from .raya_asset_promise import CHUNK

NAMED = 10


class RayaWarrantyPolicy(models.Model):
    """Who is told that coverages of a policy end soon."""

    _inherit = "raya.warranty.policy"

    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        help="Is reminded before a supplier's window closes. Empty: a service manager.",
    )
    offer = fields.Selection(
        [("setting", "As in the Settings"), ("always", "Yes"), ("never", "No")],
        "Offer an Extension",
        default="setting",
        required=True,
        help="Customers get a mail that offers an extended warranty before this one ends.",
    )
    closing_count = fields.Integer("Closing", compute="_compute_closing_count")

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
        return self.env._("The supplier's warranty of %(count)s units ends", count=len(warranties))

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


class RayaWarranty(models.Model):
    """Coverages that end soon: a claim on the supplier, an offer to the customer."""

    _inherit = "raya.warranty"

    reminded_on = fields.Date(readonly=True, copy=False, help="The day the company was reminded that it ends.")
    offered_on = fields.Date(readonly=True, copy=False, help="The day an extended warranty was offered.")

    _ending_idx = models.Index("(date_end) WHERE reminded_on IS NULL AND offered_on IS NULL")

    @api.model
    def _cron_remind_claims(self):
        """Remind the company of units that its suppliers cover no longer than a few days more.

        One activity for each policy and run; every coverage is counted in once.
        """
        for company in self.env["res.company"].search([("raya_claim_days", ">", 0)]):
            ending = self._search_ending(company, company.raya_claim_days, [("reminded_on", "=", False)], ["supplier"])
            for policy, warranties in ending.grouped("policy_id").items():
                policy._remind_claims(warranties, company)
                if not self.env["ir.cron"]._commit_progress(len(warranties)):
                    return

    @api.model
    def _cron_offer_extensions(self):
        """Offer an extended warranty to customers whose warranty ends soon, once for each coverage."""
        for company in self.env["res.company"].search([("raya_offer_days", ">", 0)]):
            offers = ["always", "setting"] if company.raya_is_offering else ["always"]
            domain = [("offered_on", "=", False), ("policy_id.offer", "in", offers)]
            ending = self._search_ending(company, company.raya_offer_days, domain, ["warranty", "extended"])
            while ending:
                ending[:CHUNK]._offer_extension()
                if not self.env["ir.cron"]._commit_progress(len(ending[:CHUNK])):
                    return
                ending = ending[CHUNK:]

    @api.model
    def _search_ending(self, company, days, domain, kinds):
        """Coverages in force of units in use that end within so many days."""
        today = company._raya_get_day()
        return self.search(
            [
                *domain,
                ("company_id", "=", company.id),
                ("policy_id.kind", "in", kinds),
                ("asset_id.state", "in", sync.LIVE),
                ("date_end", ">=", today),
                ("date_end", "<=", fields.Date.add(today, days=days)),
            ],
            order="date_end, id",
        ).filtered(lambda warranty: warranty._get_state(today) == "active")

    def _offer_extension(self):
        """Mail those who may be written to and have nothing that covers them longer."""
        offered = self.filtered(lambda warranty: warranty._may_offer())
        for company, own in offered.grouped("company_id").items():
            own.offered_on = company._raya_get_day()
        template = self.env.ref("raya_service_warranty.mail_template_raya_warranty_offer", raise_if_not_found=False)
        if template and offered:
            template.send_mail_batch(offered.ids)

    def _may_offer(self):
        partner = self.asset_id.partner_id
        longer = self.asset_id.warranty_ids.filtered(
            lambda other: (
                other.kind in ("warranty", "extended")
                and other.standing != "void"
                and (other.date_end or self.date_end) > self.date_end
            )
        )
        return bool(partner.active and partner.email_normalized and not partner.is_blacklisted and not longer)
