from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_duration, format_list

from ..tools.summary import Row, Section, shown


class RayaWorkorderSummary(models.AbstractModel):
    """The report of a job in short: for who submits it and for who decides on it."""

    _name = "raya.workorder.summary"
    _description = "Summary of a Job"

    @api.model
    def _render(self, job):
        """What the report of a job says, as HTML in the language of the reader."""
        # Whoever decides on a report reads all of it, and may have no right on its parts.
        values = {"sections": shown(self._get_sections(job.sudo())), "photos": self._get_photos(job)}
        return self.env["ir.qweb"]._render("raya_service_workorder.raya_workorder_summary", values)

    @api.model
    def _get_sections(self, job):
        """What a report says, as list of :class:`~.tools.summary.Section`, in the order in which it is read.

        Extended by add-ons above: ``[*super()…, Section(key, title, rows)]``, such as what
        the customer pays.

        :param job: one ``raya.workorder``, in superuser mode
        """
        return [
            Section("exceptions", self.env._("Look at This"), self._get_exception_rows(job)),
            Section("missing", self.env._("Not Done"), self._get_missing_rows(job)),
            Section("answers", self.env._("Found and Done"), self._get_answer_rows(job)),
            Section("checks", self.env._("Checked"), self._get_check_rows(job)),
            Section(
                "services",
                self.env._("Services and Time"),
                self._get_service_rows(job) + self._get_travel_rows(job),
            ),
            Section("parts", self.env._("Parts"), self._get_part_rows(job)),
            Section("coverage", self.env._("Warranty as It Stands"), self._get_coverage_rows(job)),
        ]

    def _get_exception_rows(self, job):
        labels, told = job._get_approval_exception_labels(), job._get_approval_exceptions()[job]
        return tuple(Row(labels[key], sentence, is_alarming=True) for key, sentence in told.items())

    def _get_missing_rows(self, job):
        """What stops the submission, what the warehouse has not issued, and what nobody answered."""
        rows = []
        if job._is_open():
            try:
                job._check_ready()
            except UserError as refusal:
                rows.append(Row(str(refusal), is_alarming=True))
        rows += [
            Row(part.product_id.display_name, self.env._("requested, not issued"), is_alarming=True)
            for part in job._get_requested_parts()
        ]
        if changed := self.env["raya.workorder.version"]._get_changes_since_signed(job):
            rows.append(
                Row(self.env._("Changed since it was signed"), format_list(self.env, changed), is_alarming=True)
            )
        unanswered = job.diagnosis_ids.filtered(lambda line: not line.is_answered)
        rows += [Row(line._get_statement_label(), self.env._("not answered"), is_alarming=True) for line in unanswered]
        return tuple(rows)

    def _get_answer_rows(self, job):
        answered = job.diagnosis_ids.filtered("is_answered")
        rows = [Row(line._get_statement_label(), line._get_answer_label()) for line in answered]
        if job.finding:
            rows.append(Row(self.env._("Findings"), job.finding))
        return tuple(rows)

    def _get_service_rows(self, job):
        rows = [
            Row(line.operation_id.display_name, self.env["res.lang"]._raya_write_digits(format_duration(line.hours)))
            for line in job.work_line_ids
        ]
        if len(rows) > 1:
            rows.append(Row(self.env._("Total"), self.env["res.lang"]._raya_write_digits(format_duration(job.hours))))
        return tuple(rows)

    def _get_travel_rows(self, job):
        written = self.env["res.lang"]._raya_write_digits
        kinds = ((self.env._("Travel"), job.hours_travel), (self.env._("Waiting"), job.hours_wait))
        return tuple(Row(label, written(format_duration(hours))) for label, hours in kinds if hours)

    def _get_part_rows(self, job):
        return tuple(Row(part.product_id.display_name, self._tell_part(part)) for part in job.part_ids)

    def _tell_part(self, part):
        used = self._format_quantity(part, part.qty_reported)
        if not part._is_issued():
            return self.env._("%s used from own stock", used)
        told = self.env._(
            "%(used)s used of %(issued)s issued", used=used, issued=self._format_quantity(part, part.qty_issued)
        )
        if part._is_zero(part.qty_kept):
            return told
        kept = self.env._(
            "%(quantity)s kept: %(reason)s",
            quantity=self._format_quantity(part, part.qty_kept),
            reason=part.kept_reason,
        )
        return f"{told} · {kept}"

    def _get_check_rows(self, job):
        """What was measured out of its range comes first."""
        answered = job.check_ids.filtered("is_answered").sorted(lambda check: not check.is_out_of_range)
        return tuple(
            Row(
                check.name,
                " – ".join(filter(None, [check._get_answer_text(), check.is_out_of_range and check.expected])),
                is_alarming=check.is_out_of_range,
            )
            for check in answered
        )

    def _get_coverage_rows(self, job):
        Warranty = self.env["raya.warranty"].with_company(job.company_id)
        decisions = self.env["raya.workorder.appraisal"]._decide_lines(job)
        return tuple(
            Row(line.display_name, Warranty._get_reason_sentence(decision.reason_key, decision.reason_args or {}))
            for line, decision in decisions.items()
        )

    def _get_photos(self, job):
        """Photos on a job, newest first."""
        return job._get_photos().sorted("id", reverse=True)[:12]

    def _format_quantity(self, part, quantity):
        number = self.env["res.lang"]._raya_format_number(quantity)
        return f"{number} {part.product_uom_id.name}"
