from contextlib import contextmanager
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools.notices import notice
from odoo.addons.raya_service_workorder.tools.outcomes import ABSENT


class PaperCharge(NamedTuple):
    """One line of what the customer pays, as text in their language."""

    label: str
    amount: str
    reason: str = ""


class RayaWorkorderProposalMixin(models.AbstractModel):
    """What will be charged for a job, as it stands, before anybody approves its report."""

    _name = "raya.workorder.proposal.mixin"
    _description = "Proposed Charges of a Job"

    def unlink(self):
        # A proposal keeps nobody from deleting a job that was never done.
        self.sudo().charge_ids._get_proposed().unlink()
        return super().unlink()

    def _write_transition(self, target):
        """A proposal stands as long as the report that it is for: what is opened again is proposed anew."""
        if target not in (self._submitted_state, self._approved_state):
            self.sudo().charge_ids._get_proposed().unlink()
        return super()._write_transition(target)

    def _on_submit(self):
        result = super()._on_submit()
        # A technician has no right in sales.
        self.sudo()._put_charges("proposed")
        return result

    def action_propose_charges(self):
        """Propose the charges of these jobs anew, as an approval would freeze them now.

        :raises UserError: names the job whose report is over, or that has no customer or nothing to charge
        """
        self.check_access("read")
        self._check_state(("draft", "progress", "waiting", "submitted"))
        # Whoever looks need not have a right in sales.
        jobs = self.sudo()
        jobs._check_proposable()
        jobs._put_charges("proposed")
        return notice("\n".join(job._get_proposal_text() for job in jobs))

    def _check_proposable(self):
        self._check_customer()
        lines = self._get_chargeable_lines()
        empty = self.filtered(lambda job: not lines[job])[:1]
        if empty:
            raise UserError(
                self.env._(
                    "Nothing is on %s yet that somebody pays. Add a service, or tell the parts used.",
                    empty.display_name,
                )
            )

    def _get_proposal_text(self):
        """One sentence: what of this job the customer would pay, and what is covered."""
        charges = self.charge_ids._get_proposed()
        return self.env._(
            "%(job)s: the customer would pay %(paid)s, %(covered)s is covered.",
            job=self.name,
            paid=self._format_amount(sum(charges.mapped("customer_amount"))),
            covered=self._format_amount(sum(charges.mapped("covered_amount"))),
        )

    def _get_paper_charges(self):
        """What the customer reads above their signature, where the company tells prices: each line, and the sum.

        :return: list of :class:`PaperCharge`; empty where prices are told by the invoice only
        """
        self.ensure_one()
        # Who prints a report need not read settings, nor have a right in sales.
        job = self.sudo()
        if not job.company_id.raya_is_priced_on_report or not job.partner_id or job.outcome == ABSENT:
            return []
        charges = job.charge_ids._get_frozen()
        if not charges:
            values_list = job._prepare_charges_values(job.currency_id)
            charges = charges.union(*(charges.new(values) for values in values_list))
        rows = [
            PaperCharge(charge.product_id.display_name, job._format_amount(charge.customer_amount), charge.reason)
            for charge in charges
        ]
        total = job._format_amount(sum(charges.mapped("customer_amount")))
        return [*rows, PaperCharge(self.env._("Total"), total)] if rows else []

    def _format_amount(self, amount):
        """An amount in the currency of the company, as the reader writes it."""
        return self.env["res.lang"]._raya_format_amount(amount, self.company_id.currency_id)

    def _put_charges(self, state):
        """Charges as it stands now, in the place of those that were proposed.

        One way for whoever asks what a job would cost and for the approval: nothing but the state tells them apart.

        :param str state: ``proposed`` or ``frozen``
        :return: the new ``raya.charge``
        """
        self.charge_ids._get_proposed().unlink()
        by_company = self.grouped("company_id").items()
        return self.env["raya.charge"].create(
            [
                {**values, "state": state}
                for company, jobs in by_company
                for values in jobs._prepare_charges_values(company.currency_id)
            ]
        )

    @contextmanager
    def _tell_changed_charges(self):
        """Write down on each job that what was frozen inside is not what was proposed: prices or warranties changed."""
        proposed = {job: job._get_customer_amount("proposed") for job in self if job.charge_ids._get_proposed()}
        yield
        for job, before in proposed.items():
            after = job._get_customer_amount("frozen")
            if job.company_id.currency_id.compare_amounts(before, after):
                job.message_post(
                    body=self.env._(
                        "Charged otherwise than proposed: the customer pays %(after)s, not %(before)s. Prices or the"
                        " warranty changed in between.",
                        after=job._format_amount(after),
                        before=job._format_amount(before),
                    ),
                    subtype_xmlid="mail.mt_note",
                )

    def _get_customer_amount(self, state):
        return sum(self.charge_ids.filtered(lambda charge: charge.state == state).mapped("customer_amount"))
