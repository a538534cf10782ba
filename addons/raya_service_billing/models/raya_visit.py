from typing import Any, NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .raya_charge_dimensions_mixin import COSTS

DISTANCE_DIGITS = 6


class Travel(NamedTuple):
    """What one job bears of a visit to it. It is charged as the lines of the report of that job are.

    :param workorder: ``raya.workorder``
    :param visit: ``raya.visit``
    """

    workorder: Any
    visit: Any

    @property
    def product_id(self):
        """What sells travel: nobody who reports a job need read settings."""
        return self.workorder.company_id._raya_get_travel_product().with_env(self.workorder.env)

    @property
    def fault_id(self):
        """Somebody travels for all that is wrong."""
        return self.workorder.env["raya.fault"]

    def _prepare_charge_values(self):
        """Values of the charge of this travel, before its price and who pays it."""
        return {
            "workorder_id": self.workorder.id,
            "visit_id": self.visit.id,
            "kind": "travel",
            "product_id": self.product_id.id,
            "quantity": 1.0,
            "product_uom_id": self.product_id.uom_id.id,
        }

    def _prepare_planned_values(self):
        """The same: a visit that is planned costs what it would cost as it stands."""
        return self._prepare_charge_values()


class Trip(NamedTuple):
    """Which part of a visit is a job's.

    :param visit: ``raya.visit``
    :param count: of the jobs that share it
    :param place: of this one among them, from 0 on
    """

    visit: Any
    count: int = 1
    place: int = 0


class RayaVisit(models.Model):
    _inherit = "raya.visit"

    charge_ids = fields.One2many("raya.charge", "visit_id", "Charges", readonly=True)
    agent_line_ids = fields.One2many(
        "raya.agent.statement.line", "visit_id", "Paid to Agents", readonly=True, groups=COSTS
    )
    charge_count = fields.Integer("Number of Charges", compute="_compute_charge_count", compute_sudo=True)

    def _compute_charge_count(self):
        counts = dict(self.env["raya.charge"]._read_group([("visit_id", "in", self.ids)], ["visit_id"], ["__count"]))
        for visit in self:
            visit.charge_count = counts.get(visit, 0)

    def write(self, vals):
        """What approved jobs were charged for, and agents paid for, stays as it was."""
        if "distance" in vals:
            changed = self._get_changed(vals["distance"])
            changed._check_not_charged()
            changed._check_not_paid()
        return super().write(vals)

    def _get_changed(self, distance):
        return self.filtered(
            lambda visit: float_compare(visit.distance, distance or 0.0, precision_digits=DISTANCE_DIGITS)
        )

    def _get_charge_that_stands(self):
        """One by which an approved job bears its part of the travel of these visits, if there is any."""
        # Technicians need not see what others are charged.
        return self.sudo().charge_ids._get_frozen()[:1]

    def _check_shares_stand(self):
        """:raises UserError: names the job that bears its part of the travel, as long as no other jobs share it"""
        charge = self._get_charge_that_stands()
        if charge:
            raise UserError(
                self.env._(
                    "The travel of %(visit)s is charged on %(job)s, shared by the jobs that it was made for. Plan another"
                    " visit, or have the report amended before.",
                    visit=charge.visit_id.name,
                    job=charge.workorder_id.name,
                )
            )

    def _check_not_charged(self):
        """:raises UserError: names the job that bears travel over another distance, as it was approved"""
        charge = self._get_charge_that_stands()
        if charge:
            raise UserError(
                self.env._(
                    "The travel of %(visit)s is charged on %(job)s. Have its report amended before you change the"
                    " distance.",
                    visit=charge.visit_id.name,
                    job=charge.workorder_id.name,
                )
            )

    def _check_not_paid(self):
        """:raises UserError: names the statement that pays an agent for these km, as it was submitted"""
        # As there.
        line = self.sudo().agent_line_ids.filtered(lambda line: line._is_closed_by_distance())[:1]
        if line:
            raise UserError(
                self.env._(
                    "%(statement)s pays for the km of %(visit)s. Have it opened again, or the report amended, before you"
                    " change the distance.",
                    statement=line.statement_id.name,
                    visit=line.visit_id.name,
                )
            )

    def action_open_charges(self):
        return self.charge_ids._get_records_action(name=self.env._("Charges"))

    def _get_trip(self, workorder):
        """Which part of this visit is a job's, as :class:`Trip`: all jobs that it was made for bear the same, but those
        that were cancelled since."""
        self.ensure_one()
        jobs = self.workorder_ids.filtered(lambda job: job == workorder or job.state != "cancelled").sorted("id")
        return Trip(self, len(jobs), jobs.ids.index(workorder.id))

    def _get_travel_day(self):
        """The day on which somebody arrived, or is to arrive."""
        return self.company_id._raya_get_day(self.date_arrived or self.date_start)
