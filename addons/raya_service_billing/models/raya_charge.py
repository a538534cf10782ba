from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_warranty.tools.coverage import KINDS

from ..tools.shares import split_amount
from .raya_charge_dimensions_mixin import COSTS
from .raya_charge_share import STATUSES
from .sale_order_line import SOURCES


class RayaCharge(models.Model):
    """One line of work, with the decision who pays it: proposed, then frozen when its report is approved."""

    _name = "raya.charge"
    _inherit = [
        "raya.charge.claim.mixin",
        "raya.charge.dimensions.mixin",
        "raya.charge.price.mixin",
        "raya.charge.words.mixin",
    ]
    _description = "Charge"
    _order = "workorder_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    workorder_id = fields.Many2one("raya.workorder", "Work Order", required=True, index=True, ondelete="restrict")
    version = fields.Integer(default=1, required=True, readonly=True, aggregator=None, help="Of the report.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("frozen", "Frozen"), ("reversed", "Reversed")],
        default="frozen",
        required=True,
        readonly=True,
        index=True,
        help="Proposed: what would be charged, as it stood when somebody looked; nothing counts or bills it.",
    )
    # An amended report may leave a service out; frozen ones are on a report that is closed.
    work_line_id = fields.Many2one("raya.work.line", ondelete="set null", index="btree_not_null")
    part_id = fields.Many2one("raya.part", ondelete="restrict", index="btree_not_null")
    visit_id = fields.Many2one(
        "raya.visit", ondelete="restrict", index="btree_not_null", readonly=True, help="Whose travel it is for."
    )
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
    goodwill_amount = fields.Monetary(readonly=True, help="What of the covered amount no warranty bears.")
    price_unit = fields.Float(
        "Customer's Price",
        readonly=True,
        aggregator=None,
        help="Of the order line, in its currency: the price without the covered share.",
    )
    discount = fields.Float("Discount (%)", readonly=True, digits="Discount", aggregator=None)
    share_ids = fields.One2many("raya.charge.share", "charge_id", "Shares", readonly=True)
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
    agent_line_ids = fields.One2many("raya.agent.statement.line", "charge_id", "Paid to Agents", groups=COSTS)
    voucher_line_ids = fields.One2many("raya.cost.voucher.line", "charge_id", "Voucher Lines", groups=COSTS)
    cost = fields.Monetary(readonly=True, groups=COSTS, help="Of the whole line, in the books.")
    use_move_ids = fields.Many2many(
        "stock.move", string="Moves of Use", readonly=True, copy=False, groups="stock.group_stock_user"
    )

    _one_source = models.Constraint(
        "CHECK (num_nonnulls(work_line_id, part_id, visit_id) <= 1)",
        "A charge is for one service, for one part or for one visit.",
    )
    _work_line_once = models.UniqueIndex(
        "(work_line_id) WHERE work_line_id IS NOT NULL AND state != 'reversed'",
        "This service of the work order has been charged already.",
    )
    _part_once = models.UniqueIndex(
        "(part_id) WHERE part_id IS NOT NULL AND state != 'reversed'",
        "This part of the work order has been charged already.",
    )
    _visit_once = models.UniqueIndex(
        "(visit_id, workorder_id) WHERE visit_id IS NOT NULL AND state != 'reversed'",
        "This visit has been charged on this work order already.",
    )
    _minimum_once = models.UniqueIndex(
        "(workorder_id) WHERE price_key = 'job_minimum' AND state != 'reversed'",
        "This work order has its minimum charge already.",
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

    @api.depends("share_ids.ordered_amount", "share_ids.billed_amount", "share_ids.billing_status")
    def _compute_billing(self):
        """Of all customers who share it: together, and where they differ, what still has to be done."""
        for charge in self:
            shares = charge.share_ids._get_customers()
            charge.ordered_amount = sum(shares.mapped("ordered_amount"))
            charge.billed_amount = sum(shares.mapped("billed_amount"))
            statuses = set(shares.mapped("billing_status"))
            charge.billing_status = next((status for status in STATUSES if status in statuses), False)

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
        approved = (self - self._get_proposed()).filtered(
            lambda charge: charge.state == "reversed" or charge.workorder_id.state == "approved"
        )
        if approved:
            raise UserError(
                self.env._(
                    "The charges of %(workorders)s are frozen since their approval and cannot be deleted.",
                    workorders=format_list(self.env, approved.workorder_id.mapped("name"), "unit"),
                )
            )

    def unlink(self):
        # The database takes them along, and what is computed of them would be computed of nothing.
        self.share_ids.unlink()
        return super().unlink()

    def action_open_sale_order(self):
        return self.sale_line_id.order_id._get_records_action()

    def _get_proposed(self):
        """Those that only say what would be charged."""
        return self.filtered(lambda charge: charge.state == "proposed")

    def _get_frozen(self):
        """Those that hold: approved, and no amendment took them back."""
        return self.filtered(lambda charge: charge.state == "frozen")

    def _get_first_shares(self):
        """Of each charge the share of the customer whose order line stands for the work itself."""
        return self.env["raya.charge.share"].union(*(charge.share_ids._get_customers()[:1] for charge in self))

    def _reverse(self):
        """Their report is opened again: the next version has charges of its own."""
        self.state = "reversed"
        # Their place is free for charges that are inserted before anything else is written.
        self.flush_recordset(["state"])

    def _check_paid(self):
        """:raises UserError: names the job of these charges, and what of it is not invoiced or not paid"""
        job = self.workorder_id.name
        if "to_bill" in self.mapped("billing_status"):
            raise UserError(
                self.env._("What the customer pays for %s is not invoiced. Have the accountant invoice it first.", job)
            )
        for invoice in self.share_ids.sale_line_id.invoice_lines.move_id:
            open_ = invoice.state == "posted" and invoice.move_type == "out_invoice" and invoice.amount_residual
            if open_ and invoice.currency_id.compare_amounts(open_, 0) > 0:
                raise UserError(
                    self.env._(
                        "%(invoice)s of %(job)s is not paid: %(amount)s is left. Have the payment registered first.",
                        invoice=invoice.name,
                        job=job,
                        amount=self.env["res.lang"]._raya_format_amount(open_, invoice.currency_id),
                    )
                )

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
        for charge in self:
            charge.use_move_ids = charge.part_id._get_used_moves()
            cost = getattr(charge, f"_get_cost_by_{charge.kind}")()
            charge.write({**charge._prepare_dimensions_values(), "cost": cost})

    def _split_costs(self):
        """What the vouchers took is borne by the company, the rest of the cost by customers."""
        for charge in self:
            lines, shares = charge.voucher_line_ids, charge.share_ids
            for line in lines:
                borne = shares._get_borne().filtered(
                    lambda share, reason=line.voucher_id.reason: share._get_voucher_reason() == reason
                )
                borne.voucher_line_id = line
                borne._split_cost(line.amount)
            shares._get_customers()._split_cost(charge.cost - sum(lines.mapped("amount")))

    def _split_by_reason(self, amount):
        """What the company bears of this charge, by the reasons why.

        :param amount: cost of all of it
        :return: dict by ``REASONS``: percent of the charge, and amount
        """
        percents = {}
        for share in self.share_ids._get_borne():
            reason = share._get_voucher_reason()
            percents[reason] = percents.get(reason, 0.0) + share.percent
        amounts = split_amount(amount, list(percents.values()), self.currency_id.round)
        return {reason: (percents[reason], own) for reason, own in zip(percents, amounts, strict=True)}

    def _get_cost_by_labour(self):
        # What earlier versions booked was taken back, and both stand on the line.
        return -sum(self.work_line_id.timesheet_ids.mapped("amount"))

    def _get_cost_by_part(self):
        return sum(self.use_move_ids.mapped("value"))

    def _get_cost_by_travel(self):
        return self.env["raya.tariff.pricing"]._get_travel_cost(self)

    def _get_cost_account(self):
        """Account in which the cost of this charge rests until the voucher takes
        the covered share of it to warranty cost."""
        self.ensure_one()
        if self.kind == "labour":
            return self.company_id.raya_labour_account_id
        if self.kind == "travel":
            return self.company_id.raya_travel_account_id
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
            "product_uom_qty": self.quantity_to_bill,
            "product_uom_id": self.uom_to_bill_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "raya_coverage_percent": self.company_share,
            "raya_is_charged": True,
        }

    def _put_on_estimate(self, order):
        """What was done stands on the order that the customer accepted: in the place of what was planned, or beside it.

        :param order: confirmed ``sale.order``
        """
        for charge in self:
            values = charge._prepare_sale_line_values(order)
            quantity = values.pop("product_uom_qty")
            line = charge._get_planned_line(order)
            if line:
                text = line.with_context(lang=order.partner_id.lang)._get_sale_order_line_multiline_description_sale()
                line.write({**values, "name": text})
            else:
                line = order.order_line.create({**values, "product_uom_qty": 0.0})
            # Odoo delivers nothing for parts that have left.
            charge.use_move_ids.sale_line_id = line
            line.product_uom_qty = quantity
            charge._deliver(line)
        self.env["raya.price.change"]._join(self)
        order._raya_drop_undone()

    def _get_planned_line(self, order):
        """The line of an estimate that stands for the same work."""
        return order.order_line.filtered(
            lambda line: (
                not line.raya_is_charged
                and (line.raya_shared_product_id or line.product_id) == self.product_id
                # A minimum charge has none of them.
                and all(line[name] == self[source] for source, name in SOURCES.items())
            )
        )[:1]

    def _deliver(self, sale_line):
        """The order line is for work that is done: parts by their stock moves,
        so that Odoo counts them and delivers nothing again, services by hand."""
        self.ensure_one()
        self.sale_line_id = sale_line
        first = self._get_first_shares()
        first.sale_line_id = sale_line
        self.use_move_ids.sale_line_id = sale_line
        lang = sale_line.order_id.partner_id.lang
        values = {"name": self._get_line_text(sale_line.name, lang)}
        if first != self.share_ids._get_customers():
            values["name"] += f"\n{first._get_share_text(lang)}"
        if sale_line.qty_delivered_method == "manual":
            values["qty_delivered"] = sale_line.product_uom_qty
        sale_line.write(values)

    def _get_share_texts(self, lang):
        """What the customer reads about the shares that their price is without, in their language."""
        charge = self.with_context(lang=lang or self.env.lang)
        written = charge.env["res.lang"]._raya_format_number
        percents = {reason: written(percent) for reason, (percent, _cost) in self._split_by_reason(0.0).items()}
        texts = {
            "warranty": charge.env._("Covered by the warranty: %(share)s %%", share=percents.get("warranty", "")),
            "goodwill": charge.env._("Given as goodwill: %(share)s %%", share=percents.get("goodwill", "")),
        }
        return [texts[reason] for reason in percents]

    def _prepare_voucher_line_values(self, reason, percent, amount):
        """Values of the voucher line that shows what the company bears of a charge for one reason.

        Odoo takes a part that the company bears whole to warranty cost itself, when it is consumed: what of it is
        goodwill goes on from there.

        :param reason: one of ``REASONS``
        :param percent: of the charge
        :param amount: of its cost
        """
        self.ensure_one()
        entry = self.use_move_ids.account_move_id if self._is_whole_part() else self.env["account.move"]
        is_posted = entry and reason == "warranty"
        resting = self.company_id.raya_warranty_account_id if entry else self._get_cost_account()
        return {
            "charge_id": self.id,
            "company_share": percent,
            "cost": self.cost,
            "amount": amount,
            "stock_entry_ids": [fields.Command.set(entry.ids)],
            "credit_account_id": False if is_posted else resting.id,
        }
