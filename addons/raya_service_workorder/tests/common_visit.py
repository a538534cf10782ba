from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import Command

from .common import WorkorderCommon

# Monday to Friday, 8–12 and 13–17, in Tehran: 3:30 ahead of what is stored.
ZONE = "Asia/Tehran"
MONDAY = date(2027, 5, 3)


class VisitCommon(WorkorderCommon):
    """A week of a team with two technicians, in the time zone where the company works."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create({"name": "Office", "tz": ZONE, "company_id": cls.company.id})
        cls.company.resource_calendar_id = cls.calendar
        cls.employee.resource_calendar_id = cls.calendar
        cls.mate = cls._create_user("test_mate", "raya_service_base.group_service_technician")
        cls.team.member_ids = [Command.create({"user_id": cls.mate.id})]
        cls.board = cls.env["raya.board"].with_user(cls.dispatcher)

    @classmethod
    def _create_job(cls, site=None, **vals):
        """A job that waits for a visit, at an address of its own where none is given."""
        site = site or cls.env["res.partner"].create({"name": "Site", "city": "Tehran"})
        asset = cls._create_asset(serial=f"RF-V-{site.id}-{cls.env['raya.asset'].search_count([])}", partner_id=site.id)
        call = cls._create_call(asset_id=asset.id)
        return cls.env["raya.workorder"].create({"call_id": call.id, "site_id": site.id, **vals})

    @classmethod
    def _at(cls, hour, day=MONDAY):
        """The moment of an hour of the day where the company works, as it is stored."""
        local = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
        return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    @classmethod
    def _create_visit(cls, start=9, stop=10, day=MONDAY, jobs=None, **vals):
        """A visit planned by the dispatcher."""
        jobs = jobs or cls._create_job()
        return (
            cls.env["raya.visit"]
            .with_user(cls.dispatcher)
            .create(
                {
                    "workorder_ids": jobs.ids,
                    "user_id": cls.technician.id,
                    "date_start": cls._at(start, day),
                    "date_stop": cls._at(stop, day),
                    **vals,
                }
            )
        )

    @classmethod
    def _take_leave(cls, user, start, stop, day=MONDAY):
        employee = user.employee_ids or cls._create_employee(user)
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "date_from": cls._at(start, day),
                "date_to": cls._at(stop, day),
            }
        )
