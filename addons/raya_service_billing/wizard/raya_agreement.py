from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.raya_charge_dimensions_mixin import COSTS

# Nobody reads larger figures, and the list behind a row is a page.
LISTED = 1000
OF_APPROVED = Domain("workorder_id.state", "=", "approved") & Domain("workorder_id.date_taken_over", "=", False)
UNCHARGED = OF_APPROVED & Domain("charge_ids", "not any", [("state", "=", "frozen")])


class RayaAgreement(models.TransientModel):
    """Does everything agree? One row for each pair of things that must say the same, with what does not."""

    _name = "raya.agreement"
    _description = "Agreement"
    _inherit = ["raya.form.mixin"]
    _order = "is_agreed, id"
    _rec_name = "label"

    label = fields.Char("What Must Agree", readonly=True)
    is_agreed = fields.Boolean("Agrees", readonly=True)
    count = fields.Integer("Differences", readonly=True, aggregator=None)
    sentence = fields.Char("What Is Found", readonly=True)
    model = fields.Char(readonly=True)
    found = fields.Json(readonly=True, help="Ids of what does not agree.")

    @api.model
    def action_open(self):
        """Look now, in the companies of whoever asks, and show what was found."""
        if not self.env.user.has_group(COSTS):
            raise AccessError(self.env._("Only service accountants and managers see whether everything agrees."))
        # The rows are the program's; how much differs is told to whoever may read costs.
        rows = self.sudo().create([self._prepare_row(*check) for check in self.sudo()._get_checks()])
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_billing.raya_agreement_action")
        return {**action, "domain": [("id", "in", rows.ids)]}

    def action_open_found(self):
        """The list of what does not agree, as far as its reader may see it."""
        self.ensure_one()
        return self.env[self.model].browse(self.found or []).exists()._get_records_action(name=self.label)

    @api.model
    def _prepare_row(self, label, found, sentence):
        """
        :param label: what must agree
        :param found: records that do not
        :param sentence: what is wrong with them, and what to do
        """
        return {
            "label": label,
            "count": len(found),
            "is_agreed": not found,
            "sentence": sentence if found else self.env._("Everything agrees"),
            "model": found._name,
            "found": found.ids,
        }

    @api.model
    def _get_checks(self):
        """Tuples of label, records that do not agree, and the sentence about them; each is a query or two, whatever
        there is. Called in superuser mode, for the companies of whoever asks."""
        return [
            (
                self.env._("Units sold and their product files"),
                self._find_sold_without_file(),
                self.env._(
                    "Sold and invoiced, and without a product file: bring product files up to date from documents"
                ),
            ),
            (
                self.env._("Parts: what was reported and what left the stock"),
                self._find_parts_that_differ(),
                self.env._("The stock says something else than the approved report: have the report amended"),
            ),
            (
                self.env._("Approved services and their charges"),
                self._find_uncharged("raya.work.line"),
                self.env._("Approved, and charged to nobody: have the report amended"),
            ),
            (
                self.env._("Approved parts and their charges"),
                self._find_uncharged("raya.part", Domain("qty_reported", ">", 0)),
                self.env._("Approved, and charged to nobody: have the report amended"),
            ),
            *self._get_checks_of_prices(),
            (
                self.env._("Cost vouchers and what is booked for them"),
                self._find_vouchers_that_differ(),
                self.env._(
                    "The entries carry another amount than the voucher: look at its entries, and at parts that came back"
                ),
            ),
            (
                self.env._("Warranty cost accounts and the cost of jobs"),
                self._find_items_of_no_job(),
                self.env._("Booked on the account of warranty cost, and of no job: look at these journal items"),
            ),
            (
                self.env._("Cash with technicians and its account"),
                self._find_cash_of_no_receipt(),
                self.env._("Booked on the account of cash with technicians, and by no receipt: look at these items"),
            ),
        ]

    @api.model
    def _get_checks_of_prices(self):
        """As above, of what customers pay."""
        return [
            (
                self.env._("What customers pay and what is invoiced"),
                self._find_lost(),
                self.env._("Nobody asks for it any more: look at the order lines"),
            ),
            (
                self.env._("Prices on orders and on invoices"),
                self._find_billed_otherwise(),
                self.env._("Invoiced at another price than ordered: credit the invoice and invoice the work again"),
            ),
        ]

    @api.model
    def _company_domain(self):
        return Domain("company_id", "in", self.env.companies.ids)

    @api.model
    def _browse(self, model, query):
        """Records that a query finds, with their id first."""
        self.env.flush_all()
        return self.env[model].browse(row[0] for row in self.env.execute_query(query))

    @api.model
    def _find_sold_without_file(self):
        """Posted invoice lines of products whose units have files, none of which has one."""
        Template = self.env["product.template"].with_context(active_test=False)
        may_have = Domain("tracking", "=", "serial") | Domain("raya_file_policy", "in", ("unit", "line"))
        by_category = self.env["product.category"].search([("raya_file_policy", "in", ("unit", "line"))])
        may_have |= Domain("categ_id", "child_of", by_category.ids)
        templates = Template.search(Domain("type", "=", "consu") & may_have)
        filed = templates.filtered(lambda template: template._raya_get_file_policy() != "never")
        domain = self._company_domain() & Domain("product_id.product_tmpl_id", "in", filed.ids)
        domain &= Domain("parent_state", "=", "posted") & Domain("move_type", "=", "out_invoice")
        domain &= Domain("display_type", "=", "product") & Domain("quantity", ">", 0)
        domain &= Domain("raya_asset_ids", "=", False)
        domain &= Domain("sale_line_ids", "not any", [("raya_asset_ids", "!=", False)])
        domain &= Domain("move_id.payment_state", "!=", "reversed")
        return self.env["account.move.line"].search(domain, limit=LISTED)

    @api.model
    def _find_uncharged(self, model, domain=Domain.TRUE):
        of_company = Domain("workorder_id.company_id", "in", self.env.companies.ids)
        return self.env[model].search(of_company & UNCHARGED & domain, limit=LISTED)

    @api.model
    def _find_lost(self):
        return self.env["raya.charge"].search(
            self._company_domain() & Domain("billing_status", "=", "lost"), limit=LISTED
        )

    @api.model
    def _find_billed_otherwise(self):
        """Of each payer posted invoices ask for all of the work, and for another amount than their order."""
        query = SQL(
            """
            SELECT DISTINCT share.charge_id
              FROM raya_charge_share share
              JOIN res_company company ON company.id = share.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
             WHERE share.billing_status = 'billed' AND share.state = 'frozen' AND share.company_id IN %(companies)s
               AND ABS(share.ordered_amount - share.billed_amount) >= currency.rounding / 2
             ORDER BY share.charge_id LIMIT %(limit)s
            """,
            companies=tuple(self.env.companies.ids),
            limit=LISTED,
        )
        return self._browse("raya.charge", query)

    @api.model
    def _find_parts_that_differ(self):
        """Of approved reports; used is what left the hands of the service, less what came back."""
        query = SQL(
            """
            WITH place AS (
                SELECT id, CASE WHEN raya_technician_id IS NOT NULL OR raya_place = 'workshop' THEN 'hand'
                                WHEN raya_place IN ('defective', 'lost') THEN raya_place
                                WHEN usage IN ('internal', 'view') THEN 'store' ELSE 'outside' END AS kind
                  FROM stock_location
            ), used AS (
                SELECT move.raya_part_id AS part_id, SUM(
                       CASE WHEN source.kind = 'hand' AND dest.kind = 'outside' THEN 1
                            WHEN source.kind = 'outside' AND dest.kind <> 'defective' THEN -1 ELSE 0 END
                       * move.quantity * unit.factor / base.factor) AS quantity
                  FROM stock_move move
                  JOIN place source ON source.id = move.location_id
                  JOIN place dest ON dest.id = move.location_dest_id
                  JOIN uom_uom unit ON unit.id = move.product_uom
                  JOIN product_product product ON product.id = move.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN uom_uom base ON base.id = template.uom_id
                 WHERE move.state = 'done' AND move.raya_part_id IS NOT NULL
                 GROUP BY move.raya_part_id
            )
            SELECT part.id
              FROM raya_part part
              JOIN raya_workorder job ON job.id = part.workorder_id
              LEFT JOIN used ON used.part_id = part.id
             WHERE job.state = 'approved' AND job.date_taken_over IS NULL AND job.company_id IN %(companies)s
               AND ABS(COALESCE(used.quantity, 0) - COALESCE(part.qty_reported, 0)) > 0.000001
             ORDER BY part.id LIMIT %(limit)s
            """,
            companies=tuple(self.env.companies.ids),
            limit=LISTED,
        )
        return self._browse("raya.part", query)

    @api.model
    def _find_vouchers_that_differ(self):
        """Of each charge, posted vouchers are booked with what they say, and reversed ones with nothing."""
        query = SQL(
            """
            WITH told AS (
                SELECT line.charge_id, SUM(CASE WHEN voucher.state = 'posted' THEN line.amount ELSE 0 END) AS amount
                  FROM raya_cost_voucher_line line
                  JOIN raya_cost_voucher voucher ON voucher.id = line.voucher_id
                 WHERE voucher.state <> 'draft' AND voucher.company_id IN %(companies)s
                 GROUP BY line.charge_id
            ), booked AS (
                SELECT raya_charge_id AS charge_id, SUM(balance) AS amount
                  FROM account_move_line
                 WHERE raya_charge_id IS NOT NULL AND parent_state = 'posted'
                 GROUP BY raya_charge_id
            )
            SELECT DISTINCT voucher.id
              FROM told
              LEFT JOIN booked ON booked.charge_id = told.charge_id
              JOIN raya_cost_voucher_line line ON line.charge_id = told.charge_id
              JOIN raya_cost_voucher voucher ON voucher.id = line.voucher_id
              JOIN res_company company ON company.id = voucher.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
             WHERE ABS(COALESCE(booked.amount, 0) - COALESCE(told.amount, 0)) >= currency.rounding / 2
             ORDER BY voucher.id LIMIT %(limit)s
            """,
            companies=tuple(self.env.companies.ids),
            limit=LISTED,
        )
        return self._browse("raya.cost.voucher", query)

    @api.model
    def _find_cash_of_no_receipt(self):
        """On accounts of cash with technicians; what was handed over and undone came and went."""
        accounts = self.env.companies.raya_field_cash_journal_id.default_account_id
        domain = self._company_domain() & Domain("account_id", "in", accounts.ids)
        domain &= Domain("parent_state", "=", "posted")
        domain &= Domain("move_id.reversed_entry_id", "=", False)
        domain &= Domain("move_id.reversal_move_ids", "not any", [("state", "=", "posted")])
        Receipt = self.env["raya.field.payment"]
        handed_over = Receipt._search(Domain("hand_over_move_id", "!=", False))
        domain &= Domain("move_id", "not in", handed_over.subselect("hand_over_move_id"))
        standing = Domain("payment_id", "!=", False) & Domain("state", "!=", "cancelled")
        taken = Receipt._search(standing).subselect("payment_id")
        entries = self.env["account.payment"]._search(Domain("id", "in", taken) & Domain("move_id", "!=", False))
        domain &= Domain("move_id", "not in", entries.subselect("move_id"))
        return self.env["account.move.line"].search(domain, limit=LISTED)

    @api.model
    def _find_items_of_no_job(self):
        """On accounts of warranty cost, where they come to something: the inventory closing posts and takes back."""
        accounts = self.env.companies.raya_warranty_account_id
        domain = self._company_domain() & Domain("account_id", "in", accounts.ids)
        domain &= Domain("parent_state", "=", "posted") & Domain("raya_charge_id", "=", False)
        Item = self.env["account.move.line"]
        sums = Item._read_group(domain, ["company_id", "account_id"], ["balance:sum"])
        differing = [
            Domain("company_id", "=", company.id) & Domain("account_id", "=", account.id)
            for company, account, balance in sums
            if not company.currency_id.is_zero(balance)
        ]
        return Item.search(domain & Domain.OR(differing), limit=LISTED) if differing else Item
