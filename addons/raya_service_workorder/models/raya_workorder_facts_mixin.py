from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_calls.models.raya_call import KINDS, PRIORITIES
from odoo.addons.raya_service_calls.models.raya_call_unit_mixin import map_action
from odoo.addons.raya_service_warranty.models.raya_asset_coverage_mixin import COVERAGE_STATUSES

PLACES = [
    ("site", "At the Customer's Site"),
    ("workshop", "In the Workshop"),
    ("remote", "Remote"),
]
# Facts that the call of a job tells, where there is one; the day of the report is compared apart.
OF_CALL = ("company_id", "partner_id", "asset_id", "product_id")


class RayaWorkorderFactsMixin(models.AbstractModel):
    """Whose job it is, on which unit, and why: told once, kept whatever becomes of its call.

    Each fact is written when the job is made, from its call or its unit, and is
    read from the job alone ever after: by its parts, its report, its bill.
    """

    _name = "raya.workorder.facts.mixin"
    _description = "Facts of a Job"

    call_id = fields.Many2one(
        "raya.call",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="What asked for the job. A job made directly has none.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_unit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_from_unit",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    payer_id = fields.Many2one(
        "res.partner",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who pays for the job, as far as the company does not: whoever pays for the service of the unit,"
        " else the customer.",
    )
    site_id = fields.Many2one(
        "res.partner",
        "Address of the Job",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_unit",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_reported = fields.Date(
        "Reported On",
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        index=True,
        tracking=True,
        help="Warranty counts by this day.",
    )
    kind = fields.Selection(
        KINDS, compute="_compute_from_call", store=True, readonly=False, precompute=True, required=True, index=True
    )
    place = fields.Selection(
        PLACES, compute="_compute_from_call", store=True, readonly=False, precompute=True, required=True, index=True
    )
    priority = fields.Selection(
        PRIORITIES, compute="_compute_from_call", store=True, readonly=False, precompute=True, required=True, index=True
    )
    date_promised = fields.Date(
        "Promised For",
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="The day told to the customer.",
    )
    statement = fields.Text(
        "In the Customer's Words", compute="_compute_from_call", store=True, readonly=False, precompute=True
    )
    phone = fields.Char(related="partner_id.phone")
    is_told_otherwise = fields.Boolean(
        compute="_compute_is_told_otherwise", compute_sudo=True, help="Its call was corrected since the job was made."
    )
    coverage_status = fields.Selection(COVERAGE_STATUSES, "Warranty", compute="_compute_coverage")
    coverage_reason = fields.Text(compute="_compute_coverage")

    @api.depends("call_id")
    def _compute_from_call(self):
        """What the call tells; without one, what was told of the job itself."""
        for workorder in self:
            call = workorder.call_id
            workorder.asset_id = call.asset_id if call else workorder.asset_id
            # Not by the company of the job, which follows from the unit.
            company = workorder.asset_id.company_id or self.env.company
            told = call._get_report_date() if call else workorder.date_reported
            workorder.date_reported = told or company._raya_get_day()
            workorder.kind = call.kind or workorder.kind or "repair"
            workorder.priority = call.priority or workorder.priority or "0"
            workorder.date_promised = call.date_promised or workorder.date_promised
            # What is said later is answered on its own line.
            workorder.statement = call.statement or workorder.statement
            # Who brings the unit along leaves it in the workshop.
            workorder.place = "workshop" if call.channel == "walk_in" else workorder.place or "site"

    @api.depends("call_id", "asset_id")
    def _compute_from_unit(self):
        for workorder in self:
            call, asset = workorder.call_id, workorder.asset_id
            known = call.company_id or asset.company_id
            workorder.company_id = known or workorder.company_id or self.env.company
            workorder.product_id = call.product_id or asset.product_id or workorder.product_id
            workorder.partner_id = call.partner_id or asset.partner_id or workorder.partner_id

    @api.depends("call_id", "asset_id", "partner_id")
    def _compute_addresses(self):
        for workorder in self:
            call, asset = workorder.call_id, workorder.asset_id
            workorder.payer_id = asset.payer_id or workorder.partner_id
            workorder.site_id = call.site_id or asset.site_id or workorder.partner_id

    @api.depends("asset_id", "date_reported")
    @api.depends_context("lang")
    def _compute_coverage(self):
        """As of the day of the report, whatever day it is."""
        self.coverage_status = self.coverage_reason = False
        by_day = defaultdict(self.browse)
        for workorder in self.filtered("asset_id"):
            by_day[workorder._get_report_date()] |= workorder
        for day, workorders in by_day.items():
            told = workorders.asset_id._get_coverage_summaries(day)
            for workorder in workorders:
                workorder.coverage_status, workorder.coverage_reason = told[workorder.asset_id]

    @api.constrains("call_id", "date_reported", *OF_CALL)
    def _check_facts_of_call(self):
        """What the call of a job tells is not told otherwise; who makes a job directly tells it."""
        for workorder in self:
            other = workorder._get_other_facts()
            if other:
                raise UserError(
                    self.env._(
                        "%(job)s is a job on %(call)s, which tells another %(facts)s. Correct the call, then take its"
                        " facts over.",
                        job=workorder.display_name,
                        call=workorder.sudo().call_id.name,
                        facts=format_list(
                            self.env, [self._fields[name]._description_string(self.env) for name in other]
                        ),
                    )
                )

    @api.depends(
        "call_id", "date_reported", *OF_CALL, "call_id.date_reported", *(f"call_id.{name}" for name in OF_CALL)
    )
    def _compute_is_told_otherwise(self):
        for workorder in self:
            workorder.is_told_otherwise = bool(workorder._get_other_facts())

    def _get_other_facts(self):
        """Names of the facts that the call of this job tells otherwise by now."""
        self.ensure_one()
        # Who works on a job need not read the whole call.
        own, call = self.sudo(), self.sudo().call_id
        names = [name for name in OF_CALL if call and own[name] != call[name]]
        is_other_day = call and own.date_reported != call._get_report_date()
        return names + ["date_reported"] * bool(is_other_day)

    def action_take_over_facts(self):
        """The call was corrected: these open jobs are what it says now."""
        self.check_access("write")
        self._check_is_open()
        names = (*OF_CALL, "date_reported", "payer_id", "site_id")
        for name in names:
            # By its call alone, as when the job was made; its diagnosis stays.
            self.env.add_to_compute(self._fields[name], self)
        self.modified(names)

    def action_open_map(self):
        """Show the address of the job on a map, on a phone in its own application."""
        self.ensure_one()
        return map_action(self.site_id or self.partner_id)

    def _get_report_date(self):
        """The day of the report where the company works: warranty counts by it."""
        self.ensure_one()
        return self.date_reported
