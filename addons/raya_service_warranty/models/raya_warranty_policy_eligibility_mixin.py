from odoo import Command, api, models
from odoo.fields import Domain

from odoo.addons.raya_service_asset.tools import sync

from .raya_asset_promise_mixin import CHUNK, PROMISED_KINDS


class RayaWarrantyPolicyEligibilityMixin(models.AbstractModel):
    """Which sales a policy is promised to."""

    _name = "raya.warranty.policy.eligibility.mixin"
    _description = "Sales That a Warranty Policy Is For"

    def _choose(self, levels, sale, kinds):
        """Of the policies on these levels, those promised by one sale.

        :param list levels: policies of the product, its category, the one above …
        :param sale: the :class:`~.raya_asset_promise_mixin.SaleTerms`
        :param kinds: kinds of policy to look for
        """
        chosen = self.browse()
        missing = set(kinds)
        for level in levels:
            fitting = level._get_versions_sold(sale.day).filtered(lambda policy: policy._fits(sale))
            chosen |= fitting.filtered_domain([("kind", "in", list(missing))])
            missing -= set(fitting.mapped("kind"))
        return chosen.sorted()

    def _depends_on_country(self):
        """Whether one of these policies, or of the versions before them, is for some countries only."""
        policies = self
        while policies:
            if any(policy.is_by_country for policy in policies):
                return True
            policies = policies.previous_version_id
        return False

    def _fits(self, sale):
        """Whether this policy is for that sale of its products."""
        self.ensure_one()
        return (
            (not self.company_id or self.company_id in sale.company.parent_ids)
            and (not self.is_by_country or sale.country in self.country_ids)
            and (not self.date_from or self.date_from <= sale.day)
            and (not self.date_to or sale.day <= self.date_to)
        )

    def _get_lines_at_once(self):
        """Lines by policy with their terms, in the one query that every sale has; ``line_ids`` would take two."""
        return (
            self.env["raya.warranty.policy.line"]
            .search_fetch([("policy_id", "in", self.ids)], ["policy_id", "duration", "duration_unit"])
            .grouped("policy_id")
        )

    def _prepare_coverage_values(self, evidence, lines):
        """Lines and dates of a coverage by this policy.

        :param dict evidence: date by start event, see ``raya.asset._get_evidence()``
        :param lines: those of this policy
        """
        self.ensure_one()
        start = self._get_start(evidence) or False
        anchor = start and self._get_anchor(start, evidence)
        ends = {line: anchor and line._get_end(anchor) for line in lines}
        return {
            "priority": self.sequence,
            "date_sold": evidence.get("invoice") or evidence.get("delivery"),
            "date_start": start,
            "date_end": max(ends.values(), default=anchor and self._get_end(anchor)),
            "is_start_assumed": bool(start) and not evidence.get(self.start_event),
            "line_ids": [
                Command.create({"policy_line_id": line.id, "date_start": start, "date_end": end})
                for line, end in ends.items()
            ],
        }

    # --- units already sold --------------------------------------------------

    @api.model
    def _reach_sold_units(self):
        """Give policies for units already sold to those that lack them, as far as the time goes.

        Each policy remembers how far it has come, so that the next run goes on
        there; it begins anew when it is promised to other sales than before.
        """
        for policy in self.search([("is_retroactive", "=", True), ("kind", "in", PROMISED_KINDS)]):
            policy._restart_if_changed()
            while files := self.env["raya.asset"].search(policy._sold_units_domain(), order="id", limit=CHUNK):
                policy._reach(files)
                policy.reached_asset_id = files[-1].id
                if not self.env["ir.cron"]._commit_progress(len(files)):
                    return

    def _restart_if_changed(self):
        sales = (
            sorted(self.product_tmpl_ids.ids),
            sorted(self.categ_ids.ids),
            sorted(self.country_ids.ids),
            self.company_id.id,
            str(self.date_from),
            str(self.date_to),
        )
        if self.reached_for != str(sales):
            self.write({"reached_for": str(sales), "reached_asset_id": 0})

    def _sold_units_domain(self):
        """Units further on that this policy may be for."""
        products = Domain("product_id.product_tmpl_id", "in", self.product_tmpl_ids.ids)
        if self.categ_ids:
            products |= Domain("product_id.categ_id", "child_of", self.categ_ids.ids)
        return products & Domain(
            [
                ("id", ">", self.reached_asset_id),
                ("is_promised", "=", True),
                ("state", "in", sync.LIVE),
            ]
        )

    def _reach(self, files):
        """Give this policy to those of the units it fits."""
        policies = {file: found & self for file, found in files._get_policies().items()}
        files._grant(policies, files.sudo().warranty_ids)
