from odoo import api, models


class RayaWarrantyGrantMixin(models.AbstractModel):
    """Which coverages a unit has: granted by documents, withdrawn when these are undone, replaced by other policies."""

    _name = "raya.warranty.grant.mixin"
    _description = "Granting of Coverages"

    @api.model
    def _sync_grants(self, papers, grants):
        """Bring the coverages that documents grant to what they grant now.

        Safe to call after every event and as often as one likes. A coverage that
        is granted no more is deleted; one that may have decided something stays,
        void, with an event that says why.

        :param dict papers: by reference of each document looked at, such as
            ``sale.order.line,7``, the names of the papers that say what it grants
        :param list grants: values of every coverage that these documents grant:
            ``asset_id``, ``policy_id``, ``origin``, ``date_granted``, ``line_ids``
        """
        wanted = {(values["asset_id"], values["policy_id"], values["origin"]): values for values in grants}
        known = self.search([("origin", "in", list(papers))])
        present = {key: warranty for warranty in known for key in warranty._get_grant_keys() if key in wanted}
        gone = known.filtered(lambda warranty: not present.keys() & warranty._get_grant_keys())
        assets = known.asset_id
        lost = gone.asset_id, gone.policy_id, {warranty._get_origin_key() for warranty in gone}
        gone._withdraw(papers)
        for key, warranty in present.items():
            warranty._confirm_grant(wanted[key]["date_granted"], papers)
        fresh = self.create([values for key, values in wanted.items() if key not in present])
        # Also those that stay: extensions queue up behind one another.
        (assets | fresh.asset_id).warranty_ids._sync_dates()
        if lost[-1]:
            self._on_standing_changed(*lost)

    @api.model
    def _on_standing_changed(self, assets, policies, origins):
        """Called when coverages of these units were taken back or made void, or stand again.

        Extended by add-ons whose documents grant a coverage where no other one goes
        on; safe to be called as often as one likes. Returns nothing.

        :param policies: by which they were granted
        :param set origins: reference of each document that granted them, as in :meth:`_sync_grants`
        """

    def _get_origin_key(self):
        return f"{self.origin._name},{self.origin.id}" if self.origin else ""

    def _get_grant_key(self):
        return self.asset_id.id, self.policy_id.id, self._get_origin_key()

    def _get_grant_keys(self):
        """What a document granted may have moved to another unit since then."""
        return {warranty._get_grant_key() for warranty in self._get_chain()}

    def _withdraw(self, papers):
        kept = self._get_with_history()
        (self - kept).unlink()
        # A coverage that people voided stays theirs, and so does one that they
        # reinstated after it was taken back.
        # What has moved to another unit is taken back there.
        standing = kept.filtered(lambda warranty: warranty.standing not in ("void", "moved"))
        for warranty in standing.filtered(lambda warranty: not warranty.is_withdrawn):
            reason = self.env._("Taken back: see %(documents)s.", documents=papers[warranty._get_origin_key()])
            warranty._record_event("void", reason, warranty._get_next_event_date())
            warranty.is_withdrawn = True

    def _confirm_grant(self, date_granted, papers):
        if self.is_withdrawn:
            self.is_withdrawn = False
            if self.standing == "void":
                reason = self.env._("Granted again: see %(documents)s.", documents=papers[self._get_origin_key()])
                self._record_event("reinstate", reason, self._get_next_event_date())
        if self.date_granted != date_granted:
            self.date_granted = date_granted

    def _get_next_event_date(self):
        """Today, or the day of a later event that people entered before."""
        return max([self.company_id._raya_get_day(), *self._get_marking_dates()])

    # --- what hangs on a coverage, and what may take its place ----------------

    def _get_decided(self):
        """Those of these coverages that may have decided who pays for work.

        Extended by add-ons that ask coverages for decisions: they add those that answered.

        :return: part of these coverages
        """
        return self.browse()

    def _get_with_history(self):
        """Coverages with a life of their own: with events, or that may have decided who pays."""
        return self.filtered("event_ids") | self._get_decided()

    def _choose_replaced(self, policy):
        """Of these coverages the one whose place ``policy`` takes: an other version of it, else of its kind."""
        alike = self.filtered(lambda warranty: warranty.kind == policy.kind)
        versions = policy._get_versions()
        return (alike.filtered(lambda warranty: warranty.policy_id in versions) or alike)[:1]

    def _replace_policy(self, policy):
        """From now on this coverage is one of ``policy``; its events stay, and are replayed on the new terms.

        Lines of the same scope stay the same lines, so that what was used of them is not forgotten.
        """
        self.ensure_one()
        former = {line.policy_line_id._get_scope_key(): line for line in self.line_ids}
        self.policy_id = policy
        for policy_line in policy.line_ids:
            line = former.pop(policy_line._get_scope_key(), None)
            if line:
                line.policy_line_id = policy_line
            else:
                line = self.line_ids.create({"warranty_id": self.id, "policy_line_id": policy_line.id})
        self.line_ids.browse([line.id for line in former.values()]).unlink()
        # The start of the former policy is not one that has to be corrected.
        self.write({"date_start": False, "date_end": False})
        self._sync_dates()

    def _follow_sale(self, former, day):
        """Units were sold on another day than was known: the version of that day counts.

        Only a border between two versions matters; other changes of policies
        change nothing for units sold.

        :param former: the day of the sale by which these coverages of one policy were promised, if it was known
        :param datetime.date day: the right one
        """
        self.date_sold = day
        before = self.policy_id
        sold = before._get_version_sold(day)
        is_same_side = former and before._get_version_sold(former) == sold
        if sold == before or is_same_side:
            return
        for warranty in self:
            if sold not in warranty.asset_id.warranty_ids.policy_id:
                warranty._replace_policy(sold)
                warranty._record_version(before, day)

    def _record_version(self, before, day):
        """Remember that another version was thought to count before."""
        reason = self.env._(
            "The unit was sold on %(day)s: %(sold)s counts in place of %(before)s.",
            day=self.env["res.lang"]._raya_format_day(day),
            sold=self.policy_id.display_name,
            before=before.display_name,
        )
        self.env["raya.warranty.event"].create(
            {"warranty_id": self.id, "kind": "correct", "date": self.company_id._raya_get_day(), "reason": reason}
        )

    def _prepare_reapply_values(self, moment):
        """Policy and dates of this coverage, as values of ``raya.warranty.reapply.line``."""
        return {
            f"policy_{moment}_id": self.policy_id.id,
            f"start_{moment}": self.date_start,
            f"end_{moment}": self.date_end,
        }
