from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from odoo.addons.raya_service_asset.tests.common import SOLD_ON

from .common import WarrantyCommon


class TestPolicyFinding(WarrantyCommon):
    """Which policies a sale promises."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appliances = cls.env["product.category"].create({"name": "Appliances"})
        cls.family.parent_id = cls.appliances
        cls.fridge.raya_policy_ids = False
        cls.iran = cls.env.ref("base.ir")
        cls.germany = cls.env.ref("base.de")

    def _found(self, **vals):
        """Names of the policies of a new unit, as the operator opens its file."""
        asset = self._create_asset(**vals).with_user(self.operator)
        return asset.warranty_ids.policy_id.mapped("name")

    def test_product_then_category_then_category_above(self):
        self.appliances.raya_policy_ids = self._create_policy(name="above", duration=6)
        self.assertEqual(self._found(), ["above"])
        self.family.raya_policy_ids = self._create_policy(name="category", duration=12)
        self.assertEqual(self._found(), ["category"])
        self.fridge.raya_policy_ids = self.policy
        self.assertEqual(self._found(), ["24 months"])

    def test_each_kind_finds_its_nearest_level(self):
        self.fridge.raya_policy_ids = self.policy
        self.family.raya_policy_ids = self._create_policy(name="12", duration=12) | self._create_policy(
            name="supply", kind="commitment", duration=120
        )
        self.appliances.raya_policy_ids = self._create_policy(name="vendor", kind="supplier")
        self.assertCountEqual(self._found(), ["24 months", "supply", "vendor"])

    def test_several_of_one_kind_on_one_level_are_all_promised(self):
        self.family.raya_policy_ids = self.policy | self._create_policy(name="parts", duration=36)
        self.assertCountEqual(self._found(), ["24 months", "parts"])

    def test_what_documents_grant_is_not_promised_by_a_sale(self):
        self.fridge.raya_policy_ids = self._create_policy(kind="repair", start_event="repair")
        self.family.raya_policy_ids = self.policy
        self.assertEqual(self._found(), ["24 months"])

    def test_archived_policy_is_not_found(self):
        self.fridge.raya_policy_ids = self.policy
        self.policy.active = False
        self.family.raya_policy_ids = self._create_policy(name="category")
        self.assertEqual(self._found(), ["category"])

    def test_product_without_category(self):
        self.fridge.categ_id = False
        self.assertEqual(self._found(), [])
        self.fridge.raya_policy_ids = self.policy
        self.assertEqual(self._found(), ["24 months"])

    def test_policies_of_the_company_and_of_those_above_it(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        other = self.env["res.company"].create({"name": "Other"})
        self.fridge.raya_policy_ids = self.policy
        self.policy.company_id = self.company
        self.assertEqual(self._create_asset(company_id=branch.id).warranty_ids.policy_id, self.policy)
        self.assertFalse(self._create_asset(company_id=other.id).warranty_ids)
        self.assertEqual(self._found(), ["24 months"])

    def test_country_of_site_then_owner_then_company(self):
        self.policy.country_ids = self.iran
        self.fridge.raya_policy_ids = self.policy
        self.company.country_id = self.germany
        site = self.env["res.partner"].create({"name": "Site"})
        self.assertEqual(self._found(), [])
        self.customer.country_id = self.iran
        self.assertEqual(self._found(site_id=site.id), ["24 months"])
        site.country_id = self.germany
        self.assertEqual(self._found(site_id=site.id), [])
        self.customer.country_id = False
        self.company.country_id = self.iran
        self.assertEqual(self._found(), ["24 months"])

    def test_policy_of_another_country_leaves_room_for_the_level_above(self):
        self.policy.country_ids = self.iran
        self.fridge.raya_policy_ids = self.policy
        self.family.raya_policy_ids = self._create_policy(name="world")
        self.customer.country_id = self.germany
        self.assertEqual(self._found(), ["world"])

    def test_sold_between_to_the_day(self):
        self.fridge.raya_policy_ids = self.policy
        self.policy.write({"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)})
        for day, expected in (
            (date(2026, 2, 28), []),
            (date(2026, 3, 1), ["24 months"]),
            (date(2026, 3, 31), ["24 months"]),
            (date(2026, 4, 1), []),
        ):
            self.assertEqual(self._found(date_invoice=day), expected, day)

    def test_delivery_counts_where_there_is_no_invoice(self):
        self.fridge.raya_policy_ids = self.policy
        self.policy.date_to = date(2026, 3, 31)
        with freeze_time("2026-05-01"):
            self.assertEqual(self._found(date_invoice=False, date_delivery=date(2026, 3, 31)), ["24 months"])
            self.assertEqual(self._found(date_invoice=False, serial="X"), [])

    def test_days_of_sale_in_order(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.policy.write({"date_from": date(2026, 3, 2), "date_to": date(2026, 3, 1)})

    def test_operator_may_not_change_where_a_policy_is_promised(self):
        for user in (self.operator, self.dispatcher):
            with self.assertRaises(AccessError):
                self.policy.with_user(user).country_ids = self.iran

    def test_as_many_queries_for_two_hundred_units_as_for_one_hundred(self):
        self.family.raya_policy_ids = self.policy | self._create_policy(name="supply", kind="commitment")
        assets = self.env["raya.asset"].create(
            [
                {"product_id": self.fridge.id, "partner_id": self.customer.id, "date_invoice": SOLD_ON}
                for _unit in range(200)
            ]
        )
        counts = []
        for few in (assets[:100], assets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            few._get_policies()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            assets._get_policies()
        counts = []
        for few in (assets[:100], assets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            few._sync_warranties()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_coverages_are_made_with_their_dates(self):
        """No second statement writes what the first could have said; rows go in by the hundred."""
        self.fridge.raya_policy_ids = self.policy | self._create_policy(name="supply", kind="commitment")

        def promise(count):
            vals = {"product_id": self.fridge.id, "partner_id": self.customer.id, "date_invoice": SOLD_ON}
            assets = self.env["raya.asset"].create([{**vals, "state": "cancelled"} for _unit in range(count)])
            self.env.cr.execute("UPDATE raya_asset SET state = 'active' WHERE id IN %s", [assets._ids])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            assets._sync_warranties()
            self.env.flush_all()
            self.assertEqual(len(assets.warranty_ids.filtered("date_end")), 2 * count)
            return self.cr.sql_log_count - before

        promise(1)
        few, many = promise(50), promise(250)
        # Four rows more for each unit, and the promise written on the files: by the hundred.
        self.assertLessEqual(many - few, 4 * 2 + 3)


class TestPolicyTerms(WarrantyCommon):
    """When a coverage starts, and what a policy says of itself."""

    def test_start_by_manufacture_and_receipt(self):
        for event, day in (("manufacture", date(2026, 1, 15)), ("receipt", date(2026, 2, 20))):
            self.fridge.raya_policy_ids = self._create_policy(name=event, start_event=event)
            asset = self._create_asset(serial=event)
            self.assertEqual(asset.warranty_ids.state, "waiting")
            asset.with_user(self.operator)[f"date_{event}"] = day
            self.assertRecordValues(asset.warranty_ids, [{"date_start": day, "is_start_assumed": False}])

    def test_cap_counts_from_the_chosen_event(self):
        """Phones: from activation, at the latest 6 months after they were received."""
        self.policy.write({"start_event": "activation", "start_cap": 6, "start_cap_event": "receipt", "duration": 18})
        asset = self._create_asset(date_receipt=date(2025, 8, 31), date_invoice=date(2026, 2, 1))
        expected = {"date_start": date(2026, 2, 28), "date_end": date(2027, 8, 27), "is_start_assumed": True}
        self.assertRecordValues(asset.warranty_ids, [expected])
        asset.date_activation = date(2026, 2, 27)
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2026, 2, 27), "is_start_assumed": False}])

    def test_cap_without_its_event_waits(self):
        self.policy.write({"start_event": "activation", "start_cap": 6, "start_cap_event": "manufacture"})
        asset = self._create_asset()
        self.assertEqual(asset.warranty_ids.state, "waiting")
        asset.date_manufacture = date(2026, 1, 1)
        self.assertEqual(asset.warranty_ids.date_start, date(2026, 7, 1))

    def test_receipt_of_the_serial_from_the_supplier(self):
        self.policy.write({"kind": "supplier", "start_event": "receipt", "duration": 12})
        lot = self._receive("RF-S", "2025-11-05 10:00:00")
        asset = self._create_asset(lot_id=lot.id, serial=False).with_user(self.operator)
        self.assertEqual(asset.date_receipt, date(2025, 11, 5))
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2025, 11, 5), "date_end": date(2026, 11, 4)}])

    def _receive(self, name, moment):
        lot = self.env["stock.lot"].create({"name": name, "product_id": self.fridge.id})
        supplier = self.env.ref("stock.stock_location_suppliers")
        move = self.env["stock.move"].create(
            {
                "product_id": self.fridge.id,
                "product_uom_qty": 1,
                "location_id": supplier.id,
                "location_dest_id": self.stock.id,
            }
        )
        move._action_confirm()
        move.lot_ids = lot
        move.picked = True
        move._action_done()
        move.move_line_ids.date = moment
        return lot

    def test_single_part_that_is_never_covered(self):
        self.policy.excluded_product_ids = self.part
        decision = self._create_asset()._decide_coverage("part", SOLD_ON, part=self.part)
        self.assertEqual((decision.share, decision.reason_key), (0, "excluded"))

    def test_policy_tells_what_it_promises(self):
        compressor = self.env["raya.component"].create({"code": "T-C", "name": "Compressor"})
        self.policy.write(
            {
                "start_event": "delivery",
                "start_cap": 6,
                "grace_days": 1,
                "usage_limit": 3000,
                "usage_meter": "hours",
                "is_transferable": False,
                "excluded_product_ids": self.part.ids,
                "legal_ground": "Consumer Act, section 3.",
                "line_ids": [
                    Command.create({"scope": "part", "component_id": compressor.id, "duration": 60, "share": 50}),
                    Command.create({"scope": "part", "product_id": self.part.id, "max_count": 1}),
                    Command.create(
                        {
                            "scope": "travel",
                            "duration": 1,
                            "duration_unit": "year",
                            "max_count": 2,
                            "max_amount": 300,
                            "usage_limit": 1,
                            "usage_meter": "hours",
                        }
                    ),
                ],
            }
        )
        self.assertEqual(
            self.policy.with_user(self.technician).summary.replace("\N{NO-BREAK SPACE}", " ").splitlines(),
            [
                "24 months from the delivery; begins at the latest 6 months after the invoice.",
                "Labour, parts and travel: 100%.",
                "Parts (Compressor): 50% for 60 months.",
                "Parts (Start relay): 100%, once.",
                f"Travel: 100% for 1 year, up to 1 hour, at most 2 times, at most {self._money(300)}.",
                "Ends at 3,000 hours, if that comes first.",
                "Ends when the unit gets another owner.",
                "A call within 1 day after the end still counts.",
                "Never covered: Start relay.",
                "Legal ground: Consumer Act, section 3.",
            ],
        )

    def _money(self, amount):
        return self.env.company.currency_id.format(amount).replace("\N{NO-BREAK SPACE}", " ")

    def test_documents_are_read_by_whoever_reads_the_policy(self):
        document = self.env["ir.attachment"].with_user(self.manager).create({"name": "terms.pdf", "raw": b"Terms"})
        self.policy.with_user(self.manager).document_ids = document
        self.assertEqual(document.with_user(self.operator).raw, b"Terms")
        with self.assertRaises(AccessError):
            document.with_user(self.outsider).read(["raw"])

    def test_supplier_policy_is_granted_by_its_supplier(self):
        form = Form(self.env["raya.warranty.policy"].with_user(self.manager))
        form.name = "Vendor"
        form.kind = "supplier"
        form.partner_id = self.customer
        policy = form.save()
        self.assertEqual((policy.grantor, policy._get_grantor_name()), ("supplier", "Sara Karimi"))

    def test_another_product_brings_its_own_policies(self):
        washer = self.env["product.product"].create({"name": "Washer", "type": "consu"})
        washer.raya_policy_ids = self._create_policy(name="washers", duration=6)
        plain, changed = self._create_asset(), self._create_asset(serial="RF-2")
        changed.warranty_ids._record_event("extend", "Goodwill", duration=1, duration_unit="month")
        (plain | changed).with_user(self.operator).product_id = washer
        self.assertEqual(plain.warranty_ids.mapped("policy_id.name"), ["washers"])
        self.assertCountEqual(changed.warranty_ids.mapped("policy_id.name"), ["24 months", "washers"])
        plain.product_id = washer
        self.assertEqual(len(plain.warranty_ids), 1)
