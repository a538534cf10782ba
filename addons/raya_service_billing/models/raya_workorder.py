from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.goodwill import GOODWILL
from ..tools.shares import share_amounts
from .raya_charge_dimensions_mixin import COSTS
from .raya_charge_share import PERCENT_DIGITS, REASONS

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
    _name = "raya.workorder"
    _inherit = [
        "raya.workorder.travel.mixin",
        "raya.workorder.minimum.mixin",
        "raya.workorder.estimate.making.mixin",
        "raya.workorder.estimate.mixin",
        "raya.workorder.field.payment.mixin",
        "raya.workorder.proposal.mixin",
        "raya.workorder",
    ]

    payer_ids = fields.One2many(
        "raya.workorder.payer",
        "workorder_id",
        "Other Payers",
        help="They pay a percent of what the company does not bear, each by an order of their own. Who pays for the"
        " job pays the rest.",
    )
    goodwill_ids = fields.One2many("raya.goodwill", "workorder_id", readonly=True)
    charge_ids = fields.One2many("raya.charge", "workorder_id", "Charges", readonly=True)
    sale_order_ids = fields.One2many("sale.order", "raya_workorder_id", "Sales Orders", groups=SALES)
    voucher_ids = fields.One2many("raya.cost.voucher", "workorder_id", "Cost Vouchers", groups=COSTS)
    raya_invoice_count = fields.Integer("Number of Invoices", compute="_compute_document_counts", compute_sudo=True)
    raya_order_count = fields.Integer("Number of Orders", compute="_compute_document_counts", compute_sudo=True)
    raya_voucher_count = fields.Integer(
        "Number of Cost Vouchers", compute="_compute_document_counts", compute_sudo=True
    )
    raya_entry_count = fields.Integer("Number of Entries", compute="_compute_document_counts", compute_sudo=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    estimate_amount = fields.Monetary(
        "Estimated", compute="_compute_estimate", compute_sudo=True, help="By the last estimate, before taxes."
    )
    customer_limit = fields.Monetary(
        "Not to Exceed",
        copy=False,
        help="What the customer agreed to pay at most, before taxes; zero where they said nothing. An accepted"
        " estimate sets it.",
    )
    raya_claim_count = fields.Integer("Number of Claims", compute="_compute_document_counts", compute_sudo=True)

    @api.depends("sale_order_ids", "voucher_ids")
    def _compute_document_counts(self):
        for workorder in self:
            workorder.raya_order_count = len(workorder.sale_order_ids)
            workorder.raya_invoice_count = len(workorder.sale_order_ids.invoice_ids)
            workorder.raya_voucher_count = len(workorder.voucher_ids)
            workorder.raya_entry_count = sum(workorder.voucher_ids.mapped("entry_count"))
            workorder.raya_claim_count = len(workorder.voucher_ids.line_ids.claim_line_ids.claim_id)

    def action_open_sale_orders(self):
        return self.sale_order_ids._get_records_action(name=self.env._("Sales Orders"))

    def action_open_invoices(self):
        return self.sale_order_ids.invoice_ids._get_records_action(name=self.env._("Invoices"))

    def action_open_vouchers(self):
        return self.voucher_ids._get_records_action(name=self.env._("Cost Vouchers"))

    def action_open_claims(self):
        claims = self.voucher_ids.line_ids.claim_line_ids.claim_id
        return claims._get_records_action(name=self.env._("Supplier Claims"))

    def action_open_entries(self):
        return self.voucher_ids.action_open_entries()

    def action_sell_extension(self):
        """A quotation of an extended warranty to the owner of the unit."""
        self.ensure_one()
        return self.asset_id.action_sell_extension(self.name)

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
        accounting.env["raya.goodwill"]._check_decided(accounting)
        charges = accounting._create_charges()
        accounting.env["raya.goodwill"]._settle(charges)
        accounting._check_cost_vouchers(charges)
        result = super()._on_approve()
        charges._update_costs()
        accounting._create_sale_orders(charges)
        charges.share_ids._order_others(charges)
        accounting._close_estimates()
        accounting._create_cost_vouchers(charges)
        charges._split_costs()
        return result

    def _on_reopen(self, reason):
        """The mirror: credit what was invoiced, post the vouchers back, let the floor below take the parts and the
        time back, then take back the orders, on which the parts count as delivered until then."""
        # sudo: as above
        charges = self.sudo().charge_ids._get_frozen()
        lines = charges.share_ids.sale_line_id
        lines.invoice_lines.move_id._raya_credit(lines, reason)
        vouchers = charges.voucher_line_ids.voucher_id
        vouchers.line_ids._take_back_claims()
        vouchers._reverse(reason)
        result = super()._on_reopen(reason)
        vouchers._add_stock_reversals()
        lines.order_id._raya_take_back(lines)
        charges._reverse()
        return result

    def _check_paid(self):
        result = super()._check_paid()
        for job in self:
            if job.state == "submitted":
                raise UserError(
                    self.env._(
                        "What the customer pays for %s is decided when its report is approved. Have it approved first.",
                        job.name,
                    )
                )
            if not job._is_paid_on_site():
                job.charge_ids._get_frozen()._check_paid()
        return result

    def _check_amendable(self):
        result = super()._check_amendable()
        # A supervisor reads no orders and invoices of their own accord.
        lines = self.sudo().charge_ids._get_frozen().share_ids.sale_line_id
        lines.order_id._raya_check_no_advance()
        lines.invoice_lines.move_id._raya_check_creditable(lines)
        self.sudo().voucher_ids.line_ids._check_unclaimed()
        return result

    def _create_charges(self):
        """Freeze a decision for each line of work, all at once.

        What a coverage with a maximum has paid for one line is gone for the next,
        also when two reports are approved at once.
        """
        self.asset_id.warranty_ids.line_ids._lock_allowances()
        with self._tell_changed_charges():
            return self._put_charges("frozen")

    def _prepare_charges_values(self, currency):
        """Values of the charges of these jobs, whose companies count in one currency, in their order."""
        return [
            self._prepare_decided_values(each, decision)
            for works in self._decide_works(currency)
            for each, decision in works
        ]

    def _decide_works(self, currency, is_planned=False, asked=None):
        """Price what of these jobs somebody pays, and decide who does, as it stands now.

        :param currency: in which the companies of these jobs count
        :param is_planned: all that is planned on them, instead of what was done
        :param asked: ``raya.goodwill`` that is to count as if it were approved
        :return: for each job a list of pairs of a :class:`PricedWork`, its price without the covered share, and the
            decision about it; in the order of ``_get_chargeable_lines()``, and what tops them up last
        """
        works = self._get_planned_lines() if is_planned else self._get_chargeable_lines()
        priced = [workorder._price_works(works[workorder], is_planned) for workorder in self]
        jobs = [
            (workorder.asset_id, workorder._get_report_date(), [each.work for each in works])
            for workorder, works in zip(self, priced, strict=True)
        ]
        decided = self.env["raya.asset"]._decide_jobs(jobs, currency.round)
        for workorder, works, decisions in zip(self, priced, decided, strict=True):
            workorder._top_up(works, decisions)
        decided = self.env["raya.goodwill"]._grant(self, decided, asked)
        for works, decisions in zip(priced, decided, strict=True):
            lines = [each.order_line for each in works]
            self.env["raya.pricing"]._carry_shares(lines, [decision.share for decision in decisions])
        return [list(zip(works, decisions, strict=True)) for works, decisions in zip(priced, decided, strict=True)]

    def _price_works(self, lines, is_planned=False):
        """Price what of this job somebody pays, before anybody decides who.

        :param lines: records of ``_get_chargeable_lines()``
        :return: list of :class:`PricedWork`
        """
        values_list = [
            line._prepare_planned_values() if is_planned else line._prepare_charge_values() for line in lines
        ]
        drafts = self.env["raya.pricing"]._draft_works(self, values_list)
        return [
            self._price_work(line, {**values, **reason}, order_line)
            for line, values, (order_line, reason) in zip(lines, values_list, drafts, strict=True)
        ]

    def _price_work(self, line, values, order_line):
        values = {**values, **self._agree_price(values, order_line)}
        amount = self.env["raya.pricing"]._get_amount(order_line)
        work = self.env["raya.asset"]._get_work(
            values["kind"],
            fault=self._get_deciding_fault(line.fault_id),
            part=line.product_id if values["kind"] == "part" else None,
            amount=amount,
        )
        return PricedWork({**values, "version": self.version, "amount": amount}, work, order_line)

    def _prepare_decided_values(self, each, decision):
        """Values of the charge of one line of work, with the shares of those who pay it.

        :param PricedWork each: its price without the covered share
        """
        values = {
            **each.values,
            **self._prepare_decision_values(decision),
            **self._prepare_price_values(each.order_line),
        }
        shares = self.env["raya.charge.share"]._prepare_shares_values(values, decision)
        given = sum(share["amount"] for share in shares if share["payer_kind"] == GOODWILL)
        commands = [fields.Command.create(share) for share in shares]
        return {**values, "goodwill_amount": given, "share_ids": commands}

    def _get_paying_partners(self):
        """Who pays what the company does not bear of this job, as tuples of ``raya.charge.share``; the first one's
        order is for the work itself."""
        self.ensure_one()
        # Whoever does the job need not read who shares its price.
        others = self.sudo().payer_ids
        percents = {self.payer_id: 100.0 - sum(others.mapped("percent"))}
        for other in others:
            percents[other.partner_id] = percents.get(other.partner_id, 0.0) + other.percent
        return [
            ("customer", partner, percent)
            for partner, percent in percents.items()
            if round(percent, PERCENT_DIGITS) > 0
        ]

    def _prepare_price_values(self, order_line):
        """What the customer pays of a line of work, as its order line says it."""
        return {
            "quantity_to_bill": order_line.product_uom_qty,
            "uom_to_bill_id": order_line.product_uom_id.id,
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
            **self.env["raya.charge"]._prepare_claim_values(decision),
        }

    def _check_cost_vouchers(self, charges):
        covered = charges.filtered("company_share")
        for company, company_charges in covered.grouped("company_id").items():
            company._raya_check_cost_voucher(company_charges)

    def _create_sale_orders(self, charges):
        """One draft order per work order with something to pay that stands on no accepted estimate, to its first
        payer."""
        billed = self._charge_estimates(charges.filtered(lambda charge: charge._is_billed()))
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
            "partner_id": self._get_paying_partners()[0][1].id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "raya_workorder_id": self.id,
            "raya_version": self.version,
        }

    def _create_cost_vouchers(self, charges):
        """One posted voucher per work order with a covered share, and one for what is given as goodwill."""
        covered = charges.filtered("company_share")
        vouchers = self.env["raya.cost.voucher"].create(
            [
                values
                for workorder, workorder_charges in covered.grouped("workorder_id").items()
                for values in workorder._prepare_cost_vouchers_values(workorder_charges)
            ]
        )
        vouchers.action_post()

    def _prepare_cost_vouchers_values(self, charges):
        """Values of the vouchers of one job, for each reason why the company bears something."""
        self.ensure_one()
        amounts = share_amounts(
            charges.mapped("cost"), charges.mapped("company_share"), self.company_id.currency_id.round
        )
        rows = [charge._split_by_reason(amount) for charge, amount in zip(charges, amounts, strict=True)]
        reasons = dict.fromkeys(reason for row in rows for reason in row)
        return [
            {
                **self._prepare_cost_voucher_values(reason),
                "line_ids": [
                    fields.Command.create(charge._prepare_voucher_line_values(reason, *row[reason]))
                    for charge, row in zip(charges, rows, strict=True)
                    if reason in row
                ],
            }
            for reason in sorted(reasons, key=REASONS.index)
        ]

    def _prepare_cost_voucher_values(self, reason):
        return {
            "workorder_id": self.id,
            "version": self.version,
            "reason": reason,
            "company_id": self.company_id.id,
            "date": self.company_id._raya_get_open_day(),
        }

    def _get_cost_distribution(self):
        """Analytic account of the project that takes the time of the job: the covered
        parts go there too."""
        return self._get_time_project()._get_analytic_distribution() or False
