from .common import WorkorderCommon


class TestMerge(WorkorderCommon):
    def test_work_orders_of_a_merged_file_come_along(self):
        kept = self._create_asset(serial="RF-KEPT")
        other_customer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        call = self._create_call(partner_id=other_customer.id)
        workorder = self._create_submitted(call_id=call.id)
        workorder.with_user(self.dispatcher).action_approve()
        picking = workorder.picking_ids[:1]
        partner = picking.partner_id
        files = kept | call.asset_id
        self.env["raya.asset.merge"].with_user(self.manager).create(
            {"asset_ids": files.ids, "kept_id": kept.id, "is_one_unit": True}
        ).action_merge()
        self.env.invalidate_all()
        self.assertRecordValues(
            workorder, [{"asset_id": kept.id, "partner_id": other_customer.id, "state": "approved"}]
        )
        self.assertEqual(self.env["raya.workorder"].search([("asset_id", "=", kept.id)]), workorder)
        self.assertEqual(picking.partner_id, partner)
