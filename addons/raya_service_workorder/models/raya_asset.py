from odoo import api, fields, models
from odoo.tools import format_list

from ..tools import downtime


class RayaAsset(models.Model):
    _inherit = "raya.asset"

    workorder_count = fields.Integer("Work Orders", compute="_compute_workorder_count")
    downtime_ids = fields.One2many("raya.downtime", "asset_id", "Out of Use")
    days_out_of_use = fields.Float(
        compute="_compute_days_out_of_use", digits=(16, 1), help="All times together in which it could not be used."
    )

    def _compute_workorder_count(self):
        domain = [("asset_id", "in", self.ids)]
        counts = dict(self.env["raya.workorder"]._read_group(domain, ["asset_id"], ["__count"]))
        for asset in self:
            asset.workorder_count = counts.get(asset, 0)

    @api.depends("downtime_ids.date_down", "downtime_ids.date_up")
    def _compute_days_out_of_use(self):
        now = fields.Datetime.now()
        for asset in self:
            spans = [(down.date_down, down.date_up or now) for down in asset.downtime_ids if down.date_down]
            asset.days_out_of_use = downtime.hours(spans) / 24

    def action_view_workorders(self):
        self.ensure_one()
        return self.env["raya.workorder"].search([("asset_id", "=", self.id)])._get_list_or_form_action()

    def action_view_downtimes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_downtime_action")
        return {**action, "domain": [("asset_id", "=", self.id)], "context": {"default_asset_id": self.id}}

    def action_create_workorder(self):
        """A job on this unit without a call."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_workorder_action")
        return {**action, "views": [[False, "form"]], "context": {"default_asset_id": self.id}}

    def _get_timeline_entries(self):
        return [*super()._get_timeline_entries(), *self._get_timeline_workorder(), *self._get_timeline_downtime()]

    def _get_timeline_downtime(self):
        downs = self.env["raya.downtime"].search([("asset_id", "=", self.id)])
        down, up = self.env._("Out of use"), self.env._("In use again")
        return [
            *(
                self._prepare_timeline_entry(
                    "down", each.date_down, down, icon="fa-power-off", detail=each.reason, author=each.create_uid
                )
                for each in downs
            ),
            *(
                self._prepare_timeline_entry(
                    "up",
                    each.date_up,
                    up,
                    icon="fa-play",
                    detail=self.env._(
                        "after %(hours)s hours", hours=self.env["res.lang"]._raya_format_number(round(each.hours, 1))
                    ),
                    author=each.write_uid,
                )
                for each in downs
                if each.date_up
            ),
        ]

    def _get_timeline_workorder(self):
        """Every job, and the parts that an approved report says were fitted."""
        workorders = self.env["raya.workorder"].search([("asset_id", "=", self.id)], order="id")
        return [
            *(self._prepare_workorder_entry(workorder) for workorder in workorders),
            *(
                self._prepare_part_entry(part)
                for part in workorders.filtered(lambda workorder: workorder.state == "approved").part_ids
                if part.qty_reported
            ),
        ]

    @api.model
    def _prepare_workorder_entry(self, workorder):
        labels = dict(workorder._fields["state"]._description_selection(self.env))
        found = workorder.diagnosis_ids.fault_id.mapped("name")
        done = workorder.work_line_ids.operation_id.mapped("name")
        return self._prepare_timeline_entry(
            "workorder",
            workorder.approved_date or workorder.create_date,
            self.env._("Work order %(number)s, %(state)s", number=workorder.name, state=labels[workorder.state]),
            icon="fa-wrench",
            detail=format_list(self.env, found + done),
            author=workorder.user_id,
            record=workorder,
        )

    @api.model
    def _prepare_part_entry(self, part):
        workorder = part.workorder_id
        return self._prepare_timeline_entry(
            "part",
            workorder.approved_date,
            self.env._("Part fitted"),
            icon="fa-cog",
            detail=self.env._(
                "%(quantity)s %(unit)s %(part)s",
                quantity=self.env["res.lang"]._raya_format_number(part.qty_reported),
                unit=part.product_uom_id.name,
                part=part.product_id.display_name,
            ),
            author=workorder.user_id,
            record=workorder,
        )
