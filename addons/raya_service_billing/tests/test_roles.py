from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import BillingCommon
from .common_agent import AgentCommon
from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestRoles(RolesCommon, BillingCommon):
    """Who reads which records of this add-on."""

    def test_charges_are_read_by_the_team_and_the_office_and_vouchers_by_accountants(self):
        job = self._approve(50)
        for records in (job.charge_ids, job.charge_ids.share_ids):
            self._assert_read_by(records, self.OFFICE | {"technician"})
        values = {"workorder_id": self._create_workorder().id}
        payer = self.env["raya.workorder.payer"].create({**values, "partner_id": self.customer.id, "percent": 50})
        self._assert_read_by(payer, self.OFFICE | {"technician"})
        self._assert_read_by(self.env["raya.goodwill"].create({**values, "reason": "Sorry"}), self.OFFICE)
        for records in (job.voucher_ids, job.voucher_ids.line_ids):
            self._assert_read_by(records, {"accountant", "manager"})

    def test_payments_on_site_are_read_by_their_technician_and_the_office(self):
        job = self._report(0)
        taking = self.env["raya.field.payment.taking"].with_user(self.technician).create({"workorder_id": job.id})
        taking.action_take()
        self._assert_read_by(job.sudo().field_payment_ids, self.OFFICE | {"technician"})


@tagged("post_install", "-at_install")
class TestClaimRoles(RolesCommon, ClaimCommon):
    def test_claims_are_read_by_accountants(self):
        claim = self._claim()
        for records in (claim.sudo(), claim.sudo().line_ids):
            self._assert_read_by(records, {"accountant", "manager"})


@tagged("post_install", "-at_install")
class TestAgentRoles(RolesCommon, AgentCommon):
    def test_what_agents_are_paid_is_read_by_accountants(self):
        tariff = self._agree({"fee": 25.0})
        self._do()
        statement = self._make().sudo()
        self.people["people of the agent"] = self.agent_user
        for records in (statement, statement.line_ids, tariff.sudo().pay_ids):
            self._assert_read_by(records, {"accountant", "manager"})
