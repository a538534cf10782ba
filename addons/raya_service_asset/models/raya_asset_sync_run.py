from odoo import api, fields, models
from odoo.fields import Domain


class RayaAssetSyncRun(models.Model):
    """Opens the product files of past invoices in the background."""

    _name = "raya.asset.sync.run"
    _description = "Build Product Files from Past Invoices"
    _inherit = ["raya.run.mixin", "raya.bounds.mixin"]
    _protected_fields = frozenset({"file_count"})
    _run_cron = "raya_service_asset.ir_cron_raya_asset_sync_run"
    _run_size = 100

    company_ids = fields.Many2many(
        "res.company", string="Companies", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("Invoiced From")
    date_to = fields.Date("Invoiced Until")
    categ_ids = fields.Many2many("product.category", string="Categories", help="With those below them. Empty: all.")
    product_ids = fields.Many2many(
        "product.product", string="Products", domain=[("type", "=", "consu")], help="Empty: all of the categories."
    )
    invoice_count = fields.Integer("Invoices Found", compute="_compute_invoice_count")
    total = fields.Integer("Invoices")
    done = fields.Integer("Invoices Done")
    file_count = fields.Integer("Files Opened", readonly=True, copy=False)
    failure_ids = fields.One2many("raya.asset.sync.failure", "run_id", "Failed Registrations", readonly=True)
    failure_count = fields.Integer("Failed", compute="_compute_failure_count")

    @api.depends("company_ids", "date_from", "date_to", "categ_ids", "product_ids")
    def _compute_invoice_count(self):
        for builder in self:
            # A service manager need not be an accountant; they see only a number.
            builder.invoice_count = builder._count_records()

    @api.depends("failure_ids")
    def _compute_failure_count(self):
        counts = dict(
            self.env["raya.asset.sync.failure"]._read_group([("run_id", "in", self.ids)], ["run_id"], ["__count"])
        )
        for builder in self:
            builder.failure_count = counts.get(builder, 0)

    @api.depends("create_date")
    def _compute_display_name(self):
        for builder in self:
            day = self.env["res.lang"]._raya_format_day(
                builder.create_date and self.env.company._raya_get_day(builder.create_date)
            )
            builder.display_name = self.env._("Past invoices, %(day)s", day=day) if day else self.env._("Past invoices")

    def action_start(self):
        self._start()

    def action_view_failures(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_sync_failure_action")
        return {**action, "domain": [("run_id", "=", self.id)]}

    # --- which invoices ---------------------------------------------------------

    def _invoice_domain(self):
        domain = Domain(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted"), ("company_id", "in", self.company_ids.ids)]
        )
        if self.date_from:
            domain &= Domain("invoice_date", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("invoice_date", "<=", self.date_to)
        if self.product_ids or self.categ_ids:
            domain &= Domain("invoice_line_ids", "any", self._line_domain())
        return domain

    def _line_domain(self):
        domain = Domain.TRUE
        if self.product_ids:
            domain &= Domain("product_id", "in", self.product_ids.ids)
        if self.categ_ids:
            domain &= Domain("product_id.categ_id", "child_of", self.categ_ids.ids)
        return domain

    # --- in the background --------------------------------------------------------

    def _get_run_source(self):
        # The invoices decide which files there are, whoever asks for them.
        return self.env["account.move"].sudo(), self._invoice_domain()

    def _work_on(self, records):
        """Open the files of these invoices."""
        before = self.env["raya.asset"].sudo().search([], order="id desc", limit=1).id or 0
        files = self.env["raya.asset.sync"]._sync(records, line_domain=self._line_domain(), run=self)
        self.sudo().file_count += sum(file_id > before for file_id in files.ids)
