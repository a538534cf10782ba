from odoo import models


class RayaWarrantyCertificateMixin(models.AbstractModel):
    """A coverage as the customer's certificate tells it."""

    _name = "raya.warranty.certificate.mixin"
    _description = "Coverage on a Certificate"

    def _prepare_certificate(self):
        """``name``, ``kind``, ``conditions`` and ``lines`` for the paper; without lines of its own, one for all."""
        self.ensure_one()
        return {
            "name": self.policy_id.name,
            "kind": self._get_label("kind"),
            "conditions": " ".join(self.policy_id._describe_exceptions()),
            "lines": [line._prepare_certificate() for line in self.line_ids] or [self._prepare_certificate_whole()],
        }

    def _prepare_certificate_whole(self):
        return {
            "what": self._get_label("kind"),
            "share": self._get_certificate_share(100),
            **self._prepare_certificate_dates(self),
        }

    def _get_certificate_share(self, share):
        """What the company bears; a commitment supplies parts and service, but does not pay them."""
        return self.env._("against payment") if self.kind == "commitment" else f"{share:g}%"

    def _prepare_certificate_dates(self, holder):
        """Dates of the coverage or of a line of it; a promise in words while it waits for its start."""
        return {
            "start": holder.date_start,
            "end": holder.date_end,
            "promise": "" if holder.date_start else self._get_promise_sentence(holder),
        }

    def _get_promise_sentence(self, holder):
        terms = holder.policy_line_id if holder._name == "raya.warranty.line" else self.policy_id
        terms = terms if terms.duration else self.policy_id
        units = dict(terms._fields["duration_unit"]._description_selection(self.env))
        events = dict(self.policy_id._fields["start_event"]._description_selection(self.env))
        return self.env._(
            "%(duration)s %(unit)s from: %(event)s",
            duration=terms.duration,
            unit=units[terms.duration_unit],
            event=events[self.policy_id.start_event],
        )

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]
