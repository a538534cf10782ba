from odoo import api, models


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
        "usage_limit",
        "usage_meter",
        "excluded_categ_ids",
        "excluded_product_ids",
        "line_ids.scope",
        "line_ids.share",
        "line_ids.duration",
        "line_ids.duration_unit",
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
            *self._describe_exceptions(),
        ]

    def _describe_term(self):
        names = self._get_event_names()
        terms = {
            "period": self._describe_period(self.duration, self.duration_unit),
            "event": names[self.start_event],
            "months": self._describe_period(self.start_cap, "month"),
            "cap_event": names[self.start_cap_event],
        }
        if self.is_from_last_sale:
            return self.env._("%(period)s from the last sale of the model.", **terms)
        if self.start_cap and self.start_cap_event != self.start_event:
            return self.env._(
                "%(period)s from the %(event)s; begins at the latest %(months)s after the %(cap_event)s.", **terms
            )
        return self.env._("%(period)s from the %(event)s.", **terms)

    def _describe_exceptions(self):
        sentences = []
        if self.usage_limit:
            sentences.append(self._describe_usage_limit())
        if not self.is_transferable:
            sentences.append(self.env._("Ends when the unit gets another owner."))
        if self.grace_days:
            days = self._describe_period(self.grace_days, "day")
            sentences.append(self.env._("A call within %(days)s after the end still counts.", days=days))
        excluded = [*self.excluded_categ_ids.mapped("display_name"), *self.excluded_product_ids.mapped("display_name")]
        if excluded:
            sentences.append(self.env._("Never covered: %(parts)s.", parts=", ".join(excluded)))
        return sentences

    def _describe_usage_limit(self):
        return self.env._(
            "Ends at %(limit)s %(meter)s, if that comes first.",
            limit=self.env["res.lang"]._raya_format_number(self.usage_limit),
            meter=self.env["raya.meter.reading"]._get_meter_names().get(self.usage_meter, ""),
        )

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
        if count == 1:
            return {"day": self.env._("1 day"), "month": self.env._("1 month"), "year": self.env._("1 year")}[unit]
        return {
            "day": self.env._("%(count)s days", count=count),
            "month": self.env._("%(count)s months", count=count),
            "year": self.env._("%(count)s years", count=count),
        }[unit]
