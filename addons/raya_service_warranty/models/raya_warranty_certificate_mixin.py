from odoo import models

from ..tools import period


class RayaWarrantyCertificateMixin(models.AbstractModel):
    """A coverage as the customer's certificate tells it."""

    _name = "raya.warranty.certificate.mixin"
    _description = "Coverage on a Certificate"

    def _prepare_certificate(self):
        """``name``, ``kind``, ``conditions``, ``legal_url`` and ``lines`` for the paper; without lines of its own,
        one for all."""
        self.ensure_one()
        return {
            "name": self.policy_id.name,
            "kind": self._get_label("kind"),
            "conditions": " ".join(self.policy_id._describe_exceptions()),
            "legal_url": self.policy_id.legal_url,
            "lines": [line._prepare_certificate() for line in self.line_ids] or [self._prepare_certificate_whole()],
        }

    def _prepare_certificate_whole(self):
        return {
            "what": self._get_label("kind"),
            **self._prepare_certificate_share(100),
            **self._prepare_certificate_dates(self),
        }

    def _prepare_certificate_share(self, share):
        """What the company bears; a commitment supplies parts and service, but does not pay them."""
        if self.kind == "commitment":
            return {"share": self.env._("against payment"), "is_whole": False}
        return {"share": self.env["res.lang"]._raya_format_percent(share), "is_whole": share >= 100}

    def _prepare_certificate_dates(self, holder):
        """Dates of the coverage or of a line of it, as they are written; a promise in words while it has none."""
        is_lifelong = period.is_lifelong(holder.date_end)
        return {
            "start": self._format_certificate_day(holder.date_start),
            "end": self.env._("For life") if is_lifelong else self._format_certificate_day(holder.date_end),
            "is_lifelong": is_lifelong,
            "promise": "" if holder.date_start else self._get_promise_sentence(holder),
        }

    def _format_certificate_day(self, day):
        """By both calendars where the customer or the policy counts by the Solar Hijri one."""
        lang = self.env["res.lang"]
        units = {self.policy_id.duration_unit, *self.policy_id.line_ids.mapped("duration_unit")}
        is_solar = "solar_month" in units or lang._raya_is_solar()
        return lang._raya_format_day_twice(day) if is_solar else lang._raya_format_day(day)

    def _get_promise_sentence(self, holder):
        policy = self.policy_id
        term = holder.policy_line_id._get_term() if holder._name == "raya.warranty.line" else policy._get_term()
        promise = policy._describe_term_of(*term)
        if not self._needs_proof():
            return promise
        return promise + " " + self.env._("The day of that is not known: it needs proof.")

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]
