from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import bounds

from ..tools import tariff

# What a percent changes on a line.
LINE_PRICES = ("price", "minimum_amount")


class RayaTariffRevision(models.TransientModel):
    """Asks how the prices of the next version of a tariff differ, and from when on it is valid."""

    _name = "raya.tariff.revision"
    _description = "New version of a tariff"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    # Nobody raises prices a hundredfold, and nobody gives work away.
    _bounds = {"percent": bounds.Bounds(-99, 10_000), "step": bounds.NOT_NEGATIVE}

    tariff_id = fields.Many2one(
        "raya.tariff", required=True, ondelete="cascade", default=lambda self: self.env.context.get("active_id")
    )
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    date_from = fields.Date(
        "Valid From", compute="_compute_date_from", store=True, readonly=False, precompute=True, required=True
    )
    percent = fields.Float("Change (%)", help="12.5 raises all prices by an eighth, -10 lowers them by a tenth.")
    step = fields.Monetary("Rounded To", help="Prices are multiples of this amount. 0: rounded as the currency is.")
    method = fields.Selection(
        [("near", "To the Nearest"), ("up", "Up"), ("down", "Down")], "Rounding", default="near", required=True
    )

    @api.depends("tariff_id")
    def _compute_date_from(self):
        for wizard in self:
            wizard.date_from = wizard.tariff_id and wizard.tariff_id._get_next_day()

    @api.constrains("step", "percent")
    def _check_prices_left(self):
        """A step that is greater than a price would make it nothing."""
        for wizard in self:
            priced = wizard.tariff_id
            prices = [(line.display_name, line[name]) for line in priced.line_ids for name in LINE_PRICES]
            prices.append((priced._fields["job_minimum"]._description_string(self.env), priced.job_minimum))
            lost = [name for name, price in prices if price and not wizard._change(price)]
            if lost:
                raise ValidationError(
                    self.env._(
                        "%(line)s would cost nothing, rounded to %(step)s. Choose a smaller step, or round up.",
                        line=lost[0],
                        step=self.env["res.lang"]._raya_format_amount(wizard.step, wizard.currency_id),
                    )
                )

    def action_create(self):
        """Make the draft with the changed prices, and show it."""
        self.ensure_one()
        version = self.tariff_id._create_next_version()
        version.write({"date_from": self.date_from, "job_minimum": self._change(version.job_minimum)})
        for line in version.line_ids:
            line.write({name: self._change(line[name]) for name in LINE_PRICES})
        return version._get_records_action()

    def _change(self, price):
        return tariff.change_price(price, self.percent, self.step or self.currency_id.rounding, self.method)
