from odoo import api, fields, models

WAITING = [
    ("parts", "Parts"),
    ("customer", "The Customer"),
    ("visit", "Another Visit"),
    ("other", "Something Else"),
]


class RayaWorkorderWaitingMixin(models.AbstractModel):
    """What a job waits for, and how long it did."""

    _name = "raya.workorder.waiting.mixin"
    _description = "Waiting of a Job"
    _protected_fields = frozenset({"waiting_for"})

    wait_ids = fields.One2many("raya.wait", "workorder_id", "Waited For", readonly=True, copy=False)
    waiting_for = fields.Selection(WAITING, compute="_compute_waiting_for", store=True, tracking=True)
    downtime_ids = fields.One2many("raya.downtime", "workorder_id", "Out of Use", copy=False)

    @api.depends("wait_ids.date_end", "wait_ids.kind")
    def _compute_waiting_for(self):
        for workorder in self:
            workorder.waiting_for = workorder.wait_ids.filtered(lambda wait: not wait.date_end)[:1].kind

    def action_wait(self, kind):
        """Nothing can be done on these jobs before something comes.

        :param kind: for what, key of ``WAITING``
        """
        self._transition("waiting", only_from="progress")
        # Whoever works on a job lets it wait by this door only.
        self.env["raya.wait"].sudo().create([{"workorder_id": workorder.id, "kind": kind} for workorder in self])

    def action_go_on(self):
        self._transition("progress", only_from="waiting")

    def action_wait_parts(self):
        self.action_wait("parts")

    def action_wait_customer(self):
        self.action_wait("customer")

    def _write_transition(self, target):
        """Whatever leads out of waiting ends it."""
        if target != "waiting":
            self.sudo().wait_ids._end()
        return super()._write_transition(target)
