from odoo import api, fields, models

from ..tools import ages
from .raya_workorder_minimum_mixin import MINIMUM

COSTS = "raya_service_base.group_service_accountant"
AGES = [
    ("000_003", "0 to 2"),
    ("003_006", "3 to 5"),
    ("006_012", "6 to 11"),
    ("012_018", "12 to 17"),
    ("018_024", "18 to 23"),
    ("024_036", "24 to 35"),
    ("036_060", "36 to 59"),
    (ages.OLDER, "60 and more"),
]
# Stored on the charge, and read from it by what counts costs.
DIMENSIONS = ("asset_id", "unit_product_id", "fault_id", "team_id", "user_id", "date_sold", "service_age")


class RayaChargeDimensionsMixin(models.AbstractModel):
    """By what charges are counted. It is written once, when the report is approved, from what the report says."""

    _name = "raya.charge.dimensions.mixin"
    _description = "Dimensions of a Charge"

    date = fields.Date("Approved On", index=True, readonly=True)
    asset_id = fields.Many2one("raya.asset", "Product File", index="btree_not_null", readonly=True)
    unit_product_id = fields.Many2one("product.product", "Model", index="btree_not_null", readonly=True)
    fault_id = fields.Many2one(
        "raya.fault",
        index="btree_not_null",
        help="Of the line, else the one by which it was decided who pays.",
        readonly=True,
    )
    team_id = fields.Many2one("raya.team", "Technical Team", index="btree_not_null", readonly=True)
    agent_id = fields.Many2one(
        "res.partner",
        "External Agent",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Whose team did it.",
    )
    user_id = fields.Many2one("res.users", "Technician", index="btree_not_null", readonly=True)
    date_sold = fields.Date("Unit Sold On", index="btree_not_null", readonly=True)
    service_age = fields.Selection(
        AGES,
        "Months in Service",
        index="btree_not_null",
        help="From the day the unit was installed, else activated, else sold, to the day the job was reported. Empty:"
        " none of these days is known.",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency")
    margin = fields.Monetary(
        compute="_compute_margin",
        store=True,
        groups=COSTS,
        help="What the order line asks the customer for, less the whole cost of the line.",
    )

    @api.depends("state", "ordered_amount", "cost")
    def _compute_margin(self):
        """What was taken back brought nothing and cost nothing, and neither does what is only proposed."""
        for charge in self:
            charge.margin = charge.ordered_amount - charge.cost if charge.state == "frozen" else 0.0

    def _prepare_dimensions_values(self):
        """What the approved report says: later ones, and what becomes of the unit, change nothing about it."""
        self.ensure_one()
        job, unit = self.workorder_id, self.workorder_id.asset_id
        date_sold = unit._get_first_day_of_sale() if unit else False
        return {
            "date": job.company_id._raya_get_day(job.approved_date),
            "asset_id": unit.id,
            "unit_product_id": job.product_id.id,
            "fault_id": job._get_deciding_fault(self.work_line_id.fault_id | self.part_id.fault_id).id,
            "team_id": job.team_id.id,
            # What tops services up is none that an agent is paid for.
            "agent_id": job.team_id.agent_id.id if self.price_key != MINIMUM else False,
            "user_id": job.user_id.id,
            "date_sold": date_sold,
            "service_age": self._get_service_age(unit, date_sold),
        }

    def _get_service_age(self, unit, date_sold):
        first_day = unit.date_installation or unit.date_activation or date_sold
        return ages.band(ages.whole_months(first_day, self.workorder_id.date_reported)) if first_day else False
