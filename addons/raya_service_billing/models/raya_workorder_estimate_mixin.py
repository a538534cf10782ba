from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.raya_service_base.tools.notices import notice
from odoo.addons.raya_service_workorder.models.raya_workorder import OPEN_STATES
from odoo.addons.raya_service_workorder.tools import outcomes

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
            last = workorder._get_last_estimate()
            workorder.estimate_count = len(workorder.estimate_ids)
            workorder.estimate_amount = (
                last.currency_id._convert(
                    last.raya_estimate_amount, workorder.currency_id, workorder.company_id, last.date_order
                )
                if last
                else 0.0
            )

    @api.depends("estimate_ids.raya_estimate_result")
    def _compute_estimate_state(self):
        for workorder in self:
            results = [order.raya_estimate_result or "open" for order in workorder.estimate_ids]
            workorder.estimate_state = next(
                (state for state in ("open", "accepted", "refused") if state in results), False
            )

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
                number=job.sudo().estimate_count,
                amount=job._format_amount(job.estimate_amount),
            )
            for job in self
        ]
        return notice("\n".join(told))

    # What is planned

    def _get_planned_lines(self):
        """What of these jobs a customer is asked to pay before it is done: all services, and parts as they are needed.

        :return: dict, a list of records by job, as of ``_get_chargeable_lines()``
        """
        return {workorder: [*workorder.work_line_ids, *workorder.part_ids] for workorder in self}

    def _create_estimates(self):
        """A quotation for each of these jobs; those that wait for an answer are replaced."""
        self._get_open_estimates()._raya_replace()
        for company, jobs in self.grouped("company_id").items():
            orders = (
                self.env["sale.order"]
                .with_company(company)
                .create([workorder._prepare_estimate_values() for workorder in jobs])
            )
            decided = jobs._decide_works(company.currency_id, is_planned=True)
            for workorder, order, works in zip(jobs, orders, decided, strict=True):
                lines = order.order_line.create(
                    [workorder._prepare_estimate_line_values(order, each, decision) for each, decision in works]
                )
                for line, (_each, decision) in zip(lines, works, strict=True):
                    line.name = f"{line.name}\n{workorder._get_estimate_text(line, decision)}"
                order._raya_note_difference()
                workorder.message_post(
                    body=self.env._(
                        "Estimate %(number)s: %(amount)s.",
                        number=order.raya_estimate_number,
                        amount=order._raya_format(order.raya_estimate_amount),
                    ),
                    subtype_xmlid="mail.mt_note",
                )

    def _prepare_estimate_values(self):
        self.ensure_one()
        values = self._prepare_sale_order_values()
        # The order of the work itself comes with the approval.
        return {
            **{name: value for name, value in values.items() if name not in ("raya_workorder_id", "raya_version")},
            "raya_estimate_of_id": self.id,
            "raya_estimate_number": max(self.estimate_ids.mapped("raya_estimate_number"), default=0) + 1,
        }

    def _prepare_estimate_line_values(self, order, each, decision):
        """
        :param PricedWork each: planned work, at the price without the covered share
        """
        line = each.order_line
        return {
            "order_id": order.id,
            "product_id": line.product_id.id,
            "product_uom_qty": line.product_uom_qty,
            "product_uom_id": line.product_uom_id.id,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "raya_coverage_percent": decision.share,
            "raya_is_planned": True,
            "raya_is_known_later": each.values.get("price_key") in BY_WORK_DONE,
            **{name: each.values.get(source) for source, name in SOURCES.items()},
        }

    def _get_estimate_text(self, line, decision):
        """What the customer reads under planned work: who pays it, and why."""
        lang = line.order_id.partner_id.lang or self.env.lang
        Warranty = self.env["raya.warranty"].with_context(lang=lang).with_company(self.company_id)
        return Warranty._get_reason_sentence(decision.reason_key, decision.reason_args or {})

    # What the customer answered

    def _get_open_estimates(self):
        return self.estimate_ids.filtered(lambda order: order.state in OPEN)

    def _get_accepted_estimates(self):
        """Orders that customers accepted, and on which no approved work stands yet."""
        return self.estimate_ids.filtered(
            lambda order: (
                order.raya_estimate_result == "accepted" and order.state == "sale" and not order.raya_workorder_id
            )
        )

    def _get_last_estimate(self):
        return self.estimate_ids.sorted("raya_estimate_number")[-1:]

    def _get_all_last_estimates(self):
        return self.env["sale.order"].union(*(workorder._get_last_estimate() for workorder in self))

    def _on_estimate_accepted(self, order):
        """The customer accepted: what they were asked before counts no more, and the work may begin."""
        others = (self._get_open_estimates() | self._get_accepted_estimates()) - order
        others._raya_replace()
        asked = order.currency_id._convert(
            order.raya_estimate_amount, self.currency_id, self.company_id, order.date_order
        )
        self.customer_limit = self.currency_id.round(asked * (1 + self.company_id.raya_estimate_tolerance / 100))
        if self.state == "waiting" and self.waiting_for == "customer":
            self._transition("progress")
        self._tell_answer(self.env._("The customer accepted estimate %s. The work may begin.", order.name))

    def _on_estimate_refused(self, order):
        """The customer refused. What they accepted before stands; without that the job ends with what was found."""
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
        company = self.company_id
        is_needed = company.raya_is_estimate_needed and "accepted" not in self.estimate_ids.mapped(
            "raya_estimate_result"
        )
        # Zero is what they agreed to where the warranty was to bear all of it; else it says nothing.
        accepted = self.estimate_ids.filtered(lambda order: order.raya_estimate_result == "accepted")
        is_free = bool(accepted) and not any(accepted.mapped("raya_estimate_amount"))
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
        accepted = self.estimate_ids.filtered(lambda order: order.raya_estimate_result == "accepted")
        lines = accepted.sorted("raya_estimate_number").order_line
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
                order.filtered("locked").action_unlock()
                order.write({"raya_workorder_id": workorder.id, "raya_version": workorder.version})
                own.with_company(workorder.company_id)._put_on_estimate(order.with_company(workorder.company_id))
                left -= own
        return left

    def _close_estimates(self):
        """The work of these jobs is approved: nobody accepts an estimate of it any more."""
        left = self._get_open_estimates() | self._get_accepted_estimates()
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
