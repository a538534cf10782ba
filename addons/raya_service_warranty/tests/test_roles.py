from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import WarrantyCommon


class TestRoles(RolesCommon, WarrantyCommon):
    """Who reads which records of this add-on."""

    def test_coverages_are_read_by_everybody_with_a_role(self):
        warranty = self._create_asset().warranty_ids
        warranty._record_event("void", "Opened by others")
        technicians = {"technician", "technician of another team"}
        for records in (warranty, warranty.line_ids, warranty.event_ids):
            self._assert_read_by(records, self.OFFICE | technicians | {"everybody", "editor"})
