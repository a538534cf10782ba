from odoo.tests import tagged

from ..hooks import uninstall_hook
from ..models.res_company import KEPT, OPERATIONS
from .common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestInstallation(WorkshopCommon):
    def test_operation_types_are_made_once_for_a_company(self):
        first = self._receive()
        second = self._receive()
        kinds = (first | second).sudo().picking_ids.picking_type_id
        self.assertRecordValues(
            kinds,
            [
                {
                    "name": "Units Received",
                    "code": "internal",
                    "company_id": self.company.id,
                    "default_location_src_id": self.env.ref("stock.stock_location_customers").id,
                    "default_location_dest_id": self.workshop.id,
                }
            ],
        )
        self.assertEqual(self.company.raya_reception_type_id, kinds)

    def test_loaned_units_are_outside_the_warehouses(self):
        place = self.company._raya_get_loan_place()
        self.assertEqual(place.location_id, self.company._raya_get_place("field"))
        self.assertFalse(place.warehouse_id)
        self.assertEqual(self.company._raya_get_loan_place(), place)

    def test_uninstalling_leaves_what_moved_and_the_next_installation_takes_it_up(self):
        reception = self._receive()
        self._stock_up(self.kettle, 1)
        loan = self.env["raya.loan"].create(
            {"partner_id": self.customer.id, "product_id": self.kettle.id, "date_due": "2026-12-01"}
        )
        loan.action_lend()
        loan.activity_schedule("mail.mail_activity_data_todo", user_id=self.operator.id)
        kept = {name: self.company[name] for name in KEPT}
        uninstall_hook(self.env)
        self.assertFalse(self.company.raya_reception_type_id.active)
        self.assertEqual(reception.sudo().picking_ids.state, "done")
        self.assertFalse(loan.activity_ids)
        self.company.write(dict.fromkeys(KEPT, False))
        self.env["res.company"]._raya_take_back_workshop()
        self.assertEqual(
            {name: self.company[name] for name in KEPT if kept[name]}, {k: v for k, v in kept.items() if v}
        )
        self.assertTrue(all(self.company[name].active for name in OPERATIONS if kept[name]))
