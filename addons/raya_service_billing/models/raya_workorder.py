from typing import NamedTuple

from odoo import api, fields, models

from ..tools.shares import share_amounts
from .raya_charge_dimensions_mixin import COSTS

SALES = "sales_team.group_sale_salesman"


class PricedWork(NamedTuple):
    """One line of a job with its price, before it is decided who pays it.

    :param values: values of its charge so far
    :param work: ``tools.coverage.Work`` to decide about
    :param order_line: ``sale.order.line`` in memory that says what it costs
    """

    values: dict
    work: object
    order_line: object


class RayaWorkorder(models.Model):
    _inherit = "raya.workorder"

    charge_ids = fields.One2many("raya.charge", "workorder_id", "Charges", readonly=True)
    sale_order_ids = fields.One2many("sale.order", "raya_workorder_id", "Sales Orders", groups=SALES)
    voucher_ids = fields.One2many("raya.cost.voucher", "workorder_id", "Cost Vouchers", groups=COSTS)
    raya_invoice_count = fields.Integer("Number of Invoices", compute="_compute_document_counts", compute_sudo=True)
    raya_order_count = fields.Integer("Number of Orders", compute="_compute_document_counts", compute_sudo=True)
    raya_voucher_count = fields.Integer(
        "Number of Cost Vouchers", compute="_compute_document_counts", compute_sudo=True
    )
    raya_entry_count = fields.Integer("Number of Entries", compute="_compute_document_counts", compute_sudo=True)

    @api.depends("sale_order_ids", "voucher_ids")
    def _compute_document_counts(self):
        for workorder in self:
            workorder.raya_order_count = len(workorder.sale_order_ids)
            workorder.raya_invoice_count = len(workorder.sale_order_ids.invoice_ids)
            workorder.raya_voucher_count = len(workorder.voucher_ids)
            workorder.raya_entry_count = sum(workorder.voucher_ids.mapped("entry_count"))

    def action_open_sale_orders(self):
        return self.sale_order_ids._get_records_action(name=self.env._("Sales Orders"))

    def action_open_invoices(self):
        return self.sale_order_ids.invoice_ids._get_records_action(name=self.env._("Invoices"))

    def action_open_vouchers(self):
        return self.voucher_ids._get_records_action(name=self.env._("Cost Vouchers"))

    def action_open_entries(self):
        return self.voucher_ids.action_open_entries()

    def action_print_proforma(self):
        report = self.env.ref("sale.action_report_pro_forma_invoice")
        return report.report_action(self.sale_order_ids)

    def _get_covered_on_paper(self):
        """Charges that the customer does not pay, where their company shows these on its papers."""
        showing = self.filtered("company_id.raya_is_covered_printed")
        return showing.charge_ids._get_frozen().filtered(
            lambda charge: charge.company_share >= 100.0 and not charge.product_uom_id.is_zero(charge.quantity)
        )

    def _on_approve(self):
        """Freeze who pays each line, let the floor below consume the parts and
        book the time, then make the documents: an order for what the customer
        pays and a cost voucher for what the company bears."""
        # sudo: a supervisor approves without any right in sales or accounting
        accounting = self.sudo()
        charges = accounting._create_charges()
        accounting._check_cost_vouchers(charges)
        result = super()._on_approve()
        charges._update_costs()
        accounting._create_sale_orders(charges)
        accounting._create_cost_vouchers(charges)
        return result

    def _on_reopen(self, reason):
        """The mirror: credit what was invoiced, post the vouchers back, let the floor below take the parts and the
        time back, then take back the orders, on which the parts count as delivered until then."""
        # sudo: as above
        charges = self.sudo().charge_ids._get_frozen()
        lines = charges.sale_line_id
        lines.invoice_lines.move_id._raya_credit(lines, reason)
        vouchers = charges.voucher_line_ids.voucher_id
        vouchers._reverse(reason)
        result = super()._on_reopen(reason)
        vouchers._add_stock_reversals()
        lines.order_id._raya_take_back(lines)
        charges._reverse()
        return result

    def _check_amendable(self):
        result = super()._check_amendable()
        # A supervisor reads no orders and invoices of their own accord.
        lines = self.sudo().charge_ids._get_frozen().sale_line_id
        lines.order_id._raya_check_no_advance()
        lines.invoice_lines.move_id._raya_check_creditable(lines)
        return result

    def _create_charges(self):
        """Freeze a decision for each line of work, all at once.

        What a coverage with a maximum has paid for one line is gone for the next,
        also when two reports are approved at once.
        """
        self.asset_id.warranty_ids.line_ids._lock_allowances()
        by_company = self.grouped("company_id").items()
        return self.env["raya.charge"].create(
            [
                values
                for company, workorders in by_company
                for values in workorders._prepare_charges_values(company.currency_id)
            ]
        )

    def _prepare_charges_values(self, currency):
        """Values of the charges of these jobs, whose companies count in one currency, in their order."""
        works = self._get_chargeable_lines()
        priced = [workorder._price_works(works[workorder]) for workorder in self]
        jobs = [
            (workorder.asset_id, workorder._get_report_date(), [each.work for each in works])
            for workorder, works in zip(self, priced, strict=True)
        ]
        decided = self.env["raya.asset"]._decide_jobs(jobs, currency.round)
        for works, decisions in zip(priced, decided, strict=True):
            lines = [each.order_line for each in works]
            self.env["raya.pricing"]._carry_shares(lines, [decision.share for decision in decisions])
        return [
            {**each.values, **self._prepare_decision_values(decision), **self._prepare_price_values(each.order_line)}
            for works, decisions in zip(priced, decided, strict=True)
            for each, decision in zip(works, decisions, strict=True)
        ]

    def _price_works(self, lines):
        """Price what of this job somebody pays, before anybody decides who.

        :param lines: records of ``_get_chargeable_lines()``
        :return: list of :class:`PricedWork`
        """
        values_list = [line._prepare_charge_values() for line in lines]
        order_lines = self.env["raya.pricing"]._draft_lines(self, values_list)
        return [
            self._price_work(line, values, order_line)
            for line, values, order_line in zip(lines, values_list, order_lines, strict=True)
        ]

    def _price_work(self, line, values, order_line):
        amount = self.env["raya.pricing"]._get_amount(order_line)
        work = self.env["raya.asset"]._get_work(
            values["kind"],
            fault=self._get_deciding_fault(line.fault_id),
            part=line.product_id if values["kind"] == "part" else None,
            amount=amount,
        )
        return PricedWork({**values, "version": self.version, "amount": amount}, work, order_line)

    def _prepare_price_values(self, order_line):
        """What the customer pays of a line of work, as its order line says it."""
        return {
            "price_unit": order_line.price_unit,
            "discount": order_line.discount,
            "customer_amount": self.env["raya.pricing"]._get_amount(order_line),
        }

    def _prepare_decision_values(self, decision):
        """A decision about one line of work, as values of its charge."""
        return {
            "warranty_line_id": decision.warranty_line_id or False,
            "company_share": decision.share,
            "payer": decision.payer,
            "reason_key": decision.reason_key,
            "reason_args": decision.reason_args,
            "policy_line_id": decision.policy_line_id,
        }

    def _check_cost_vouchers(self, charges):
        covered = charges.filtered("company_share")
        for company, company_charges in covered.grouped("company_id").items():
            company._raya_check_cost_voucher(company_charges)

    def _create_sale_orders(self, charges):
        """One draft order per work order with something to pay."""
        billed = charges.filtered(lambda charge: charge._is_billed())
        for company, company_charges in billed.grouped("company_id").items():
            company_charges = company_charges.with_company(company)
            orders = (
                self.env["sale.order"]
                .with_company(company)
                .create([workorder._prepare_sale_order_values() for workorder in company_charges.workorder_id])
            )
            order_of = {order.raya_workorder_id: order for order in orders}
            lines = orders.order_line.create(
                [charge._prepare_sale_line_values(order_of[charge.workorder_id]) for charge in company_charges]
            )
            for charge, line in zip(company_charges, lines, strict=True):
                charge._deliver(line)

    def _prepare_sale_order_values(self):
        self.ensure_one()
        return {
            "partner_id": self.payer_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "raya_workorder_id": self.id,
            "raya_version": self.version,
        }

    def _create_cost_vouchers(self, charges):
        """One posted voucher per work order with a covered share."""
        covered = charges.filtered("company_share")
        vouchers = self.env["raya.cost.voucher"].create(
            [
                workorder._prepare_cost_voucher_values(workorder_charges)
                for workorder, workorder_charges in covered.grouped("workorder_id").items()
            ]
        )
        vouchers.action_post()

    def _prepare_cost_voucher_values(self, charges):
        self.ensure_one()
        amounts = share_amounts(
            charges.mapped("cost"), charges.mapped("company_share"), self.company_id.currency_id.round
        )
        return {
            "workorder_id": self.id,
            "version": self.version,
            "company_id": self.company_id.id,
            "date": self.company_id._raya_get_open_day(),
            "line_ids": [
                fields.Command.create(charge._prepare_voucher_line_values(amount))
                for charge, amount in zip(charges, amounts, strict=True)
            ],
        }

    def _get_cost_distribution(self):
        """Analytic account of the project that takes the time of the job: the covered
        parts go there too."""
        return self._get_time_project()._get_analytic_distribution() or False
