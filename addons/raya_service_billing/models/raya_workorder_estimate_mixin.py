from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import float_compare, format_list

from odoo.addons.raya_service_base.tools.notices import notice
from odoo.addons.raya_service_workorder.models.raya_workorder import OPEN_STATES
from odoo.addons.raya_service_workorder.tools import outcomes

from .raya_charge_share import PERCENT_DIGITS
from .raya_estimate_mixin import OPEN
from .raya_tariff_pricing import BY_WORK_DONE
from .sale_order_line import SOURCES


class RayaWorkorderEstimateMixin(models.AbstractModel):
    """What the customer of a job was asked before it was done, and what they answered."""

    _name = "raya.workorder.estimate.mixin"
    _description = "Estimates of a Job"
    _protected_fields = frozenset({"estimate_ids"})

    estimate_ids = fields.One2many(
        "sale.order", "raya_estimate_of_id", "Estimates", copy=False, groups="sales_team.group_sale_salesman"
    )
    estimate_count = fields.Integer("Number of Estimates", compute="_compute_estimate", compute_sudo=True)
    estimate_state = fields.Selection(
        [("open", "Waiting for the Customer"), ("accepted", "Accepted"), ("refused", "Refused")],
        "Estimate",
        compute="_compute_estimate_state",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
    )

    @api.depends("estimate_ids.raya_estimate_amount")
    def _compute_estimate(self):
        for workorder in self:
            workorder.estimate_count = len(workorder.estimate_ids)
            workorder.estimate_amount = workorder._get_estimated(workorder._get_last_estimates())

    @api.depends("estimate_ids.raya_estimate_result", "estimate_ids.raya_estimate_number")
    def _compute_estimate_state(self):
        for workorder in self:
            results = workorder.estimate_ids.mapped("raya_estimate_result")
            states = {
                "open": False in results,
                "accepted": bool(workorder._get_agreed_estimates()),
                "refused": "refused" in results,
            }
            workorder.estimate_state = next((state for state, holds in states.items() if holds), False)

    def write(self, vals):
        """Only who leads says how much more the customer pays."""
        is_leader = self.env.su or self.env.user.has_group("raya_service_base.group_service_dispatcher")
        if "customer_limit" in vals and not is_leader:
            raise AccessError(
                self.env._("What the customer pays at most is agreed by a dispatcher. Ask for more from the job.")
            )
        return super().write(vals)

    # Actions

    def action_create_estimate(self):
        """Make a quotation of what is planned on each of these jobs; one that was made before is revised.

        :raises UserError: names the job of which nothing is planned, that is over, or whose advance was invoiced
        """
        self.check_access("write")
        self._check_is_open()
        # A technician has no right in sales.
        jobs = self.sudo()
        jobs._check_customer()
        planned = jobs._get_planned_lines()
        empty = jobs.filtered(lambda job: not planned[job])[:1]
        if empty:
            raise UserError(
                self.env._(
                    "Nothing is planned on %s yet. Add the services and parts that it will need.", empty.display_name
                )
            )
        jobs.estimate_ids.filtered(lambda order: order.state == "sale")._raya_check_no_advance()
        jobs._create_estimates()
        return self._tell_estimates()

    def action_open_estimates(self):
        return self.estimate_ids._get_records_action(name=self.env._("Estimates"))

    def action_request_more(self, reason):
        """Ask who leads the team to agree on more with the customer.

        :param str reason: what was found
        """
        self.check_access("write")
        self._check_is_open()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what was found: the dispatcher tells it to the customer."))
        for workorder in self:
            leaders = workorder._get_approvers()
            if not leaders:
                raise UserError(
                    self.env._("The team of %s has no leader. Call the dispatcher.", workorder.display_name)
                )
            summary = self.env._(
                "Agree on more than %s with the customer", workorder._format_amount(workorder.customer_limit)
            )
            for user in leaders:
                # Activities of others are the program's.
                workorder.sudo().activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id, summary=summary, note=reason
                )
        return notice(self.env._("The dispatcher was asked to agree on more with the customer."))

    def _tell_estimates(self):
        # Who may read no orders is told what is on them.
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            return self.sudo()._get_all_last_estimates().with_env(self.env)._get_records_action()
        told = [
            self.env._(
                "%(job)s: estimate %(number)s of %(amount)s is made. The office sends it to the customer.",
                job=job.name,
                number=self.env["res.lang"]._raya_format_number(
                    job.sudo()._get_last_estimates()[:1].raya_estimate_number
                ),
                amount=job._format_amount(job.estimate_amount),
            )
            for job in self
        ]
        return notice("\n".join(told))

    # What the customer answered

    def _get_open_estimates(self):
        return self.estimate_ids.filtered(lambda order: order.state in OPEN)

    def _get_agreed_estimates(self):
        """Quotations of the estimates to which all who pay said yes, whatever became of them since."""
        rounds = self.estimate_ids.grouped(lambda order: (order.raya_estimate_of_id, order.raya_estimate_number))
        agreed = [orders for orders in rounds.values() if set(orders.mapped("raya_estimate_result")) == {"accepted"}]
        return self.env["sale.order"].union(*agreed).sorted("raya_estimate_number")

    def _get_accepted_estimates(self):
        """Orders to which all who pay said yes, and on which no approved work stands yet."""
        return self._get_agreed_estimates().filtered(lambda order: order._raya_is_accepted())

    def _get_standing_estimates(self):
        """Orders that somebody may accept, or has accepted, and on which no approved work stands yet."""
        return self.estimate_ids.filtered(lambda order: order.state in OPEN or order._raya_is_accepted())

    def _get_last_estimates(self):
        """The quotations of the last estimate of this job, that of the first payer first."""
        last = max(self.estimate_ids.mapped("raya_estimate_number"), default=0)
        return self.estimate_ids.filtered(lambda order: order.raya_estimate_number == last).sorted("id")

    def _get_all_last_estimates(self):
        return self.env["sale.order"].union(*(workorder._get_last_estimates() for workorder in self))

    def _get_estimated(self, orders):
        """What quotations of this job ask for, in the currency of its company."""
        return sum(
            order.currency_id._convert(order.raya_estimate_amount, self.currency_id, self.company_id, order.date_order)
            for order in orders
        )

    def _on_estimate_accepted(self, order):
        """A payer accepted. Once all did, what they were asked before counts no more, and the work may begin."""
        asked = order._raya_get_siblings()
        waiting = asked.filtered(lambda other: other.raya_estimate_result != "accepted")
        if waiting:
            self._tell_answer(
                self.env._(
                    "%(payer)s accepted estimate %(order)s. It waits for %(others)s.",
                    payer=order.partner_id.display_name,
                    order=order.name,
                    others=format_list(self.env, waiting.partner_id.mapped("display_name")),
                )
            )
            return
        (self._get_standing_estimates() - asked)._raya_replace()
        limit = self._get_estimated(asked) * (1 + self.company_id.raya_estimate_tolerance / 100)
        self.customer_limit = self.currency_id.round(limit)
        if self.state == "waiting" and self.waiting_for == "customer":
            self._transition("progress")
        self._tell_answer(self.env._("The customer accepted estimate %s. The work may begin.", order.name))

    def _on_estimate_refused(self, order):
        """A payer refused, so nobody is asked any more. What they accepted before stands; without that the job ends with
        what was found, unless it was only another payer who refused: then its price is shared otherwise."""
        asked = order._raya_get_siblings()
        (self._get_standing_estimates() & asked)._raya_replace()
        if order != asked[:1]:
            self._tell_answer(
                self.env._(
                    "%(payer)s refused their share, estimate %(order)s. Share the price of the job otherwise, and make"
                    " another estimate.",
                    payer=order.partner_id.display_name,
                    order=order.name,
                )
            )
            return
        if self._get_accepted_estimates() or self.state not in OPEN_STATES:
            self._tell_answer(self.env._("The customer refused estimate %s. The job goes on without it.", order.name))
            return
        if self.state == "draft":
            self._transition("cancelled")
            self._on_cancel()
            self._tell_answer(self.env._("The customer refused estimate %s. The job is cancelled.", order.name))
            return
        if self.state == "waiting":
            self._transition("progress")
        self._drop_planned()
        self.outcome = outcomes.REFUSED
        self._add_refusal_service()
        self._tell_answer(
            self.env._("The customer refused estimate %s. Submit the report with what was found.", order.name)
        )

    def _drop_planned(self):
        """Of refused work only what was begun stays on the report."""
        self.work_line_ids.filtered(lambda line: not line.time_ids).unlink()
        self.part_ids._cancel_requests(self.env._("The customer refused the estimate."))
        self.part_ids.filtered(lambda part: not part.move_ids and not part.qty_reported).unlink()

    def _add_refusal_service(self):
        """What the company charges for finding out, where the customer lets nothing be done."""
        operation = self.company_id.raya_refusal_operation_id
        if operation and operation not in self.work_line_ids.operation_id:
            self.work_line_ids = [Command.create({"operation_id": operation.id})]

    def _tell_answer(self, text):
        people = self.user_id | self._get_approvers()
        self.message_post(body=text, partner_ids=people.partner_id.ids, subtype_xmlid="mail.mt_note")

    # What has to be accepted

    def _check_ready(self):
        result = super()._check_ready()
        # As above.
        for workorder in self.sudo():
            # Of what was only looked at nothing is asked: it costs what the company says.
            if workorder.outcome not in outcomes.UNDONE:
                workorder._check_agreed(is_planned=False)
        return result

    def _check_agreed(self, is_planned):
        """Refuse work of which the customer was to be asked and did not say yes, or that costs more than they agreed.

        :param bool is_planned: whether it is about to begin; else the report of it is about to be closed
        """
        self._check_payers_agreed()
        company, agreed = self.company_id, self._get_agreed_estimates()
        is_needed = company.raya_is_estimate_needed and not agreed
        # Zero is what they agreed to where the warranty was to bear all of it; else it says nothing.
        is_free = bool(agreed) and not any(agreed.mapped("raya_estimate_amount"))
        is_limited = is_free or self.customer_limit
        if not is_needed and not is_limited:
            return
        [works] = self._decide_works(company.currency_id, is_planned=is_planned)
        Pricing, compare = self.env["raya.pricing"], company.currency_id.compare_amounts
        asked = sum(Pricing._get_amount(each.order_line) for each, _decision in works)
        if is_needed and compare(asked, company.raya_estimate_above) > 0:
            raise UserError(
                self.env._(
                    "The customer would pay %(amount)s for %(job)s, and has not accepted an estimate. Make one and have"
                    " it sent.",
                    amount=self._format_amount(asked),
                    job=self.display_name,
                )
            )
        if is_limited and compare(asked, self.customer_limit) > 0:
            raise UserError(
                self.env._(
                    "The customer agreed to pay %(limit)s for %(job)s, and it comes to %(amount)s. Ask the dispatcher to"
                    " agree on more.",
                    limit=self._format_amount(self.customer_limit),
                    amount=self._format_amount(asked),
                    job=self.display_name,
                )
            )

    def _check_payers_agreed(self):
        """:raises UserError: names who would pay a greater part of the price than the one they accepted"""
        written = self.env["res.lang"]._raya_format_number
        agreed = {order.partner_id: order for order in self._get_agreed_estimates()}
        for _kind, partner, percent in self._get_paying_partners():
            order = agreed.get(partner)
            if order and float_compare(percent, order.raya_share_percent, PERCENT_DIGITS) > 0:
                raise UserError(
                    self.env._(
                        "%(payer)s accepted to pay %(agreed)s %% of %(job)s, by estimate %(order)s, and would pay"
                        " %(percent)s %%. Make another estimate.",
                        payer=partner.display_name,
                        agreed=written(order.raya_share_percent),
                        job=self.display_name,
                        order=order.name,
                        percent=written(percent),
                    )
                )

    def action_request_parts(self):
        """Parts are fetched for work to which the customer said yes."""
        for workorder in self.sudo():
            workorder._check_agreed(is_planned=True)
        return super().action_request_parts()

    def action_go_on(self):
        waiting = self.sudo().filtered(lambda job: job.company_id.raya_is_estimate_needed)._get_open_estimates()[:1]
        if waiting:
            raise UserError(
                self.env._(
                    "The customer has not answered estimate %(order)s of %(job)s yet.",
                    order=waiting.name,
                    job=waiting.raya_estimate_of_id.name,
                )
            )
        return super().action_go_on()

    # What becomes of it

    def _agree_price(self, values, order_line):
        """What is done costs what the customer agreed to, by the last estimate that they accepted. What a distance or
        the other work says is known afterwards.

        :param values: of the charge of a work of this job, with where its price comes from
        :param order_line: ``sale.order.line`` in memory, at the price of today
        :return: values of the charge that say so, if there are any
        """
        lines = self._get_agreed_estimates().order_line
        source = next(source for source in SOURCES if values.get(source))
        if values.get("price_key") in BY_WORK_DONE:
            return {}
        same = lines.filtered(
            lambda each: each[SOURCES[source]].id == values[source] and each.product_id == order_line.product_id
        )
        for agreed in same[-1:]:
            if agreed._raya_agree(order_line):
                args = {"estimate": agreed.order_id.name}
                return {"tariff_line_id": False, "price_source": "estimate", "price_key": "agreed", "price_args": args}
        return {}

    def _charge_estimates(self, charges):
        """The accepted estimates of these jobs become the orders of their work.

        :param charges: ``raya.charge`` that customers pay
        :return: those of jobs without an accepted estimate
        """
        left = charges
        for workorder in charges.workorder_id:
            _kind, first_payer, _percent = workorder._get_paying_partners()[0]
            order = workorder._get_accepted_estimates().filtered(
                lambda order, payer=first_payer: order.partner_id == payer
            )[:1]
            if order:
                own = charges.filtered(lambda charge, job=workorder: charge.workorder_id == job)
                order._raya_take_work(workorder)
                own.with_company(workorder.company_id)._put_on_estimate(order.with_company(workorder.company_id))
                left -= own
        return left

    def _close_estimates(self):
        """The work of these jobs is approved: nobody accepts an estimate of it any more."""
        left = self._get_standing_estimates()
        # An order on which an advance is invoiced stays for it, and asks for nothing else.
        paid = left.filtered(
            lambda order: order.order_line.filtered(lambda line: line.is_downpayment and line.qty_invoiced_posted)
        )
        paid._raya_drop_undone()
        (left - paid)._raya_replace()

    def _on_cancel(self):
        result = super()._on_cancel()
        # As above; what was paid in advance is settled by the accountant.
        self.sudo()._close_estimates()
        return result
