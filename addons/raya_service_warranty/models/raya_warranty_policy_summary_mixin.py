from odoo import api, models
from odoo.tools import format_list

from ..tools import period


class RayaWarrantyPolicySummaryMixin(models.AbstractModel):
    """A policy in a few sentences, for whoever has to check what it promises."""

    _name = "raya.warranty.policy.summary.mixin"
    _description = "Summary of a Warranty Policy"

    @api.depends_context("lang")
    @api.depends(
        "kind",
        "start_event",
        "start_cap",
        "start_cap_event",
        "duration",
        "duration_unit",
        "grace_days",
        "is_from_last_sale",
        "is_transferable",
        "is_restarting",
        "legal_ground",
        "usage_limit",
        "usage_meter",
        "excluded_categ_ids",
        "excluded_product_ids",
        "line_ids.scope",
        "line_ids.share",
        "line_ids.duration",
        "line_ids.duration_unit",
        "line_ids.usage_limit",
        "line_ids.usage_meter",
        "line_ids.max_count",
        "line_ids.max_amount",
        "line_ids.component_id",
        "line_ids.categ_id",
        "line_ids.product_id",
    )
    def _compute_summary(self):
        for policy in self:
            policy.summary = "\n".join(policy._get_summary_sentences())

    def _get_summary_sentences(self):
        """What this policy promises, most important first; one sentence each."""
        self.ensure_one()
        return [
            self._describe_term(),
            *(line._describe() for line in self.line_ids),
            *self._describe_nothing(),
            *self._describe_exceptions(),
        ]

    def _describe_nothing(self):
        """A policy that was left unfinished says so."""
        return [self.env._("It covers nothing: say under Covers what it covers.")] if self._is_empty() else []

    def _is_empty(self):
        """Whether nothing is covered; a commitment promises supply and needs no line."""
        return self.kind != "commitment" and not self.line_ids

    def _describe_term(self):
        return self._describe_term_of(self.duration, self.duration_unit)

    def _describe_term_of(self, duration, unit):
        """How long something lasts that begins as this policy does, and from when on; one sentence."""
        names = self._get_event_names()
        terms = {
            "period": self._describe_period(duration, unit),
            "event": names[self.start_event],
            "months": self._describe_period(self.start_cap, "month"),
            "cap_event": names[self.start_cap_event],
        }
        is_capped = self.start_cap and self.start_cap_event != self.start_event
        if unit == period.LIFE and is_capped:
            return self.env._(
                "For life from the %(event)s on; begins at the latest %(months)s after the %(cap_event)s.", **terms
            )
        if unit == period.LIFE:
            return self.env._("For life from the %(event)s on.", **terms)
        if self.is_from_last_sale:
            return self.env._("%(period)s from the last sale of the model.", **terms)
        if is_capped:
            return self.env._(
                "%(period)s from the %(event)s; begins at the latest %(months)s after the %(cap_event)s.", **terms
            )
        return self.env._("%(period)s from the %(event)s.", **terms)

    def _describe_exceptions(self):
        sentences = []
        if self.usage_limit:
            sentences.append(self._describe_usage_limit())
        if self.kind == "repair":
            sentences.append(self._describe_restart())
        if not self.is_transferable:
            sentences.append(self.env._("Ends when the unit gets another owner."))
        if self.grace_days:
            days = self._describe_period(self.grace_days, "day")
            sentences.append(self.env._("A call within %(days)s after the end still counts.", days=days))
        excluded = [*self.excluded_categ_ids.mapped("display_name"), *self.excluded_product_ids.mapped("display_name")]
        if excluded:
            sentences.append(self.env._("Never covered: %(parts)s.", parts=format_list(self.env, excluded, "unit")))
        if self.legal_ground:
            sentences.append(self.env._("Legal ground: %(law)s.", law=self.legal_ground.rstrip(" .")))
        return sentences

    def _describe_restart(self):
        if self.is_restarting:
            return self.env._("A repair under this warranty starts it anew.")
        return self.env._("A repair under this warranty does not start it anew: its end stays.")

    def _describe_usage_limit(self):
        use = self.env["raya.meter.reading"]._format_use(self.usage_meter, self.usage_limit)
        return self.env._("Ends at %(use)s, if that comes first.", use=use)

    @api.model
    def _describe_count(self, count):
        """How often something is paid at most."""
        if count == 1:
            return self.env._("once")
        return self.env._("at most %(count)s times", count=self.env["res.lang"]._raya_format_number(count))

    @api.model
    def _describe_amount(self, amount, currency):
        """How much is paid at most."""
        return self.env._("at most %(amount)s", amount=self.env["res.lang"]._raya_format_amount(amount, currency))

    @api.model
    def _get_event_names(self):
        """The events that start a coverage, as the sentences call them."""
        return {
            "invoice": self.env._("invoice"),
            "delivery": self.env._("delivery"),
            "installation": self.env._("installation"),
            "activation": self.env._("activation"),
            "receipt": self.env._("receipt from the supplier"),
            "manufacture": self.env._("manufacture"),
            "previous": self.env._("end of the warranty"),
            "repair": self.env._("repair"),
        }

    @api.model
    def _describe_period(self, count, unit):
        """So many days, months or years, in the language of the reader."""
        if unit == period.LIFE:
            return self.env._("life")
        if count == 1:
            return {
                "day": self.env._("1 day"),
                "month": self.env._("1 month"),
                "solar_month": self.env._("1 Solar Hijri month"),
                "year": self.env._("1 year"),
            }[unit]
        count = self.env["res.lang"]._raya_format_number(count)
        return {
            "day": self.env._("%(count)s days", count=count),
            "month": self.env._("%(count)s months", count=count),
            "solar_month": self.env._("%(count)s Solar Hijri months", count=count),
            "year": self.env._("%(count)s years", count=count),
        }[unit]
