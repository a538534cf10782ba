from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import leftovers

from .stock_location import PLACES, USAGES


class ResCompany(models.Model):
    _inherit = "res.company"

    raya_service_project_id = fields.Many2one(
        "project.project",
        "Service Project",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        help="The hours of approved work reports are booked here. Made on first need.",
    )
    raya_request_at_start = fields.Boolean(
        "Request Parts When a Job Starts",
        groups="base.group_system",
        exportable=False,
        help="The warehouse is asked for the parts of a job when its technician starts it.",
    )

    def _create_per_company_locations(self):
        result = super()._create_per_company_locations()
        for place, _label in PLACES:
            self._raya_get_place(place)
        return result

    def _raya_get_place(self, place):
        """The location of a company that is the field, for defective or lost parts or the workshop: made on first need.

        :param place: key of ``PLACES`` of ``stock_location``
        :return: one ``stock.location``
        """
        self.ensure_one()
        Location = self.env["stock.location"].with_context(active_test=False)
        location = Location.search([("raya_place", "=", place), ("company_id", "=", self.id)])
        return location or self._raya_create_place(place)

    def _raya_create_place(self, place):
        Location = self.env["stock.location"]
        field = Location if place == "field" else self._raya_get_place("field")
        labels = dict(Location._fields["raya_place"]._description_selection(self.env))
        return Location.create(
            {
                "name": labels[place],
                "usage": USAGES[place],
                "location_id": field.id,
                "company_id": self.id,
                "raya_place": place,
            }
        )

    @api.model
    def _raya_create_places(self):
        """Give companies of before the installation what a new one is born with, and take back what one had."""
        self._raya_take_back_places()
        for company in self.search(Domain.TRUE):
            for place, _label in PLACES:
                company._raya_get_place(place)

    @api.model
    def _raya_take_back_places(self):
        """What an installation of before made serves again."""
        leftovers.take_back(self, {"raya_service_project_id"})
        Location = self.env["stock.location"].with_context(active_test=False)
        leftovers.take_back(Location, {"raya_technician_id", "raya_place"})

    # Companies are read before an upgrade makes new columns: these are not read with the others.
    raya_over_time_percent = fields.Integer(
        "Over the Standard Time by (%)", default=20, prefetch=False, help="From here on a report is an exception."
    )
    raya_expiring_days = fields.Integer(
        "Days before the End of a Warranty",
        default=14,
        prefetch=False,
        help="Within these a report under warranty is an exception.",
    )

    def _raya_get_service_project(self):
        """The project that takes the hours of this company's work reports."""
        self.ensure_one()
        if not self.raya_service_project_id:
            self.raya_service_project_id = (
                self.env["project.project"].with_company(self).create(self._raya_prepare_service_project_values())
            )
        return self.raya_service_project_id

    def _raya_prepare_service_project_values(self):
        return {
            "name": self.env._("After-Sales Service"),
            "company_id": self.id,
            "allow_timesheets": True,
            "privacy_visibility": "employees",
        }
