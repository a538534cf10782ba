from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time

from .common import ServiceCallsCommon
from .reference_clock import tehran

IRANIAN_WEEK = {"5": (8, 16), "6": (8, 16), "0": (8, 16), "1": (8, 16), "2": (8, 16), "3": (8, 12)}
OFFICE_WEEK = dict.fromkeys("01234", (9, 17))


class SlaCommon(ServiceCallsCommon):
    """Teams with hours of their own, and promises to their calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["raya.sla.policy"].search([]).active = False
        cls.calendar = cls._create_calendar("Iran", IRANIAN_WEEK, "Asia/Tehran")
        cls.office = cls._create_calendar("Office", OFFICE_WEEK, "UTC")
        cls.company.resource_calendar_id = cls.office
        cls.team.resource_calendar_id = cls.calendar
        cls.evening = cls.env["raya.team"].create(
            {"name": "Washing", "leader_id": cls.dispatcher.id, "resource_calendar_id": cls.office.id}
        )

    @classmethod
    def _create_calendar(cls, name, week, zone):
        lines = [
            Command.create(
                {"name": name, "dayofweek": day, "hour_from": start, "hour_to": end, "day_period": "morning"}
            )
            for day, (start, end) in week.items()
        ]
        return cls.env["resource.calendar"].create(
            {"name": name, "tz": zone, "attendance_ids": [Command.clear(), *lines]}
        )

    @classmethod
    def _create_policy_of_time(cls, name="Usual", lines=(("response", 4, "hour"),), **vals):
        """A service level; each line is ``(kind, amount, unit)``, perhaps with a dict of further values."""
        values = [
            {"kind": kind, "amount": amount, "unit": unit, "warn_minutes": 0, **(more[0] if more else {})}
            for kind, amount, unit, *more in lines
        ]
        return cls.env["raya.sla.policy"].create(
            {"name": name, "line_ids": [Command.create(each) for each in values], **vals}
        )

    def _call_at(self, moment, **vals):
        """A call that is reported, and typed, at a moment of Tehran."""
        with freeze_time(tehran(moment)):
            return self._create_call(date_reported=tehran(moment), **vals)

    def _move(self, call, moment, *kinds):
        with freeze_time(tehran(moment)):
            for kind in kinds:
                call.sudo()._transition(kind)

    def _look(self, moment):
        """The scheduled job at a moment of Tehran."""
        Cron = self.env["ir.cron"]
        with freeze_time(tehran(moment)), patch.object(type(Cron), "_commit_progress", lambda cron, count: 1):
            self.env["raya.sla"]._cron_escalate()

    def _get_clock(self, call, kind="response"):
        return call.sla_ids.filtered(lambda sla: sla.kind == kind).sorted("id")[-1:]

    def _assert_clock(self, call, kind="response", **values):
        values = {
            name: tehran(value) if name.startswith("date_") and value else value for name, value in values.items()
        }
        self.assertRecordValues(self._get_clock(call, kind), [values])
