from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestPayer(BillingCommon):
    """Who pays for the service of a unit gets the order and the invoice of its jobs."""

    def _approve_for(self, payer):
        asset = self._create_covered_asset(0, payer_id=payer.id)
        job = self._create_workorder(call_id=self._create_call(asset_id=asset.id).id, part_ids=[])
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job

    def test_order_and_invoice_go_to_the_payer_of_the_unit(self):
        dealer = self.env["res.partner"].create({"name": "Dealer"})
        job = self._approve_for(dealer)
        self.assertEqual((job.partner_id, job.sale_order_ids.partner_id), (self.customer, dealer))
        self.assertEqual(self._invoice(job).partner_id, dealer)

    def test_owner_pays_where_nobody_else_is_named(self):
        job = self._approve_for(self.env["res.partner"])
        self.assertEqual(job.sale_order_ids.partner_id, self.customer)

    def test_call_changed_after_the_approval_leaves_order_and_voucher_alone(self):
        job = self._approve(50, self.parts["periodic"])
        other = self.env["res.partner"].create({"name": "Ali Hosseini"})
        call = job.call_id.with_user(self.operator)
        for vals in ({"partner_id": other.id}, {"date_reported": "2029-01-01 08:00:00"}):
            with self._refused(job.name):
                call.write(vals)
        self.assertEqual(job.charge_ids.partner_id | job.voucher_ids.partner_id, self.customer)

    def test_next_version_is_for_the_same_payer(self):
        dealer = self.env["res.partner"].create({"name": "Dealer"})
        job = self._approve_for(dealer)
        job.with_user(self.dispatcher).action_amend("Wrong part")
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.sale_order_ids.sorted("raya_version").mapped("state"), ["cancel", "draft"])
        self.assertEqual(job.sale_order_ids.partner_id, dealer)
