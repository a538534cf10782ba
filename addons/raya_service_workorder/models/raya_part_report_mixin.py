from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..tools import quantities


class RayaPartReportMixin(models.AbstractModel):
    """What the states of a job ask of its parts, and what becomes of them there."""

    _name = "raya.part.report.mixin"
    _description = "Parts and the states of their job"

    # Started

    def _request_at_start(self):
        """Where the company wants it so, starting a job asks the warehouse for its parts."""
        # Whoever starts a job need not read the settings.
        wanted = self.filtered(lambda part: part.company_id.sudo().raya_request_at_start)
        jobs = wanted.workorder_id.filtered("can_request")
        if jobs:
            jobs.action_request_parts()

    def _get_date_needed(self):
        """When the parts are needed: the oldest promise gets what arrives first."""
        day = self.workorder_id.date_promised or self.workorder_id.date_reported
        return datetime.combine(day, time(6)) if day else fields.Datetime.now()

    def _is_urgent(self):
        return any(job.priority not in ("0", False) for job in self.workorder_id)

    # Waiting

    def _wait(self):
        """Nothing can be done before these parts come."""
        waiting = self.workorder_id.filtered(lambda workorder: workorder.state == "progress")
        if waiting:
            waiting.action_wait("parts")

    def _tell_arrived(self):
        """All parts of jobs that wait are there: their technicians are told, and go on if nothing else is missing."""
        for job in self._get_complete_jobs():
            self._ask(job, job.user_id, self.env._("The parts are here."))
        self._go_on()

    def _tell_cancelled(self):
        """The warehouse gives up what jobs asked of it: their technicians are told, and go on if they waited for
        nothing else."""
        for job, parts in self.grouped("workorder_id").items():
            if job.state in ("progress", "waiting"):
                names = format_list(self.env, parts.mapped("display_name"))
                note = self.env._(
                    "The warehouse cancelled what was requested: %s. Request it again if it is needed.", names
                )
                self._ask(job, job.user_id, note)
        self._go_on()

    def _get_complete_jobs(self):
        """Jobs of these parts that wait, though all that was requested is there."""
        jobs = self.workorder_id.filtered(lambda job: job.state == "waiting")
        return jobs.filtered(
            lambda job: (
                all(move.state == "assigned" for move in job.part_ids._get_open_requests())
                and not any(job.part_ids.mapped("qty_to_approve"))
            )
        )

    def _go_on(self):
        """Jobs that waited for parts only, and lack none, are taken up again."""
        self._get_complete_jobs().filtered(lambda job: job.waiting_for == "parts").action_go_on()

    def _ask(self, job, user, note):
        job.activity_schedule("raya_service_workorder.mail_activity_type_parts", user_id=user.id, note=note)

    # Submitted

    def _check_ready(self):
        """Every part that was issued is accounted for, every request answered, and the lots fitted are known."""
        self._check_balance()
        for part in self:
            if part._is_requested():
                raise UserError(
                    self.env._(
                        "%(workorder)s: %(part)s is requested and not issued yet. Wait for it, or cancel the request.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )
            if not part._is_zero(part.qty_reported - part.qty_used):
                # Who reports reads no stock but what they have.
                part.sudo()._get_fitted()
            part._check_old_numbers()
        self._check_own_and_lost_are_there()

    def _check_old_numbers(self):
        """The warehouse receives an old part by its number, and only who took it out can read that."""
        if not self.is_old_owed or self.tracking == "none" or self._is_zero(self.qty_reported):
            return
        # Several of one lot have one number.
        expected = self.qty_reported if self.tracking == "serial" else 1
        if len(quantities.split_numbers(self.removed_serial)) < expected:
            raise UserError(
                self.env._(
                    "%(workorder)s: write the serial number of the old %(part)s that was taken out. If it does not come"
                    " back, untick Old Part Comes Back on the part.",
                    workorder=self.workorder_id.name,
                    part=self.product_id.display_name,
                )
            )

    # Approved, and amended

    def _consume(self):
        """One stock operation per job makes all consumption final."""
        for company, parts in self.grouped("company_id").items():
            parts.with_company(company)._use()

    def _take_back_use(self):
        """The mirror of ``_consume()``, for an amendment: what was used or lost is with the technician again, at the
        value with which it left. What came back by itself in the meantime stays where it is."""
        for company, parts in self.grouped("company_id").items():
            parts.with_company(company)._take_back()

    def _tell_came_back(self):
        """A used part of an approved report came back: its leader is asked to have it amended."""
        for job in self.workorder_id:
            for user in job._get_approvers() or job.approved_by_id:
                self._ask(job, user, job.parts_alert)

    def _tell_what_came_back(self):
        return self.env._(
            "Came back after the approval: %(parts)s. Amend the report, so that it says what was used.",
            parts=format_list(self.env, [part._tell_difference() for part in self]),
        )

    # Cancelled

    def _check_nothing_in_hand(self):
        for part in self:
            if not part._is_zero(part.qty_reported):
                raise UserError(
                    self.env._(
                        "%(workorder)s reports %(part)s as used. Say how the job ended and submit it, instead of"
                        " cancelling it.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )
            if not part._is_zero(part.qty_lost):
                raise UserError(
                    self.env._(
                        "%(workorder)s reports %(part)s as lost, which somebody has to approve. Say how the job ended"
                        " and submit it, instead of cancelling it.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )
            if not part._is_zero(part.qty_held):
                raise UserError(
                    self.env._(
                        "%(workorder)s: the technician still has %(part)s. Return it to the warehouse, or say why it"
                        " is kept, before the work order is cancelled.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )

    # In other hands

    def _get_places_of_others(self):
        """Technicians' places that hold, or are to get, these parts and are not those of who has the job now."""
        asked = self._get_open_requests().location_dest_id
        places = asked.browse()
        for part in self.filtered(lambda part: part._is_issued()):
            places |= places.browse(part._read_quantities().by_place).filtered(part._get_lots_left)
        return (places | asked).filtered(
            lambda place: place.raya_technician_id and place.raya_technician_id not in self.workorder_id.user_id
        )
