from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestAccess(WorkshopCommon):
    """The operator receives and hands over, the technician sees, the clerk needs to do nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("test_accountant", "raya_service_base.group_service_accountant")
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")

    def test_operator_needs_no_rights_on_the_stock(self):
        self.assertFalse(self.operator.has_group("stock.group_stock_user"))
        reception = self._receive()
        with self.assertRaises(AccessError):
            reception.sudo().picking_ids.with_user(self.operator).read(["state"])
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        self.assertEqual(reception.state, "handed_over")

    def test_others_look_and_do_nothing_by_any_door(self):
        draft, here = self._create_reception(team_id=self.team.id), self._receive(team_id=self.team.id)
        draft.workorder_id = here.workorder_id
        loan = self.env["raya.loan"].create(
            {
                "workorder_id": here.workorder_id.id,
                "partner_id": self.customer.id,
                "product_id": self.kettle.id,
                "date_due": "2026-12-01",
            }
        )
        for user in (self.technician, self.accountant):
            mine = here.with_user(user)
            self.assertTrue(mine.read(["name", "state", "days_here", "is_late", "offers_loaner"]))
            for attempt in (
                lambda user=user: draft.with_user(user).action_receive(),
                lambda user=user: draft.with_user(user).action_cancel(),
                lambda mine=mine: mine._hand_over("Me", unrepaired_reason="?"),
                lambda mine=mine: mine._put_on(self.shelf),
                lambda mine=mine: mine.write({"date_promised": "2027-01-01"}),
                lambda user=user: loan.with_user(user).action_lend(),
                lambda user=user: self.shelf.with_user(user).write({"name": "Mine"}),
                lambda user=user: self.env["raya.reception.hand.over"].with_user(user).create({}),
                lambda user=user: self.env["raya.reception.shelving"].with_user(user).create({}),
                lambda user=user: (
                    self.env["raya.reception"]
                    .with_user(user)
                    .create({"product_id": self.kettle.id, "partner_id": self.customer.id})
                ),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertEqual((draft.state, here.state, loan.state), ("draft", "received", "draft"))

    def test_nobody_calls_from_outside_what_moves_without_asking(self):
        reception, loan = self._create_reception(), self.env["raya.loan"]
        for record, names in (
            (reception, ("_take_in", "_give_out", "_move_unit", "_on_exchanged", "_join_job", "_hand_over", "_put_on")),
            (loan, ("_move_unit", "_expect_exchanged")),
            (self.env["raya.unit.move"], ("_move", "_find")),
        ):
            for name in names:
                self.assertTrue(hasattr(record, name), name)
                with self.assertRaises(AccessError):
                    get_public_method(record, name)

    def test_technician_of_another_team_sees_nothing(self):
        reception = self._receive(team_id=self.team.id)
        self.assertFalse(self.env["raya.reception"].with_user(self.stranger).search([]))
        self._assert_out_of_reach(self.stranger, reception.sudo(False))

    def test_reception_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(serial="X-1", company_id=other.id)
        foreign = self.env["raya.reception"].create({"asset_id": asset.id})
        self.assertEqual(foreign.company_id, other)
        for user in (self.operator, self.manager):
            self.assertFalse(self.env["raya.reception"].with_user(user).search([("id", "=", foreign.id)]))
            with self.assertRaises(AccessError):
                foreign.with_user(user).action_receive()
        with self.assertRaises(UserError):
            foreign.team_id = self.team

    def test_clerk_sees_the_slip_and_where_it_comes_from(self):
        reception = self._receive()
        slip = reception.sudo().picking_ids.with_user(self.clerk)
        self.assertEqual((slip.origin, slip.state, slip.owner_id), (reception.name, "done", self.customer))
        with self.assertRaises(AccessError):
            self.env["raya.reception"].with_user(self.clerk).search([])
        slip.get_views([(False, "form"), (False, "list")])
        slip.copy()

    def test_manager_of_the_service_arranges_the_shelves(self):
        shelf = self.env["raya.shelf"].with_user(self.manager).create({"name": "C1"})
        shelf.write({"name": "C2"})
        self.assertEqual(shelf.sudo().location_id.name, "C2")

    def test_forms_open_with_all_their_fields(self):
        reception = self._receive(team_id=self.team.id)
        for user in (self.operator, self.technician, self.dispatcher):
            for model in ("raya.reception", "raya.loan", "raya.shelf"):
                self.env[model].with_user(user).get_views([(False, "list"), (False, "search")])
            arch = reception.with_user(user).get_views([(False, "form")])["views"]["form"]["arch"]
            self.assertEqual("action_hand_over" in arch, user != self.technician)
            self.assertNotIn("action_view_pickings", arch)
