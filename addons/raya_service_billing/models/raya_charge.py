from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_warranty.tools.coverage import KINDS

from .raya_charge_dimensions_mixin import COSTS


class RayaCharge(models.Model):
    """One line of approved work, with the decision who pays it."""

    _name = "raya.charge"
    _description = "Charge"
    _inherit = ["raya.charge.dimensions.mixin", "raya.charge.words.mixin"]
    _order = "workorder_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    workorder_id = fields.Many2one("raya.workorder", "Work Order", required=True, index=True, ondelete="restrict")
    version = fields.Integer(default=1, required=True, readonly=True, aggregator=None, help="Of the report.")
    state = fields.Selection(
        [("frozen", "Frozen"), ("reversed", "Reversed")], default="frozen", required=True, readonly=True, index=True
    )
    # An amended report may leave a service out; frozen ones are on a report that is closed.
    work_line_id = fields.Many2one("raya.work.line", ondelete="set null", index="btree_not_null")
    part_id = fields.Many2one("raya.part", ondelete="restrict", index="btree_not_null")
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="workorder_id.partner_id", store=True, index=True)
    kind = fields.Selection(selection="_selection_kind", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True)
    quantity = fields.Float(required=True, readonly=True, min_display_digits="Product Unit")
    product_uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True)
    company_share = fields.Float("Covered (%)", required=True, readonly=True, aggregator=None)
    payer = fields.Selection([("company", "Company"), ("customer", "Customer")], required=True, readonly=True)
    reason_key = fields.Char("Key of the Reason", required=True, readonly=True)
    reason_args = fields.Json("Terms of the Reason", readonly=True)
    reason = fields.Text("Why", compute="_compute_reason")
    policy_line_id = fields.Many2one(
        "raya.warranty.policy.line", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    warranty_line_id = fields.Many2one(
        "raya.warranty.line",
        "Covered By",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The line of the unit's own coverage that pays; its maximum counts what it has paid.",
    )
    amount = fields.Monetary("At Sales Price", readonly=True, help="When the decision was made, before taxes.")
    customer_amount = fields.Monetary(readonly=True, help="What the customer pays, before taxes, as it was approved.")
    covered_amount = fields.Monetary(compute="_compute_covered_amount", store=True)
    price_unit = fields.Float(
        "Customer's Price",
        readonly=True,
        aggregator=None,
        help="Of the order line, in its currency: the price without the covered share.",
    )
    discount = fields.Float("Discount (%)", readonly=True, digits="Discount", aggregator=None)
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order Line", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    ordered_amount = fields.Monetary(
        compute="_compute_billing", store=True, help="What the order line says now, before taxes."
    )
    billed_amount = fields.Monetary(
        compute="_compute_billing", store=True, help="Posted invoices less credit notes, before taxes."
    )
    billing_status = fields.Selection(
        [("to_bill", "To Bill"), ("billed", "Billed"), ("credited", "Credited"), ("lost", "Lost")],
        compute="_compute_billing",
        store=True,
        index="btree_not_null",
        help="What became of the customer's share. Lost: its order line was cancelled or asks for nothing any more.",
    )
    voucher_line_ids = fields.One2many("raya.cost.voucher.line", "charge_id", "Voucher Lines", groups=COSTS)
    cost = fields.Monetary(readonly=True, groups=COSTS, help="Of the whole line, in the books.")
    use_move_ids = fields.Many2many(
        "stock.move", string="Moves of Use", readonly=True, copy=False, groups="stock.group_stock_user"
    )

    _one_source = models.Constraint(
        "CHECK (num_nonnulls(work_line_id, part_id) <= 1)",
        "A charge is for one service or for one part.",
    )
    _work_line_once = models.UniqueIndex(
        "(work_line_id) WHERE work_line_id IS NOT NULL AND state != 'reversed'",
        "This service of the work order has been charged already.",
    )
    _part_once = models.UniqueIndex(
        "(part_id) WHERE part_id IS NOT NULL AND state != 'reversed'",
        "This part of the work order has been charged already.",
    )
    _share_is_percent = models.Constraint(
        "CHECK (company_share BETWEEN 0 AND 100)", "The covered share is between 0 and 100 %."
    )

    @api.model
    def _selection_kind(self):
        labels = {
            "labour": self.env._("Labour"),
            "part": self.env._("Part"),
            "travel": self.env._("Travel"),
        }
        return [(kind, labels[kind]) for kind in KINDS]

    @api.depends("amount", "customer_amount")
    def _compute_covered_amount(self):
        """The rest, so that the shares sum to the whole."""
        for charge in self:
            charge.covered_amount = charge.currency_id.round(charge.amount - charge.customer_amount)

    @api.depends(
        "state",
        "customer_amount",
        "sale_line_id.order_id.state",
        "sale_line_id.order_id.currency_rate",
        "sale_line_id.price_subtotal",
        "sale_line_id.product_uom_qty",
        "sale_line_id.untaxed_amount_invoiced",
        "sale_line_id.qty_invoiced_posted",
        "sale_line_id.invoice_lines.parent_state",
    )
    def _compute_billing(self):
        for charge in self:
            line = charge.sale_line_id
            rate = line.order_id.currency_rate or 1.0
            is_open = line.order_id.state != "cancel"
            charge.ordered_amount = charge.currency_id.round(line.price_subtotal / rate) if is_open else 0.0
            charge.billed_amount = charge.currency_id.round(line.untaxed_amount_invoiced / rate)
            charge.billing_status = charge._get_billing_status()

    def _get_billing_status(self):
        """What the order line and its posted invoices say; nothing where the customer had nothing to pay."""
        line, uom = self.sale_line_id, self.sale_line_id.product_uom_id
        is_zero = self.currency_id.is_zero
        is_reversed, is_billed = self.state == "reversed", not is_zero(self.billed_amount)
        # Posted invoices stand whatever became of the order or the report.
        if is_billed and (is_reversed or uom.compare(line.qty_invoiced_posted, line.product_uom_qty) >= 0):
            return "billed"
        if is_reversed or (is_zero(self.customer_amount) and is_zero(self.ordered_amount)):
            return False
        if not is_billed and self._is_credited():
            return "credited"
        return "lost" if is_zero(self.ordered_amount) else "to_bill"

    def _is_credited(self):
        """Whether it was invoiced once and the invoices were credited."""
        return "out_refund" in self.sale_line_id.invoice_lines.filtered(
            lambda line: line.parent_state == "posted"
        ).mapped("move_type")

    @api.depends("reason_key", "reason_args")
    @api.depends_context("lang")
    def _compute_reason(self):
        """The frozen decision, told in the language of the reader."""
        for charge in self:
            Warranty = self.env["raya.warranty"].with_company(charge.company_id)
            charge.reason = Warranty._get_reason_sentence(charge.reason_key, charge.reason_args or {})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        # Those of earlier versions tell what was taken back.
        approved = self.filtered(lambda charge: charge.state == "reversed" or charge.workorder_id.state == "approved")
        if approved:
            raise UserError(
                self.env._(
                    "The charges of %(workorders)s are frozen since their approval and cannot be deleted.",
                    workorders=format_list(self.env, approved.workorder_id.mapped("name"), "unit"),
                )
            )

    def action_open_sale_order(self):
        return self.sale_line_id.order_id._get_records_action()

    def _get_frozen(self):
        """Those that hold: no amendment took them back."""
        return self.filtered(lambda charge: charge.state == "frozen")

    def _reverse(self):
        """Their report is opened again: the next version has charges of its own."""
        self.state = "reversed"
        # Their place is free for charges that are inserted before anything else is written.
        self.flush_recordset(["state"])

    def _is_whole_part(self):
        """A part that the company bears alone: nothing of it is sold."""
        return self.kind == "part" and self.company_share >= 100.0

    def _is_billed(self):
        """The customer pays all or part of it."""
        return self.company_share < 100.0 and not self.product_uom_id.is_zero(self.quantity)

    def _is_perpetual(self):
        """Odoo posts the cost of such a part itself when it leaves the stock."""
        product = self.product_id.with_company(self.company_id)
        return product.is_storable and product.valuation == "real_time"

    def _update_costs(self):
        """Read the cost of the work from the time sheets and stock moves it made, and by what it is counted."""
        self._freeze_dimensions()
        for charge in self:
            charge.use_move_ids = charge.part_id._get_used_moves()
            charge.cost = getattr(charge, f"_get_cost_by_{charge.kind}")()

    def _get_cost_by_labour(self):
        # What earlier versions booked was taken back, and both stand on the line.
        return -sum(self.work_line_id.timesheet_ids.mapped("amount"))

    def _get_cost_by_part(self):
        return sum(self.use_move_ids.mapped("value"))

    def _get_cost_by_travel(self):
        return 0.0

    def _get_cost_account(self):
        """Account in which the cost of this charge rests until the voucher takes
        the covered share of it to warranty cost."""
        self.ensure_one()
        if self.kind == "labour":
            return self.company_id.raya_labour_account_id
        return self.product_id.with_company(self.company_id)._get_product_accounts()["expense"]

    def _check_expense_accounts(self):
        """:raises UserError: when a part has no account to take its cost from."""
        for charge in self.filtered(lambda charge: charge.kind == "part"):
            accounts = charge.product_id.with_company(charge.company_id)._get_product_accounts()
            odoo_posts = charge._is_whole_part() and charge._is_perpetual()
            if not accounts["stock_valuation" if odoo_posts else "expense"]:
                raise UserError(
                    self.env._(
                        "%(product)s has no account for its cost. Set it on the product category %(category)s.",
                        product=charge.product_id.display_name,
                        category=charge.product_id.categ_id.display_name,
                    )
                )

    def _prepare_sale_line_values(self, order):
        self.ensure_one()
        return {
            "order_id": order.id,
            "product_id": self.product_id.id,
            **self.env["raya.pricing"]._prepare_quantity_values(self.quantity, self.product_uom_id),
            "price_unit": self.price_unit,
            "discount": self.discount,
            "raya_coverage_percent": self.company_share,
            "raya_is_charged": True,
        }

    def _deliver(self, sale_line):
        """The order line is for work that is done: parts by their stock moves,
        so that Odoo counts them and delivers nothing again, services by hand."""
        self.ensure_one()
        self.sale_line_id = sale_line
        self.use_move_ids.sale_line_id = sale_line
        if sale_line.qty_delivered_method == "manual":
            sale_line.qty_delivered = sale_line.product_uom_qty
        sale_line.name = self._get_line_text(sale_line.name, sale_line.order_id.partner_id.lang)

    def _get_share_text(self, lang):
        """What the customer reads about the share that their price is without, in their language."""
        charge = self.with_context(lang=lang or self.env.lang)
        return charge.env._("Covered by the warranty: %(share)s %%", share=f"{self.company_share:g}")

    def _prepare_voucher_line_values(self, amount):
        """Values of the voucher line that shows ``amount``, the covered share of cost."""
        self.ensure_one()
        entry = self.use_move_ids.account_move_id if self._is_whole_part() else False
        return {
            "charge_id": self.id,
            "cost": self.cost,
            "amount": amount,
            "stock_entry_ids": [fields.Command.set(entry.ids if entry else [])],
            "credit_account_id": False if entry else self._get_cost_account().id,
        }
