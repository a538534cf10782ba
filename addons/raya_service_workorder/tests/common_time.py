from odoo import fields

from .common import WorkorderCommon


class TimeCommon(WorkorderCommon):
    """A job without parts, and a colleague who helps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls._create_user("test_helper", "raya_service_base.group_service_technician")
        cls.team.user_ids |= cls.helper
        cls.helper_employee = cls._create_employee(cls.helper)
        cls.helper_employee.hourly_cost = 30.0

    @classmethod
    def _create_job(cls, **vals):
        """A job in progress, as its technician sees it, without services and parts."""
        vals = {"part_ids": [], "work_line_ids": [], **vals}
        return cls._create_workorder(**vals).with_user(cls.technician)

    @classmethod
    def _add_service(cls, job, operation=None, **vals):
        values = {"workorder_id": job.id, "operation_id": (operation or cls.operation).id, **vals}
        return cls.env["raya.work.line"].with_user(cls.technician).create(values)

    @classmethod
    def _add_time(cls, job, hours, **vals):
        values = {"workorder_id": job.id, "hours": hours, "date": fields.Date.today(), **vals}
        return cls.env["raya.time"].with_user(cls.technician).create(values)

    @classmethod
    def _finish(cls, job):
        """Submitted and approved, as an administrator of the tests sees it."""
        job.with_user(cls.technician).action_submit()
        job.with_user(cls.dispatcher).action_approve()
        return job.sudo().with_user(cls.env.user)

    @classmethod
    def _get_timesheets(cls, job):
        domain = [("raya_workorder_id", "=", job.id)]
        return cls.env["account.analytic.line"].sudo().search(domain, order="id")
