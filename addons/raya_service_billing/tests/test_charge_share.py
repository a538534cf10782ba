from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestChargeShare(BillingCommon):
    """Each charge says who bears how much of it, and its shares sum to the whole."""

    def _assert_whole(self, charges):
        for charge in charges:
            shares = charge.share_ids
            for total, name in ((charge.amount, "amount"), (charge.cost, "cost"), (100.0, "percent")):
                self.assertAlmostEqual(sum(shares.mapped(name)), total, 6)

    def _get_shares(self, job):
        return [(share.payer_kind, share.percent, share.amount, share.cost) for share in job.charge_ids.share_ids]

    def test_customer_bears_what_nothing_covers(self):
        job = self._approve(0, self.parts["periodic"])
        shares = job.charge_ids.share_ids
        self.assertEqual(self._get_shares(job), [("customer", 100.0, 80.0, 100.0), ("customer", 100.0, 140.0, 60.0)])
        self.assertEqual(shares.partner_id, job.payer_id)
        self.assertEqual(shares.sale_line_id, job.sale_order_ids.order_line)
        self.assertFalse(shares.voucher_line_id)

    def test_warranty_bears_what_it_covers(self):
        job = self._approve(100, self.parts["real_time"])
        self.assertEqual(self._get_shares(job), [("warranty", 100.0, 80.0, 100.0), ("warranty", 100.0, 140.0, 60.0)])
        self.assertEqual(job.charge_ids.share_ids.voucher_line_id, job.voucher_ids.line_ids)
        self.assertFalse(job.charge_ids.share_ids.sale_line_id)

    def test_half_covered_work_is_shared(self):
        job = self._approve(50, self.parts["periodic"])
        self.assertEqual(
            self._get_shares(job),
            [
                ("customer", 50.0, 40.0, 50.0),
                ("warranty", 50.0, 40.0, 50.0),
                ("customer", 50.0, 70.0, 30.0),
                ("warranty", 50.0, 70.0, 30.0),
            ],
        )
        self.assertEqual(job.charge_ids.share_ids.voucher_line_id, job.voucher_ids.line_ids)

    def test_odd_amounts_and_costs_sum_to_the_whole(self):
        part = self._create_part("periodic", cost=0.05, list_price=33.35)
        job = self._approve(50, part, used=3.0, hours=1 / 3)
        self._assert_whole(job.charge_ids)
        self.assertEqual(
            sum(job.charge_ids.share_ids._get_borne().mapped("cost")), sum(job.voucher_ids.line_ids.mapped("amount"))
        )

    def test_supplier_bears_their_part_of_what_the_company_bears(self):
        supplier = self.env["res.partner"].create({"name": "Maker of Fridges"})
        policy = self._create_policy(
            name="Maker",
            kind="supplier",
            partner_id=supplier.id,
            line_ids=[Command.create({"scope": "part", "share": 60})],
        )
        self.fridge.raya_policy_ids = self.policy_half | policy
        asset = self._create_asset(serial="RF-MAKER")
        job = self._create_workorder(call_id=self._create_call(asset_id=asset.id).id, part_ids=[])
        job.part_ids = [Command.create({"product_id": self.parts["periodic"].id, "quantity": 2.0})]
        job = job.with_user(self.technician)
        job.action_request_parts()
        self._issue(job.sudo())
        job.part_ids.action_use_all()
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        charges = job.sudo().charge_ids
        shares = charges.filtered("part_id").share_ids
        self.assertEqual(
            [(share.payer_kind, share.percent, share.amount, share.cost) for share in shares],
            [("customer", 50.0, 70.0, 30.0), ("supplier", 30.0, 42.0, 18.0), ("warranty", 20.0, 28.0, 12.0)],
        )
        self.assertEqual(shares[1].partner_id, supplier)
        self._assert_whole(charges)

    def test_amendment_reverses_the_shares(self):
        job = self._approve(50, self.parts["periodic"])
        first = job.charge_ids.share_ids
        job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(set(first.mapped("state")), {"reversed"})
        self.assertEqual(set(first.mapped("billing_status")), {False})
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(set((job.charge_ids.share_ids - first).mapped("state")), {"frozen"})

    def test_costs_of_shares_are_shown_to_accountants_only(self):
        shares = self._approve(50).charge_ids.share_ids
        self.assertEqual(shares.with_user(self.accountant).mapped("cost"), [50.0, 50.0])
        with self.assertRaises(AccessError):
            shares.with_user(self.technician).read(["cost"])

    def test_nobody_writes_shares(self):
        share = self._approve(50).charge_ids.share_ids[0]
        for user in (self.technician, self.dispatcher, self.accountant):
            for attempt in (
                lambda own: own.write({"percent": 1.0}),
                lambda own: own.create({"charge_id": own.charge_id.id, "payer_kind": "customer", "percent": 1.0}),
                lambda own: own.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt(share.with_user(user))
