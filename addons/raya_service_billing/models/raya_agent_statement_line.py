from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..tools import agent_pay
from .raya_tariff_pay import Work
from .raya_visit import DISTANCE_DIGITS

# Copied from what is taken back.
KEPT = ("kind", "charge_id", "visit_id", "operation_id", "date", "date_promised", "days_late", "late_percent")

# The same fault on the same unit, mended by the same agent.
SAME_FAULT = ("company_id", "agent_id", "asset_id", "fault_id")


class RayaAgentStatementLine(models.Model):
    """What an agent is paid for one service, or one visit, of an approved report, and why so much."""

    _name = "raya.agent.statement.line"
    _description = "Line of an Agent Statement"
    _inherit = ["raya.agent.statement.visits.mixin", "raya.protected.mixin"]
    _order = "statement_id, id"
    _rec_name = "workorder_id"
    _protected_fields = frozenset(
        {
            *KEPT,
            "statement_id",
            "pay_id",
            "base",
            "distance",
            "fee",
            "repeat_of_id",
            "counters_id",
            "is_countered",
            "is_unagreed",
            "repeat_amount",
            "late_amount",
            "amount",
        }
    )

    statement_id = fields.Many2one("raya.agent.statement", required=True, readonly=True, index=True, ondelete="cascade")
    statement_state = fields.Selection(related="statement_id.state", string="State of the Statement")
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    partner_id = fields.Many2one(related="statement_id.partner_id", store=True, index=True)
    kind = fields.Selection(
        [("labour", "Service"), ("travel", "Visit")], "Paid For", default="labour", required=True, readonly=True
    )
    charge_id = fields.Many2one(
        "raya.charge", "Approved Work", required=True, readonly=True, index=True, ondelete="restrict"
    )
    visit_id = fields.Many2one("raya.visit", readonly=True, index="btree_not_null", ondelete="restrict")
    workorder_id = fields.Many2one(related="charge_id.workorder_id", store=True, index=True)
    asset_id = fields.Many2one(related="charge_id.asset_id")
    fault_id = fields.Many2one(related="charge_id.fault_id")
    operation_id = fields.Many2one("raya.operation", "Service", readonly=True, ondelete="restrict")
    date = fields.Date("Done On", readonly=True)
    date_promised = fields.Date("Promised For", readonly=True)
    pay_id = fields.Many2one(
        "raya.tariff.pay", "Fee of the Tariff", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    base = fields.Monetary("Price of the Work", readonly=True, help="Before taxes, whoever pays for it.")
    fee = fields.Monetary(readonly=True, help="Before anything is deducted.")
    repeat_of_id = fields.Many2one("raya.workorder", "Repeats", readonly=True, index="btree_not_null")
    days_late = fields.Integer(readonly=True)
    late_percent = fields.Float("Less for Lateness (%)", readonly=True, aggregator=None)
    waiver = fields.Char("Not Deducted Because", help="Written, nothing is deducted for repetition and lateness.")
    repeat_amount = fields.Monetary("Repeated", compute="_compute_amount", store=True)
    late_amount = fields.Monetary("Lateness", compute="_compute_amount", store=True)
    amount = fields.Monetary("To Pay", compute="_compute_amount", store=True)
    reason = fields.Text("Why", compute="_compute_reason", compute_sudo=True)
    counters_id = fields.Many2one(
        "raya.agent.statement.line",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What was paid before the report was opened again.",
    )
    is_countered = fields.Boolean("Taken Back", readonly=True)
    is_unagreed = fields.Boolean(
        "Without a Fee",
        compute="_compute_is_unagreed",
        store=True,
        help="No tariff says what is paid for it, or the visit no distance.",
    )

    _charge_once = models.UniqueIndex(
        "(charge_id) WHERE kind = 'labour' AND counters_id IS NULL", "This service stands on a statement already."
    )
    _visit_once = models.UniqueIndex(
        "(visit_id, workorder_id) WHERE visit_id IS NOT NULL AND counters_id IS NULL AND is_countered IS NOT TRUE",
        "This visit stands on a statement already.",
    )
    _counters_once = models.UniqueIndex(
        "(counters_id) WHERE counters_id IS NOT NULL", "This was taken back on a statement already."
    )

    @api.depends("fee", "repeat_of_id", "late_percent", "waiver", "counters_id")
    def _compute_amount(self):
        for line in self:
            taken, is_waived = line.counters_id, bool((line.waiver or "").strip())
            if taken:
                line.repeat_amount, line.late_amount, line.amount = (
                    -taken.repeat_amount,
                    -taken.late_amount,
                    -taken.amount,
                )
                continue
            percent = 0.0 if is_waived else line.late_percent
            pay = agent_pay.settle(line.fee, line.repeat_of_id and not is_waived, percent, line.currency_id.round)
            line.repeat_amount, line.late_amount, line.amount = pay.repeat, pay.late, pay.amount

    @api.depends("pay_id", "distance", "counters_id", "is_countered")
    def _compute_is_unagreed(self):
        for line in self:
            has_fee = line.pay_id and (line.pay_id.pricing != "km" or line.distance)
            line.is_unagreed = not (has_fee or line.counters_id or line.is_countered)

    def write(self, vals):
        if "waiver" in vals:
            self._check_waivable()
        return super().write(vals)

    def _check_waivable(self):
        """:raises UserError: where the statement is closed, or something was or is taken back as it was paid"""
        if not self.env.su:
            self.statement_id._check_state("draft")
        if self.filtered(lambda line: line.counters_id or line.is_countered):
            raise UserError(self.env._("What is taken back is what was paid: nothing is to be changed about it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_countered(self):
        countered = self.filtered("is_countered")[:1]
        if countered:
            raise UserError(
                self.env._(
                    "What %(statement)s pays for %(job)s was taken back on another statement, so it stays.",
                    statement=countered.statement_id.name,
                    job=countered.workorder_id.name,
                )
            )

    def unlink(self):
        self.statement_id._check_state("draft")
        # The place of what they took back is free again.
        self.sudo().counters_id.is_countered = False
        return super().unlink()

    def _is_outdated(self):
        """Whether the report was opened again, or another distance written down, since it was put on its statement, and
        nothing took it back yet."""
        is_moved = self.pay_id.pricing == "km" and float_compare(
            self.distance, self.visit_id.distance, precision_digits=DISTANCE_DIGITS
        )
        return not (self.counters_id or self.is_countered) and (bool(is_moved) or self.charge_id.state != "frozen")

    # What comes on a statement

    @api.model
    def _prepare_labour_values(self, charges):
        works, others = [Work(charge, charge.agent_id) for charge in charges], self._find_same_faults(charges)
        pays = self.env["raya.tariff.pay"]._find(works)
        return [self._prepare_service_values(work.charge, pays[work], others) for work in works]

    @api.model
    def _prepare_service_values(self, charge, pay, others):
        """
        :param pay: ``raya.tariff.pay``, perhaps empty
        :param dict others: from :meth:`_find_same_faults`
        """
        done, job = self._get_day_of(charge), charge.workorder_id
        rules = pay.tariff_id._get_rules() if pay else agent_pay.Rules()
        days = agent_pay.late_days(job.date_promised, done)
        repeated = agent_pay.find_repeat(
            agent_pay.Earlier(done, job.id), others.get(self._get_same_fault(charge), []), rules.repeat_days
        )
        return {
            "kind": "labour",
            "charge_id": charge.id,
            "operation_id": charge.work_line_id.operation_id.id,
            "date": done,
            "date_promised": job.date_promised,
            "pay_id": pay.id,
            "base": charge.amount,
            "fee": pay._get_fee(charge, charge.amount) if pay else 0.0,
            "repeat_of_id": repeated.job if repeated else False,
            "days_late": days,
            "late_percent": agent_pay.late_percent(days, rules),
        }

    @api.model
    def _get_day_of(self, charge):
        return charge.work_line_id.date or charge.date

    @api.model
    def _get_same_fault(self, charge):
        """What makes work a repetition: company, agent, unit and fault; ``None`` where unit or fault is not known."""
        key = tuple(charge[name].id for name in SAME_FAULT)
        return key if all(key) else None

    @api.model
    def _find_same_faults(self, charges):
        """Approved jobs of the same agents on the same units for the same faults.

        :return: dict of lists of ``agent_pay.Earlier``
        """
        known = charges.filtered(self._get_same_fault)
        domain = [(name, "in", known[name].ids) for name in SAME_FAULT]
        found = defaultdict(list)
        for each in self.env["raya.charge"].search([*domain, ("state", "=", "frozen"), ("kind", "=", "labour")]):
            found[self._get_same_fault(each)].append(agent_pay.Earlier(self._get_day_of(each), each.workorder_id.id))
        return found

    def _prepare_counter_values(self):
        """Values of the line that takes this one back."""
        self.ensure_one()
        kept = {name: self._fields[name].convert_to_write(self[name], self) for name in KEPT}
        less = {name: -self[name] for name in ("base", "distance", "fee")}
        return {**kept, **less, "counters_id": self.id}

    # Words

    @api.depends(
        "pay_id", "repeat_of_id", "days_late", "late_percent", "waiver", "counters_id", "fee", "base", "distance"
    )
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            line.reason = " ".join(line._get_sentences())

    def _get_sentences(self):
        if self.counters_id:
            return [
                self.env._(
                    "Taken back, as the report was opened again: %(statement)s paid it.",
                    statement=self.counters_id.statement_id.name,
                )
            ]
        if not self.pay_id:
            return [self.env._("No tariff says what is paid for it.")]
        return [self._get_fee_sentence(), *self._get_deduction_sentences()]

    def _get_fee_sentence(self):
        lang, pay = self.env["res.lang"], self.pay_id
        values = {"tariff": pay.tariff_id.display_name, "line": pay.display_name}
        if self.visit_id:
            return self._get_visit_sentence(values["tariff"])
        if pay.pricing == "percent":
            return self.env._(
                "%(tariff)s, %(line)s: %(percent)s of %(price)s.",
                percent=lang._raya_format_percent(pay.percent),
                price=lang._raya_format_amount(self.base, self.currency_id),
                **values,
            )
        fee = lang._raya_format_amount(pay.fee, pay.currency_id)
        return self.env._("%(tariff)s, %(line)s: %(fee)s.", fee=fee, **values)

    def _get_deduction_sentences(self):
        lang, sentences = self.env["res.lang"], []
        if self.repeat_of_id:
            sentences.append(
                self.env._(
                    "The same fault on the same unit as on %(job)s, within %(days)s days: not paid.",
                    job=self.repeat_of_id.name,
                    days=lang._raya_format_number(self.pay_id.tariff_id.repeat_days),
                )
            )
        elif self.late_percent:
            sentences.append(
                self.env._(
                    "Done %(days)s days after the promised one: %(percent)s less.",
                    days=lang._raya_format_number(self.days_late),
                    percent=lang._raya_format_percent(self.late_percent),
                )
            )
        if sentences and (self.waiver or "").strip():
            sentences.append(self.env._("Not deducted: %s", self.waiver))
        return sentences

    def _get_bill_text(self):
        """How a bill names what is paid for one job: its number, unit and services, in the language of the context."""
        charge = self.charge_id[:1].with_context(lang=self.env.lang)
        services = dict.fromkeys(self.operation_id.mapped("name"))
        visits = [self.env._("Visit %s", visit.name) for visit in self.visit_id]
        return " · ".join(filter(None, [self.workorder_id.name, charge._get_unit_text(), *services, *visits]))
