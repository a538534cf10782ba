from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS


class RayaWorkorderClosingMixin(models.AbstractModel):
    """What is told at the end of a job: meter, advice, the customer's word and signature; and its report."""

    _name = "raya.workorder.closing.mixin"
    _description = "End of a Job"
    _protected_fields = frozenset({"meter_reading_id", "signed_date"})

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

    # Meter

    def _check_meter(self):
        """Refuse a reading that the product file would refuse, before anybody decides on the report."""
        for workorder in self.filtered("meter_value"):
            if not workorder.asset_id or not workorder.meter:
                raise UserError(
                    self.env._(
                        "%s: choose what the meter counts, and the product file of the unit.", workorder.display_name
                    )
                )
            workorder._check_meter_forward()

    def _check_meter_forward(self):
        reading = self.env["raya.meter.reading"].new(self._prepare_meter_values())
        # Who does the job need not read all of its unit.
        for before in self.sudo().asset_id._get_last_readings():
            is_later = before.meter == self.meter and before.date <= self.meter_date
            if is_later and before.value > self.meter_value and before != self.meter_reading_id:
                raise UserError(reading._get_backwards_message(before))

    def _prepare_meter_values(self):
        self.ensure_one()
        return {
            "asset_id": self.asset_id.id,
            "meter": self.meter,
            "value": self.meter_value,
            "date": self.meter_date,
        }

    def _record_meters(self):
        """What the meters read goes to the product files."""
        for workorder in self.filtered(lambda job: job.meter_value and job.asset_id):
            # A supervisor who approves need not read every unit.
            job = workorder.sudo()
            job.meter_reading_id = job.asset_id._record_reading(
                job.meter,
                job.meter_value,
                job.meter_date,
                note=job.name,
                user_id=job.user_id.id or self.env.uid,
                workorder_id=job.id,
            )

    def _strike_meters(self, reason):
        """Take back what the meters read, because the reports are opened again."""
        # Nobody may write readings.
        jobs = self.sudo().filtered("meter_reading_id")
        for job in jobs:
            job.meter_reading_id._strike(reason)
        jobs.meter_reading_id = False

    def _get_meter_text(self):
        """What the meter reads, as the report prints it."""
        self.ensure_one()
        return self.env["raya.meter.reading"]._format_use(self.meter, self.meter_value)

    # Signature and report

    def _get_signed_text(self):
        """When the customer signed, where the company works, as the report prints it."""
        self.ensure_one()
        zone = self.company_id._raya_get_timezone()
        return self.env["res.lang"]._raya_format_moment(self.signed_date, zone)

    def _clear_signatures(self):
        """A report that says something else has to be signed again."""
        # Nobody signs for the customer.
        self.sudo().signature = False

    def action_send_report(self):
        """Send the report as PDF to its customers, in their language."""
        self.check_access("read")
        template = self.env.ref("raya_service_workorder.mail_template_workorder_report")
        for workorder in self:
            if not workorder.partner_id.email:
                raise UserError(
                    self.env._(
                        "%(customer)s has no mail address. Enter it on the contact, then send %(job)s again.",
                        customer=workorder.partner_id.display_name,
                        job=workorder.name,
                    )
                )
            template.send_mail(workorder.id, email_layout_xmlid="mail.mail_notification_light")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("The work report is on its way to the customer.")},
        }
