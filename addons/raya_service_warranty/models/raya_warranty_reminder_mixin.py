from odoo import api, fields, models

from odoo.addons.raya_service_asset.tools import sync

from .raya_asset_promise_mixin import CHUNK


class RayaWarrantyReminderMixin(models.AbstractModel):
    """Coverages that end soon: a claim on the supplier, an offer to the customer."""

    _name = "raya.warranty.reminder.mixin"
    _description = "Reminder of the End of a Coverage"

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
