from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import BillingCommon
from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestRoles(RolesCommon, BillingCommon):
    """Who reads which records of this add-on."""

    def test_charges_are_read_by_the_team_and_the_office_and_vouchers_by_accountants(self):
        job = self._approve(50)
        self._assert_read_by(job.charge_ids, self.OFFICE | {"technician"})
        for records in (job.voucher_ids, job.voucher_ids.line_ids):
            self._assert_read_by(records, {"accountant", "manager"})


@tagged("post_install", "-at_install")
class TestClaimRoles(RolesCommon, ClaimCommon):
    def test_claims_are_read_by_accountants(self):
        claim = self._claim()
        for records in (claim.sudo(), claim.sudo().line_ids):
            self._assert_read_by(records, {"accountant", "manager"})
