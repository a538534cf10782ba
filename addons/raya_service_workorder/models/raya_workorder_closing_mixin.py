from odoo import api, fields, models

from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS
from odoo.addons.raya_service_base.tools.notices import notice

from .raya_workorder_version import read_report


class RayaWorkorderClosingMixin(models.AbstractModel):
    """What is told at the end of a job: meter, advice, the customer's word and signature; and its report."""

    _name = "raya.workorder.closing.mixin"
    _description = "End of a Job"
    _protected_fields = frozenset({"meter_reading_id", "signed_date", "signed_content"})

    meter = fields.Selection(METERS, compute="_compute_meter", store=True, readonly=False, precompute=True)
    meter_value = fields.Float("Meter Reads", digits=(16, 1), copy=False)
    meter_date = fields.Date(
        "Read On", compute="_compute_meter_date", store=True, readonly=False, precompute=True, copy=False
    )
    meter_reading_id = fields.Many2one(
        "raya.meter.reading", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    recommendation = fields.Text(
        "Recommendations", copy=False, help="What the customer is advised to do or to have done."
    )
    date_next_service = fields.Date("Next Service Due", copy=False)
    customer_remark = fields.Text("Customer's Remarks", copy=False)
    signature = fields.Image("Customer's Signature", max_width=1024, max_height=1024, copy=False)
    signed_by = fields.Char(compute="_compute_signed_by", store=True, readonly=False, precompute=True, copy=False)
    signed_date = fields.Datetime("Signed On", compute="_compute_signed_date", store=True, precompute=True, copy=False)
    signed_content = fields.Json("What Was Signed", compute="_compute_signed_content", store=True, copy=False)

    @api.depends("asset_id")
    def _compute_meter(self):
        for workorder in self:
            workorder.meter = workorder.asset_id._guess_meter()

    @api.depends("meter_value")
    def _compute_meter_date(self):
        for workorder in self:
            today = workorder.meter_value and workorder.company_id._raya_get_day()
            workorder.meter_date = today and (workorder.meter_date or today)

    @api.depends("signature")
    def _compute_signed_by(self):
        for workorder in self:
            workorder.signed_by = workorder.signature and (workorder.signed_by or workorder.partner_id.name)

    @api.depends("signature")
    def _compute_signed_date(self):
        for workorder in self:
            workorder.signed_date = workorder.signature and fields.Datetime.now()

    @api.depends("signature")
    def _compute_signed_content(self):
        for workorder in self:
            workorder.signed_content = read_report(workorder) if workorder.signature else None

    # Signature and report

    def _get_repair_warranties(self):
        """Coverages that these jobs granted, as their reports tell them."""
        return self.env["raya.repair.warranty"]._get_granted(self)

    def action_send_report(self):
        """Send the report as PDF to its customers, in their language."""
        self.check_access("read")
        self._mail_paper("raya_service_workorder.mail_template_workorder_report")
        return notice(self.env._("The work report is on its way to the customer."), following=None)
