from odoo.tests import Form, tagged

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestShelf(WorkshopCommon):
    """Where a unit lies, and how it is moved by scanning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["raya.shelf"].with_user(cls.manager).create({"name": "B2"})

    def _scan(self, unit, shelf, user=None):
        Shelving = self.env["raya.reception.shelving"].with_user(user or self.operator)
        form = Form(Shelving)
        form.unit_code, form.shelf_code = unit, shelf
        return form.save().action_move()

    def test_shelf_is_a_location_of_the_workshop(self):
        location = self.other.sudo().location_id
        self.assertRecordValues(
            location,
            [{"name": "B2", "usage": "internal", "location_id": self.workshop.id, "company_id": self.company.id}],
        )
        self.other.name = "B3"
        self.assertEqual(location.name, "B3")

    def test_scanned_unit_lies_on_the_scanned_shelf(self):
        reception = self._receive()
        lot = reception.sudo().lot_id
        before = self._read_stock(self.fridge)
        action = self._scan(reception.serial.lower(), "s-a1")
        self.assertEqual(reception.shelf_id, self.shelf)
        self._assert_moved(
            before,
            self._read_stock(self.fridge),
            {
                (self.workshop, self.customer, lot): -1.0,
                (self.shelf.location_id, self.customer, lot): 1.0,
            },
        )
        following = self.env["raya.reception.shelving"].browse(action["res_id"])
        self.assertEqual((following.last, following.shelf_code), (f"{reception.display_name} lies on A1.", "s-a1"))
        self.assertFalse(following.reception_ids, "the next one is asked for")
        self.assertEqual(self.shelf.unit_count, 1)

    def test_number_of_the_receipt_finds_the_unit_and_the_name_the_shelf(self):
        reception = self._receive()
        self._scan(reception.name, "b2")
        self.assertEqual((reception.shelf_id, reception.workorder_id.shelf_name), (self.other, "B2"))

    def test_same_shelf_again_moves_nothing(self):
        reception = self._receive()
        for _tap in range(2):
            self._scan(reception.name, "B2")
        self.assertEqual(len(reception.sudo().picking_ids), 2)

    def test_unknown_unit_or_shelf_is_told(self):
        reception = self._receive()
        with self._refused("No unit"):
            self._scan("XX-1", "B2")
        with self._refused("There is no shelf"):
            self._scan(reception.name, "C9")
        with self._refused("There is no shelf"):
            self._scan(reception.name, "--")

    def test_shelf_of_another_company_is_not_found(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["raya.shelf"].create({"name": "Z1", "company_id": company.id})
        self.assertEqual(foreign.location_id.location_id, company._raya_get_place("workshop"))
        reception = self._receive()
        with self._refused("There is no shelf"):
            self._scan(reception.name, "Z1")
        with self._refused("Create another shelf there"):
            foreign.company_id = self.company

    def test_several_units_are_moved_from_the_list(self):
        receptions = self._receive() | self._receive()
        Shelving = self.env["raya.reception.shelving"].with_user(self.operator)
        form = Form(Shelving.with_context(active_model="raya.reception", active_ids=receptions.ids))
        form.shelf_code = "B2"
        action = form.save().action_move()
        following = self.env["raya.reception.shelving"].browse(action["res_id"])
        for reception in receptions:
            self.assertIn(reception.display_name, following.last)
        self.assertEqual(receptions.shelf_id, self.other)
        self.assertEqual(self.other.unit_count, 2)

    def test_unit_leaves_from_its_shelf(self):
        reception = self._receive()
        self._scan(reception.name, "B2")
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        self.assertFalse(self._sum_moves(self.fridge))

    def test_shelf_that_is_chosen_before_is_where_the_unit_comes_in(self):
        reception = self._create_reception()
        reception._put_on(self.shelf)
        reception.action_receive()
        self.assertEqual(reception.sudo().picking_ids.location_dest_id, self.shelf.location_id)

    def test_shelf_with_units_is_not_archived(self):
        reception = self._receive()
        self._scan(reception.name, "B2")
        with self._refused("Move it first"), self.cr.savepoint():
            self.other.active = False
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        self.other.active = False

    def test_handed_over_unit_is_on_no_shelf_any_more(self):
        reception = self._receive()
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        with self._refused("can be done only as long as"):
            reception._put_on(self.other)
