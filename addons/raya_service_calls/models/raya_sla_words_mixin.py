from odoo import api, fields, models

from .resource_calendar import WorkingTimes


class RayaSlaWordsMixin(models.AbstractModel):
    """A clock in words: what was promised and why, and what is left of it."""

    _name = "raya.sla.words.mixin"
    _description = "Words of a Clock"

    reason = fields.Char(compute="_compute_reason")
    remaining = fields.Char(compute="_compute_remaining")

    @api.depends("amount", "unit", "policy_id", "rival_ids", "calendar_origin", "team_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        for sla in self:
            sentences = [sla._get_promise_sentence(), sla._get_rivals_sentence(), sla._get_hours_sentence()]
            sla.reason = " ".join(filter(None, [*sentences, sla.policy_id.legal_text]))

    @api.depends("date_due", "date_ended", "date_running", "state")
    @api.depends_context("lang")
    def _compute_remaining(self):
        times, now = WorkingTimes(), fields.Datetime.now()
        for sla in self:
            # Readers of a call need not read working hours.
            sla.remaining = not sla.date_ended and sla.sudo()._get_remaining_words(now, times).strip()

    def _get_kind_label(self):
        return dict(self._selection_kind()).get(self.kind, self.kind)

    def _get_promise_sentence(self):
        facts = {"target": self._get_kind_label(), "length": self._get_length_words(), "policy": self.policy_id.name}
        return self.env._("%(target)s within %(length)s, by %(policy)s.", **facts)

    def _get_length_words(self):
        is_wall = self.calendar_origin in ("always", "none")
        words = {
            ("minute", False): self.env._("%(number)s working minutes", number=self.amount),
            ("hour", False): self.env._("%(number)s working hours", number=self.amount),
            ("day", False): self.env._("%(number)s working days", number=self.amount),
            ("minute", True): self.env._("%(number)s minutes", number=self.amount),
            ("hour", True): self.env._("%(number)s hours", number=self.amount),
            ("day", True): self.env._("%(number)s days", number=self.amount),
        }
        one = {
            ("hour", False): self.env._("one working hour"),
            ("day", False): self.env._("one working day"),
            ("hour", True): self.env._("one hour"),
            ("day", True): self.env._("one day"),
        }
        return (one if self.amount == 1 else {}).get((self.unit, is_wall), words[self.unit, is_wall])

    def _get_rivals_sentence(self):
        rivals = ", ".join(self.rival_ids.mapped("name"))
        return rivals and self.env._("It is tighter than what %(policies)s would promise.", policies=rivals)

    def _get_hours_sentence(self):
        """Whose hours count, where they are not those that one would think of."""
        if self.calendar_origin == "none":
            return self.env._("No working hours are known: it runs day and night.")
        if self.calendar_origin != "company":
            return ""
        if not self.team_id:
            return self.env._("Without a team the hours of the company count.")
        return self.env._("%(team)s has no working hours: those of the company count.", team=self.team_id.name)

    def _get_remaining_words(self, now, times):
        """What is left of this clock, in working time."""
        left, length = self._get_clock(times).left(now), self._get_amount_words
        target = self._get_kind_label()
        if self.date_failed or left < 0:
            return self.env._("%(target)s: %(length)s late", target=target, length=length(max(0, -left)))
        if not self.date_running:
            return self.env._("%(target)s: stands with %(length)s left", target=target, length=length(left))
        return self.env._("%(target)s: %(length)s left", target=target, length=length(left))

    def _get_amount_words(self, amount):
        if self.unit == "day":
            return self.env._("%(days)s d", days=amount)
        hours, minutes = divmod(int(amount // 60), 60)
        if not hours:
            return self.env._("%(minutes)s min", minutes=minutes)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
