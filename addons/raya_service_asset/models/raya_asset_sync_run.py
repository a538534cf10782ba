from odoo import api, fields, models
from odoo.fields import Domain
from psycopg2 import OperationalError

INVOICES_AT_ONCE = 50
ATTEMPTS = 5


class RayaAssetSyncRun(models.Model):
    """Opens the product files of past invoices in the background.

    A run remembers the last invoice it has looked at and commits after a few of
    them: it can be paused, and goes on after a crash or a restart where it was.
    """

    _name = "raya.asset.sync.run"
    _description = "Build Product Files from Past Invoices"
    _inherit = ["raya.transition.mixin"]
    _order = "id desc"
    _protected_fields = frozenset({"state", "last_invoice", "invoice_total", "invoice_done", "file_count", "date_done"})

    company_ids = fields.Many2many(
        "res.company", string="Companies", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("Invoiced From")
    date_to = fields.Date("Invoiced Until")
    categ_ids = fields.Many2many("product.category", string="Categories", help="With those below them. Empty: all.")
    product_ids = fields.Many2many(
        "product.product", string="Products", domain=[("type", "=", "consu")], help="Empty: all of the categories."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    invoice_count = fields.Integer("Invoices Found", compute="_compute_invoice_count")
    last_invoice = fields.Integer(readonly=True, copy=False)
    invoice_total = fields.Integer("Invoices", readonly=True, copy=False)
    invoice_done = fields.Integer("Invoices Done", readonly=True, copy=False)
    file_count = fields.Integer("Files Opened", readonly=True, copy=False)
    date_done = fields.Datetime("Finished On", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    failure_ids = fields.One2many("raya.asset.sync.failure", "run_id", "Failed Registrations", readonly=True)
    failure_count = fields.Integer("Failed", compute="_compute_failure_count")

    @api.depends("company_ids", "date_from", "date_to", "categ_ids", "product_ids")
    def _compute_invoice_count(self):
        for builder in self:
            # A service manager need not be an accountant; they see only a number.
            builder.invoice_count = self.env["account.move"].sudo().search_count(builder._invoice_domain())

    @api.depends("invoice_total", "invoice_done")
    def _compute_progress(self):
        for builder in self:
            builder.progress = 100.0 * builder.invoice_done / builder.invoice_total if builder.invoice_total else 0.0

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

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "running"),
            ("running", "paused"),
            ("paused", "running"),
            ("running", "cancelled"),
            ("paused", "cancelled"),
            ("running", "done"),
        }

    def action_start(self):
        self._transition("running")
        for builder in self:
            # Progress is written by the program alone.
            builder.sudo().invoice_total = builder.invoice_count
        self._wake()

    def action_pause(self):
        self._transition("paused")

    def action_resume(self):
        self._transition("running")
        self._wake()

    def action_cancel(self):
        """Stop for good; the files opened so far stay."""
        self._transition("cancelled")

    def action_view_failures(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_sync_failure_action")
        return {**action, "domain": [("run_id", "=", self.id)]}

    def _wake(self):
        # The service manager may start a run, not touch the scheduler.
        self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_run").sudo()._trigger()

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

    @api.model
    def _cron_run(self):
        """Go on with the runs, a few invoices at a time, until the time of the job is over."""
        runs = self.search([("state", "=", "running")], order="id")
        left = sum(run.invoice_total - run.invoice_done for run in runs)
        self.env["ir.cron"]._commit_progress(remaining=max(0, left))
        for run_id in runs.ids:
            while count := self._build_next_again(run_id):
                if not self.env["ir.cron"]._commit_progress(count):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _build_next_again(self, run_id):
        """The next invoices of a run, again when another transaction was in the way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.env.cr.savepoint():
                    return self.browse(run_id)._build_next()
            except OperationalError:
                if attempt == ATTEMPTS:
                    raise
                self.env.cr.rollback()
        return 0

    def _build_next(self):
        """Open the files of the next invoices.

        :return: how many invoices were looked at; none when the run is over, is
            paused, or is being changed by somebody
        """
        # The pause button writes the same record: one waits for the other.
        run = self.try_lock_for_update()
        if not run or run.state != "running":
            return 0
        # The invoices decide which files there are, whoever asks for them.
        Invoice = self.env["account.move"].sudo()
        domain = run._invoice_domain() & Domain("id", ">", run.last_invoice)
        invoices = Invoice.search(domain, order="id", limit=INVOICES_AT_ONCE)
        if not invoices:
            run._transition("done")
            run.sudo().date_done = fields.Datetime.now()
            return 0
        before = self.env["raya.asset"].sudo().search([], order="id desc", limit=1).id or 0
        files = self.env["raya.asset.sync"]._sync(invoices, line_domain=run._line_domain(), run=run)
        run.sudo().write(
            {
                "last_invoice": invoices[-1:].id,
                "invoice_done": run.invoice_done + len(invoices),
                "file_count": run.file_count + sum(file_id > before for file_id in files.ids),
            }
        )
        return len(invoices)
