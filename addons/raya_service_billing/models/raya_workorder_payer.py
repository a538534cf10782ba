from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_workorder.models.raya_workorder import OVER_STATES


class RayaWorkorderPayer(models.Model):
    """Somebody else who pays for a job: a percent of what the company does not bear. Who pays for the job pays the
    rest, so that the percents always sum to the whole."""

    _name = "raya.workorder.payer"
    _description = "Other Payer of a Job"
    _order = "sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, ondelete="restrict", check_company=True
    )
    percent = fields.Float(
        "Pays (%)", required=True, digits=(16, 2), aggregator=None, help="Of what the company does not bear."
    )

    _partner_once = models.Constraint(
        "UNIQUE (workorder_id, partner_id)", "This payer stands on the work order already: change their percent."
    )

    @api.constrains("workorder_id", "percent")
    def _check_percents(self):
        self._check_undecided()
        for payer in self:
            shared = sum(payer.workorder_id.payer_ids.mapped("percent"))
            if payer.percent <= 0 or round(shared, 2) > 100:
                raise ValidationError(
                    self.env._(
                        "%(payer)s cannot pay %(percent)s %% of %(job)s: the percents of the other payers are above"
                        " zero, and at most 100 together.",
                        payer=payer.partner_id.display_name,
                        percent=self.env["res.lang"]._raya_format_number(payer.percent),
                        job=payer.workorder_id.display_name,
                    )
                )

    def write(self, vals):
        """Who paid for approved work stays as it was: the constraint sees only the job to which a row came."""
        self._check_undecided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_undecided()

    def _check_undecided(self):
        """:raises UserError: names the job whose shares are frozen, or that nobody pays"""
        over = self.workorder_id.filtered(lambda job: job.state in OVER_STATES)[:1]
        if over:
            raise UserError(
                self.env._(
                    "%s is over: who pays for it stays as it is. Have its report amended before you share it otherwise.",
                    over.display_name,
                )
            )
