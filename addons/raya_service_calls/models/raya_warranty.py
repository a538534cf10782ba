from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import coverage, registration


class RayaWarranty(models.Model):
    """The coverage of one unit by one policy, with its own dates."""

    _name = "raya.warranty"
    _description = "Coverage"
    _order = "date_start, id"
    _rec_name = "policy_id"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    policy_id = fields.Many2one("raya.warranty.policy", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(related="policy_id.kind")
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)
    state = fields.Selection(
        [("future", "Not Started"), ("active", "Active"), ("expired", "Expired")],
        "Status",
        compute="_compute_state",
    )

    _policy_once = models.UniqueIndex("(asset_id, policy_id)", "This unit has a coverage of this policy already.")
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A coverage cannot end before it starts.")

    @api.depends("date_start", "date_end")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for warranty in self:
            if today < warranty.date_start:
                warranty.state = "future"
            else:
                warranty.state = "active" if today <= warranty.date_end else "expired"

    def _get_coverage_lines(self):
        """What these coverages grant, as plain values for the decision.

        A commitment supplies parts and service against payment: it covers
        nothing (DOMAIN, warranty rule 8).
        """
        return [
            coverage.CoverageLine(
                id=line.id,
                name=line.display_name,
                scope=line.scope,
                share=line.share,
                date_start=warranty.date_start,
                date_end=warranty.date_end,
                priority=warranty.policy_id.sequence,
            )
            for warranty in self
            if warranty.kind != "commitment" and warranty.asset_id.state in registration.LIVE
            for line in warranty.policy_id.line_ids
        ]

    @api.model
    def _get_reason_sentence(self, key, args):
        """One sentence that explains a decision, in the language of the reader.

        :param str key: ``reason_key`` of a :class:`~.tools.coverage.Decision`
        :param dict args: its ``reason_args``, also as they come back from JSON
        """
        sentences = {
            "covered": self.env._("Covered until %(date_end)s by %(cover)s."),
            "covered_partly": self.env._(
                "%(share)s%% covered until %(date_end)s by %(cover)s; the customer pays the rest."
            ),
            "no_policy": self.env._("Charged: no warranty is known for this unit."),
            "customer_caused": self.env._(
                "Charged: the customer caused this fault, and %(cover)s does not cover that."
            ),
            "expired": self.env._("Charged: %(cover)s ended on %(date_end)s."),
            "not_started": self.env._("Charged: %(cover)s starts only on %(date_start)s."),
            "other_scope": self.env._("Charged: %(cover)s does not cover this kind of work."),
        }
        return sentences[key] % self._prepare_reason_terms(args)

    def _prepare_reason_terms(self, args):
        """Names and dates of a reason, as this reader writes them."""
        line = self.env["raya.warranty.policy.line"].sudo().browse(args.get("line_id")).exists()
        return {
            "cover": line.display_name or args.get("cover"),
            "share": f"{args.get('share', 0):g}",
            "date_start": format_date(self.env, args.get("date_start")),
            "date_end": format_date(self.env, args.get("date_end")),
        }
