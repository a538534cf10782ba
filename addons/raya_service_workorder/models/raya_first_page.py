from odoo import api, models

MY_JOBS = "raya_service_workorder.raya_my_jobs_action"


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """Who repairs has their jobs."""
        return super()._get_pages() | {"raya_service_base.group_service_technician": MY_JOBS}

    @api.model
    def _get_home_action(self):
        """Where people land after the login: technicians on their jobs, unless they chose another page.

        :return: id of the action, ``None`` for everybody else
        """
        # People need not read what they chose.
        if self.env.user.sudo().action_id or self._find() != MY_JOBS:
            return None
        return self.env.ref(MY_JOBS).id
