from datetime import datetime, time, timedelta

from odoo import fields, models

from odoo.addons.raya_service_base.tools import bounds

URGENT = "2"
# Levels of skill that not everybody has.
DIFFICULT = ("3", "4")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class RayaTariffSurcharge(models.Model):
    """What services cost more by a tariff, and when."""

    _name = "raya.tariff.surcharge"
    _description = "Surcharge of a Tariff"
    _inherit = ["raya.version.line.mixin", "raya.bounds.mixin"]
    _line_of = "tariff_id"
    _order = "tariff_id, kind"
    _rec_name = "kind"
    _bounds = {"percent": bounds.Bounds(0, 1000, is_above=True)}

    tariff_id = fields.Many2one("raya.tariff", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="tariff_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("urgent", "Urgent"),
            ("outside_hours", "Outside Working Hours"),
            ("difficult", "Difficult"),
        ],
        "When",
        required=True,
        help="Urgent: by the priority of the job. Outside working hours: the work began when the team does not work, or"
        " on a day off. Difficult: the service asks for a senior technician or an expert.",
    )
    percent = fields.Float("More (%)", required=True)

    _once = models.UniqueIndex("(tariff_id, kind)", "This surcharge stands on the tariff already. Change its percent.")

    def _filter_holding(self, workorder, work_line):
        """Those of these that hold for a service of a job.

        :param work_line: ``raya.work.line``, perhaps empty
        """
        return self.filtered(lambda surcharge: getattr(surcharge, f"_holds_{surcharge.kind}")(workorder, work_line))

    def _holds_urgent(self, workorder, work_line):
        return workorder.priority == URGENT

    def _holds_difficult(self, workorder, work_line):
        return work_line.operation_id.skill_level in DIFFICULT

    def _holds_outside_hours(self, workorder, work_line):
        """Whether a time of the service began outside the hours; of a time without clock its day counts."""
        company = workorder.company_id
        calendar = workorder.team_id.resource_calendar_id or company.resource_calendar_id
        hours = calendar._raya_get_working_time(company)
        return any(not hours.seconds(*self._get_beginning(row)) for row in work_line.time_ids)

    def _get_beginning(self, row):
        if row.start:
            return row.start, row.start + MINUTE
        midnight = datetime.combine(row.date, time())
        return midnight, midnight + DAY
