from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import WorkshopCommon
from .test_reception import PIXEL


@tagged("post_install", "-at_install")
class TestRoles(RolesCommon, WorkshopCommon):
    """Who reads which records of this add-on."""

    def test_receptions_and_loans_are_read_by_the_team_of_the_job_and_the_office(self):
        reception = self._receive(
            team_id=self.team.id,
            accessory_ids=[(0, 0, {"name": "Cable"})],
            photo_ids=[(0, 0, {"image": PIXEL})],
        )
        loan = self.env["raya.loan"].create(
            {
                "workorder_id": reception.workorder_id.id,
                "partner_id": self.customer.id,
                "product_id": self.kettle.id,
                "date_due": "2026-12-01",
            }
        )
        for records in (reception, reception.accessory_ids, reception.photo_ids, loan):
            self._assert_read_by(records.sudo(), self.OFFICE | {"technician"})

    def test_shelves_are_read_by_every_role_of_the_company(self):
        readers = self.OFFICE | {"technician", "technician of another team", "everybody", "editor"}
        self._assert_read_by(self.shelf, readers)
