from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import downtime


class RayaDowntime(models.Model):
    """A time in which a customer could not use their unit: an event in the life of it."""

    _name = "raya.downtime"
    _description = "Time out of use"
    _inherit = ["mail.thread"]
    _order = "date_down desc, id desc"
    _rec_name = "reason"
    _check_company_auto = True

    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        compute="_compute_asset_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", index="btree_not_null", ondelete="set null", check_company=True
    )
    date_down = fields.Datetime("Down", required=True, default=fields.Datetime.now, tracking=True)
    date_up = fields.Datetime("Up Again", tracking=True)
    reason = fields.Char(required=True, tracking=True)
    hours = fields.Float(
        "Time Out of Use", compute="_compute_hours", compute_sudo=True, help="Until now, where it still is."
    )
    hours_waiting = fields.Float("Of It Waiting for Parts", compute="_compute_hours", compute_sudo=True)

    _up_after_down = models.Constraint("CHECK (date_up >= date_down)", "A unit is not up again before it was down.")
    _down_once = models.UniqueIndex("(asset_id) WHERE date_up IS NULL", "This unit is noted as out of use already.")

    @api.depends("workorder_id")
    def _compute_asset_id(self):
        for down in self:
            down.asset_id = down.workorder_id.asset_id or down.asset_id

    @api.depends("date_down", "date_up", "workorder_id.wait_ids.date_end")
    def _compute_hours(self):
        now = fields.Datetime.now()
        for down in self:
            frame = (down.date_down or now, down.date_up or now)
            waits = down.workorder_id.wait_ids.filtered(lambda wait: wait.kind == "parts")
            spans = [(wait.date_start, wait.date_end or now) for wait in waits]
            down.hours = downtime.hours([frame])
            down.hours_waiting = downtime.hours(downtime.within(spans, frame))

    @api.constrains("asset_id", "date_down", "date_up")
    def _check_not_down_twice(self):
        for down in self:
            domain = Domain("asset_id", "=", down.asset_id.id) & Domain("id", "!=", down.id)
            domain &= Domain("date_up", "=", False) | Domain("date_up", ">", down.date_down)
            if down.date_up:
                domain &= Domain("date_down", "<", down.date_up)
            if self.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "%(unit)s is noted as out of use at that time already. Correct that entry instead.",
                        unit=down.asset_id.display_name,
                    )
                )

    def action_up(self):
        """The unit can be used again."""
        self.filtered(lambda down: not down.date_up).date_up = fields.Datetime.now()
