from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_duration, format_list

from ..tools import summary

EXCEPTIONS = (
    "over_time",
    "unassigned_part",
    "warranty_ends",
    "repeat_call",
    "missing_defective",
    "lost_part",
    "out_of_range",
)


class RayaWorkorderAppraisal(models.AbstractModel):
    """What the lines of a report are worth, who would bear them now, and what is exceptional about it."""

    _name = "raya.workorder.appraisal"
    _description = "Appraisal of a Job"

    @api.model
    def _decide_lines(self, job):
        """Who would bear each line of a job if it were approved now.

        :param job: one ``raya.workorder``
        :return: dict of :class:`~odoo.addons.raya_service_warranty.tools.coverage.Decision` by line
        """
        lines = job._get_chargeable_lines()[job]
        asked = (job.asset_id, job._get_report_date(), [self._get_work(job, line) for line in lines])
        [decisions] = self.env["raya.asset"]._decide_jobs([asked], job.company_id.currency_id.round)
        return dict(zip(lines, decisions, strict=True))

    def _get_work(self, job, line):
        part = line.product_id if line._name == "raya.part" else None
        return self.env["raya.asset"]._get_work(
            "part" if part else "labour",
            fault=job._get_deciding_fault(line.fault_id),
            part=part,
            amount=self._get_line_amount(line),
        )

    @api.model
    def _get_amount(self, job):
        """Sales value of all that the report of a job charges, in the currency of the company."""
        return sum(self._get_line_amount(line) for line in job._get_chargeable_lines()[job])

    @api.model
    def _get_line_amount(self, line):
        """Sales value of one line before taxes, in the currency of the company.

        Overridden by add-ons that know the agreed price.
        """
        quantity = line.qty_reported if line._name == "raya.part" else line.hours
        product = line.product_id.with_company(line.company_id)
        return line.company_id.currency_id.round(product.lst_price * quantity)

    @api.model
    def _get_exception_labels(self):
        """Labels of what may be exceptional, in the order in which it is told."""
        return {
            "over_time": self.env._("Over the Standard Time"),
            "unassigned_part": self.env._("Part Not Assigned to the Fault"),
            "warranty_ends": self.env._("Warranty Nearly Expired"),
            "repeat_call": self.env._("Repeat Call"),
            "missing_defective": self.env._("Missing Defective Part"),
            "lost_part": self.env._("Lost Part"),
            "out_of_range": self.env._("Measured out of Range"),
        }

    @api.model
    def _get_exceptions(self, job):
        """What is exceptional about one job, as dict of sentences by key."""
        told = {key: getattr(self, f"_find_{key}")(job) for key in EXCEPTIONS}
        return {key: sentence for key, sentence in told.items() if sentence}

    def _find_over_time(self, job):
        lines = job.work_line_ids.filtered("operation_id.duration")
        actual, standard = sum(lines.mapped("hours")), sum(lines.mapped("operation_id.duration"))
        if not summary.is_over(actual, standard, job.company_id.sudo().raya_over_time_percent):
            return False
        return self.env._(
            "%(actual)s worked where %(standard)s is the standard time.",
            actual=self.env["res.lang"]._raya_write_digits(format_duration(actual)),
            standard=self.env["res.lang"]._raya_write_digits(format_duration(standard)),
        )

    def _find_unassigned_part(self, job):
        faults = job.diagnosis_ids.fault_id | job.work_line_ids.fault_id | job.part_ids.fault_id
        needs = faults.part_need_ids | job.work_line_ids.operation_id.part_need_ids
        used = job.part_ids.filtered(lambda part: part.qty_reported > 0)
        # A substitute is what was asked for, by another name.
        strange = used.filtered(
            lambda part: not (part.product_id | part.asked_product_id) & needs.product_id
        ).product_id
        if not strange:
            return False
        return self.env._(
            "%s is not among the parts of the faults and services of this job.",
            format_list(self.env, strange.mapped("display_name")),
        )

    def _find_warranty_ends(self, job):
        limit = job._get_report_date() + timedelta(days=job.company_id.sudo().raya_expiring_days)
        for decision in self._decide_lines(job).values():
            end = fields.Date.to_date((decision.reason_args or {}).get("date_end"))
            if decision.share and end and end <= limit:
                return self.env._("The warranty that pays ends on %s.", self.env["res.lang"]._raya_format_day(end))
        return False

    def _find_repeat_call(self, job):
        # Whoever approves need not read the earlier call.
        earlier = job.sudo().call_id.repeat_of_id
        return self.env._("The customer called about the same before: %s.", earlier.name) if earlier else False

    def _find_missing_defective(self, job):
        owed = job.part_ids.filtered(
            lambda part: part.is_old_owed and part.product_uom_id.compare(part.qty_defective, part.qty_reported) < 0
        )
        names = format_list(self.env, owed.product_id.mapped("display_name"))
        return self.env._("The old part of %s has not come back.", names) if owed else False

    def _find_out_of_range(self, job):
        strange = job.check_ids.filtered("is_out_of_range").mapped("name")
        return self.env._("Out of range: %s.", format_list(self.env, strange)) if strange else False

    def _find_lost_part(self, job):
        lost = job.part_ids.filtered("qty_lost").product_id.mapped("display_name")
        return self.env._("Lost: %s.", format_list(self.env, lost)) if lost else False
