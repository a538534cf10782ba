from odoo import api, fields, models

from .raya_call_stage import CLOSED_STATES


class RayaCallSlaMixin(models.AbstractModel):
    """What was promised about time, and how it stands; the clocks are records of ``raya.sla``."""

    _name = "raya.call.sla.mixin"
    _description = "Service Levels of a Call"

    sla_ids = fields.One2many("raya.sla", "call_id", "Service Levels")
    sla_due = fields.Datetime(
        "Deadline", compute="_compute_sla", store=True, copy=False, index="btree_not_null", help="The earliest of all."
    )
    sla_state = fields.Selection(
        [("ok", "In Time"), ("at_risk", "At Risk"), ("late", "Late")],
        "Punctuality",
        compute="_compute_sla",
        store=True,
        copy=False,
        index="btree_not_null",
    )
    sla_remaining = fields.Char("Time Left", compute="_compute_sla_words")
    sla_reason = fields.Text("Promised", compute="_compute_sla_words")

    @api.depends("sla_ids.date_due", "sla_ids.state", "sla_ids.date_ended", "sla_ids.is_warned")
    def _compute_sla(self):
        for call in self:
            clocks = call.sla_ids._filtered_open()
            call.sla_due = min(clocks.filtered("date_due").mapped("date_due"), default=False)
            states = set(clocks.mapped("state"))
            is_at_risk = any(sla.is_warned and sla.state == "running" for sla in clocks)
            call.sla_state = "late" if "failed" in states else "at_risk" if is_at_risk else "ok" if states else False

    @api.depends("sla_ids.reason", "sla_ids.remaining", "sla_ids.date_due", "sla_ids.date_ended", "state")
    @api.depends_context("lang")
    def _compute_sla_words(self):
        for call in self:
            clocks = call.sla_ids._filtered_open()
            first = clocks.sorted(lambda sla: (not sla.date_due, sla.date_due or fields.Datetime.now()))[:1]
            call.sla_remaining = first.remaining
            nothing = not call.sla_ids and call._has_clocks() and self.env._("No service level fits this call.")
            call.sla_reason = "\n".join(clocks.mapped("reason")) or nothing

    def _has_clocks(self):
        """Whether somebody waits for this call: it is open, and no other call answers for it."""
        self.ensure_one()
        return self.state not in CLOSED_STATES and not self.merged_into_id

    def action_record_answer(self):
        """The customer was told something by telephone or in person."""
        self.check_access("write")
        self._on_answered(fields.Datetime.now())
