from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_duration

from ..tools.summary import Row, Section, shown


class RayaWorkorderSummaryMixin(models.AbstractModel):
    """The report of a job in short: for who submits it and for who decides on it."""

    _name = "raya.workorder.summary.mixin"
    _description = "Summary of a Job"

    summary = fields.Html(compute="_compute_summary", sanitize=False)

    @api.depends_context("lang", "uid")
    def _compute_summary(self):
        for workorder in self:
            # Whoever decides on a report reads all of it, and may have no right on its parts.
            values = {"sections": shown(workorder.sudo()._get_summary_sections()), "photos": workorder._get_photos()}
            workorder.summary = self.env["ir.qweb"]._render("raya_service_workorder.raya_workorder_summary", values)

    def _get_summary_sections(self):
        """What a report says, as list of :class:`~.tools.summary.Section`, in the order in which it is read.

        Extended by floors above: ``[*super()…, Section(key, title, rows)]``, such as what
        the customer pays.
        """
        self.ensure_one()
        return [
            Section("exceptions", self.env._("Look at This"), self._get_exception_rows()),
            Section("missing", self.env._("Not Done"), self._get_missing_rows()),
            Section("answers", self.env._("Found and Done"), self._get_answer_rows()),
            Section("services", self.env._("Services and Time"), self._get_service_rows()),
            Section("parts", self.env._("Parts"), self._get_part_rows()),
            Section("coverage", self.env._("Warranty as It Stands"), self._get_coverage_rows()),
        ]

    def _get_exception_rows(self):
        labels, told = self._get_approval_exception_labels(), self._get_approval_exceptions()[self]
        return tuple(Row(labels[key], sentence, is_alarming=True) for key, sentence in told.items())

    def _get_missing_rows(self):
        """What stops the submission, and what the warehouse has not issued."""
        rows = []
        if self._is_open():
            try:
                self._check_ready()
            except UserError as refusal:
                rows.append(Row(str(refusal), is_alarming=True))
        for part in self._get_requested_parts():
            quantity = self._format_quantity(part, part.qty_requested - part.qty_issued)
            rows.append(
                Row(part.product_id.display_name, self.env._("%s requested, not issued", quantity), is_alarming=True)
            )
        unanswered = self.diagnosis_ids.filtered(lambda line: not line.is_answered)
        rows += [Row(line._get_statement_label(), self.env._("not answered"), is_alarming=True) for line in unanswered]
        return tuple(rows)

    def _get_answer_rows(self):
        answered = self.diagnosis_ids.filtered(lambda line: line.is_answered)
        rows = [Row(line._get_statement_label(), line._get_answer_label()) for line in answered]
        if self.finding:
            rows.append(Row(self.env._("Findings"), self.finding))
        return tuple(rows)

    def _get_service_rows(self):
        rows = [Row(line.operation_id.display_name, self._format_hours(line.hours)) for line in self.work_line_ids]
        if len(rows) > 1:
            rows.append(Row(self.env._("Total"), self._format_hours(self.hours)))
        return tuple(rows)

    def _get_part_rows(self):
        return tuple(
            Row(
                part.product_id.display_name,
                self.env._(
                    "%(used)s used of %(issued)s issued",
                    used=self._format_quantity(part, part.qty_used),
                    issued=self._format_quantity(part, part.qty_issued),
                ),
            )
            for part in self.part_ids
        )

    def _get_coverage_rows(self):
        Warranty = self.env["raya.warranty"].with_company(self.company_id)
        return tuple(
            Row(line.display_name, Warranty._get_reason_sentence(decision.reason_key, decision.reason_args or {}))
            for line, decision in self._decide_lines().items()
        )

    def _get_photos(self):
        """Images on this job, newest first."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("mimetype", "=like", "image/%")]
        return self.env["ir.attachment"].search(domain, limit=12)

    # What the lines are worth, and who bears them as it stands

    def _decide_lines(self):
        """Who would bear each line of this job if it were approved now.

        :return: dict of :class:`~odoo.addons.raya_service_warranty.tools.coverage.Decision` by line
        """
        self.ensure_one()
        lines = self._get_chargeable_lines()[self]
        works = [self._get_line_work(line) for line in lines]
        job = (self.asset_id, self._get_report_date(), works)
        [decisions] = self.env["raya.asset"]._decide_jobs([job], self.company_id.currency_id.round)
        return dict(zip(lines, decisions, strict=True))

    def _get_line_work(self, line):
        part = line.product_id if line._name == "raya.part" else None
        return self.env["raya.asset"]._get_work(
            "part" if part else "labour",
            fault=self._get_deciding_fault(line.fault_id),
            part=part,
            amount=self._get_line_amount(line),
        )

    def _get_line_amount(self, line):
        """Sales value of one line before taxes, in the currency of the company.

        Overridden by floors that know the agreed price.
        """
        quantity = line.qty_used if line._name == "raya.part" else line.hours
        product = line.product_id.with_company(self.company_id)
        return self.company_id.currency_id.round(product.lst_price * quantity)

    def _get_deciding_fault(self, fault):
        """A line that names no fault may belong to any that was found. It is held
        against the customer only when they caused all of them."""
        faults = fault or self.diagnosis_ids.fault_id
        return (faults.filtered(lambda found: not found.is_customer_caused) or faults)[:1]

    def _get_charged_parts(self):
        return self.env["raya.part"].browse(
            line.id for line in self._get_chargeable_lines()[self] if line._name == "raya.part"
        )

    def _format_hours(self, hours):
        return format_duration(hours)

    def _format_quantity(self, part, quantity):
        number = self.env["res.lang"]._raya_format_number(quantity)
        return f"{number} {part.product_uom_id.name}"
