from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import bounds
from odoo.addons.raya_service_warranty.tools.coverage import SUPPLIER


class RayaChargeClaimMixin(models.AbstractModel):
    """What of a charge the supplier of the unit bears, as it was decided at approval."""

    _name = "raya.charge.claim.mixin"
    _description = "Supplier's Share of a Charge"

    claim_line_id = fields.Many2one(
        "raya.warranty.line",
        "Supplier's Coverage",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The line of the unit's supplier warranty by which a share of the cost is claimed.",
    )
    claim_policy_line_id = fields.Many2one(
        "raya.warranty.policy.line",
        "Supplier's Cover",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    claim_share = fields.Float(
        "Supplier's Share (%)", readonly=True, aggregator=None, help="Of the whole cost; never more than is covered."
    )
    claim_until = fields.Date(readonly=True, help="The last day of the supplier's window.")

    _claim_share_is_percent = models.Constraint(
        "CHECK (claim_share IS NULL OR claim_share BETWEEN 0 AND company_share)",
        "The supplier bears no more than what the company bears.",
    )

    @api.model
    def _prepare_claim_values(self, decision):
        """What a decision says of the supplier, as values of its charge.

        :param decision: ``tools.coverage.Decision``
        """
        won = [each.line for each in decision.candidates if each.wins and each.line.kind == SUPPLIER]
        share = decision.shares.get(SUPPLIER, 0.0)
        if not won or not share:
            return {}
        return {
            "claim_line_id": won[0].warranty_line_id or False,
            "claim_policy_line_id": won[0].id,
            "claim_share": share,
            "claim_until": self._get_claim_end(won[0]),
        }

    @api.model
    def _get_claim_end(self, line):
        """The last day on which a supplier's line of cover takes claims; none where it lasts for life."""
        if not line.date_end or line.date_end == bounds.PROMISED.besides:
            return False
        return line.date_end + timedelta(days=line.grace_days)
