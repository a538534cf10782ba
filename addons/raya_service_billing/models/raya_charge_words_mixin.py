from odoo import models

from .raya_workorder_minimum_mixin import MINIMUM


class RayaChargeWordsMixin(models.AbstractModel):
    """What the customer reads of a charge on orders and invoices, in their language."""

    _name = "raya.charge.words.mixin"
    _description = "Words of a Charge"

    def _get_line_text(self, name, lang):
        """The words of an order line: what is sold, the service, the unit with its serial number, the covered share.

        :param str name: as the line is called without a job
        :param str lang: of whoever reads it
        """
        self.ensure_one()
        charge = self.with_context(lang=lang or self.env.lang)
        service = charge.work_line_id.operation_id.name
        texts = [name, service if service and service not in name else "", charge._get_visit_text()]
        texts.append(charge.price_reason if charge.price_key == MINIMUM else "")
        texts.append(charge._get_unit_text())
        return "\n".join(filter(None, [*texts, *self._get_share_texts(lang)]))

    def _get_visit_text(self):
        """The visit whose travel is charged, in the language of the context; nothing of other work."""
        visit = self.visit_id
        if not visit:
            return ""
        lang = self.env["res.lang"]
        terms = {"visit": visit.name, "day": lang._raya_format_day(visit._get_travel_day())}
        if not visit.distance:
            return self.env._("Visit %(visit)s of %(day)s", **terms)
        distance = lang._raya_format_number(visit.distance)
        return self.env._("Visit %(visit)s of %(day)s, %(distance)s km", **terms, distance=distance)

    def _get_unit_text(self):
        """The unit of the job, in the language of the context."""
        job = self.workorder_id
        if not job.asset_id.serial:
            return job.product_id.name or ""
        return self.env._(
            "%(product)s, serial number %(serial)s", product=job.product_id.name, serial=job.asset_id.serial
        )
