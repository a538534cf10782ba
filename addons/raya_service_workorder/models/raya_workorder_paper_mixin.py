import base64
from typing import Any, NamedTuple

from odoo import models
from odoo.fields import Domain

from odoo.addons.raya_web_persian.tools import direction

from ..tools import bilingual, durations

# What browsers show and printers of PDFs print.
PHOTOS = Domain("mimetype", "in", ("image/png", "image/jpeg", "image/webp", "image/gif"))
# What the customer reads of a report, by model: only this is told of what an amendment changed.
PRINTED = {
    None: frozenset(
        {
            *("partner_id", "site_id", "asset_id", "product_id", "date_reported", "kind", "place", "statement"),
            *("user_id", "finding", "outcome", "meter_value", "recommendation", "date_next_service"),
            "customer_remark",
        }
    ),
    "raya.diagnosis": frozenset({"symptom_id", "fault_id", "reason_id", "component_id", "cause_id", "note"}),
    "raya.work.line": frozenset({"operation_id", "date"}),
    "raya.part": frozenset({"product_id", "qty_reported", "lot_ids", "removed_serial"}),
    "raya.time": frozenset({"kind", "user_id", "hours"}),
    "raya.check": frozenset({"answer", "measured", "text", "choice", "photo"}),
}


class PaperAnswer(NamedTuple):
    """One block of the paper.

    :param statement: the ``raya.diagnosis``; empty for what was done for no statement
    :param services: ``raya.work.line`` done for its fault
    :param parts: ``raya.part`` used for its fault
    """

    statement: Any
    services: Any
    parts: Any


class RayaWorkorderPaperMixin(models.AbstractModel):
    """What the work report prints: it speaks the customer's language, and tells no price."""

    _name = "raya.workorder.paper.mixin"
    _description = "Work Report on Paper"

    def _get_paper_answers(self):
        """Each statement of the customer with what was done for its answer, and last what was done for none.

        Every service and every used part stands on the paper once.

        :return: list of :class:`PaperAnswer`
        """
        self.ensure_one()
        services, parts = self.work_line_ids, self.part_ids.filtered(lambda part: part.qty_reported > 0)
        answers = []
        for statement in self.diagnosis_ids:
            fault = statement.fault_id
            done = services.filtered(lambda line, fault=fault: fault and line.fault_id == fault)
            used = parts.filtered(lambda part, fault=fault: fault and part.fault_id == fault)
            answers.append(PaperAnswer(statement, done, used))
            services, parts = services - done, parts - used
        if services or parts:
            answers.append(PaperAnswer(self.diagnosis_ids[:0], services, parts))
        return answers

    def _get_paper_times(self):
        """Time of everybody who was there, as text: ``(name, {kind: time})``; the last row is the sum of several."""
        self.ensure_one()
        rows = [(user.name, times) for user, times in self.time_ids.filtered("seconds").grouped("user_id").items()]
        if len(rows) > 1:
            rows.append((self.env._("Together"), self.time_ids))
        return [
            (
                name,
                {kind: self._write_paper_time(of_kind) for kind, of_kind in times.grouped("kind").items()},
            )
            for name, times in rows
        ]

    def _write_paper_time(self, times):
        """:param times: ``raya.time``, whose sum is written as hours and minutes"""
        text = durations.text(sum(times.mapped("seconds"))).zfill(5)
        return self.env["res.lang"]._raya_write_digits(text)

    def _get_paper_days(self):
        """Days of the visits that were made, in words."""
        self.ensure_one()
        arrived = self.visit_ids.filtered("date_arrived").sorted("date_arrived")
        days = dict.fromkeys(self.company_id._raya_get_day(visit.date_arrived) for visit in arrived)
        return [self.env["res.lang"]._raya_format_day(day) for day in days]

    def _get_photos(self):
        """Pictures of these jobs as paper, phone and summary have them, the oldest first.

        What was sent in a message was not meant for them.
        """
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids) & PHOTOS
        pictures = self.env["ir.attachment"].search_fetch(
            domain & Domain("res_field", "=", False), ["res_id"], order="id"
        )
        sent = self.env["mail.message"].search([("attachment_ids", "in", pictures.ids)]) if pictures else None
        return pictures - sent.attachment_ids if sent else pictures

    def _get_paper_photos_of_caller(self):
        """What the customer showed with their request."""
        # Whoever prints the job prints what it was asked for by, also of a call that they may not read.
        return self.env["raya.caller.data"].sudo()._get_files(self.call_id, PHOTOS).sorted("id")

    def _get_paper_changes(self):
        """What an amended report says otherwise than the one approved before it, one sentence each."""
        self.ensure_one()
        return self.version_ids[:1]._get_changes(PRINTED)

    def _get_paper_url(self):
        """What the picture on the paper opens: how far the call is, else the page of the unit.

        :return: the address, ``None`` for a job with neither
        """
        self.ensure_one()
        if self.call_id:
            return f"{self.get_base_url()}{self.env['raya.call.request']._get_tracking_url(self.call_id)}"
        return self.asset_id._get_label_url() if self.asset_id._get_printable() else None

    def _get_paper_qr(self):
        """That address as a picture, a data URI: the printer of PDFs needs no network."""
        url = self._get_paper_url()
        if not url:
            return None
        picture = self.env["ir.actions.report"].barcode("QR", url, width=200, height=200, quiet=False, barLevel="M")
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    def _get_paper_second_lang(self):
        """The other language of a bilingual paper: the company's, else English, else any that is installed.

        :return: its code, ``None`` where only the customer's is installed
        """
        self.ensure_one()
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        wanted = [self.company_id.partner_id.lang, "en_US", *installed]
        first = self._get_print_lang()
        return next((code for code in wanted if code in installed and code != first), None)

    def _join_paper_languages(self, page, other, lang):
        """The page with each of its words in a second language, too.

        :param page: rendered in the customer's language
        :param other: the same, rendered in the second one
        :param str lang: code of the second one
        """
        return bilingual.joined(page, other, self.env["res.lang"]._get_data(code=lang).direction or "ltr")

    def _prepare_printed_page(self, page):
        """Also on a paper from left to right, the customer's words may be from right to left."""
        return direction.printable(page, "rtl")
