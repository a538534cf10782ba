from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError

from .common import WarrantyCommon


class TestPolicyVersion(WarrantyCommon):
    """New terms for units sold from a day on; those sold before keep theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sold = cls._create_asset()
        cls.family.raya_policy_ids = cls.policy

    def _renew(self, day=date(2026, 5, 1), **vals):
        """A new version, as the manager makes it."""
        manager_policy = self.policy.with_user(self.manager)
        draft = self.env["raya.warranty.policy"].browse(manager_policy.action_new_version()["res_id"])
        draft = draft.with_user(self.manager)
        draft.write({"date_from": day, **vals})
        return draft

    @freeze_time("2026-04-20")
    def test_draft_has_the_terms_and_covers_nothing_yet(self):
        draft = self._renew()
        self.assertRecordValues(
            draft, [{"version": 2, "is_draft": True, "active": False, "duration": 24, "name": "24 months"}]
        )
        self.assertEqual(draft.line_ids.share, 100)
        self.assertEqual(draft.display_name, "24 months (version 2)")
        self.assertFalse(draft.product_tmpl_ids)
        self.assertEqual(self.policy.with_user(self.manager).action_new_version()["res_id"], draft.id, "only one draft")
        self.assertEqual(self._create_asset(date_invoice=date(2026, 6, 1)).warranty_ids.policy_id, self.policy)

    @freeze_time("2026-04-20")
    def test_new_version_takes_the_place_of_the_old_one_from_its_day_on(self):
        draft = self._renew(duration=36)
        draft.action_put_in_force()
        self.assertRecordValues(self.policy, [{"active": False, "date_to": date(2026, 4, 30)}])
        self.assertEqual(self.fridge.raya_policy_ids, draft)
        self.assertEqual(self.family.raya_policy_ids, draft)
        for day, policy, end in (
            (date(2026, 4, 30), self.policy, date(2028, 4, 29)),
            (date(2026, 5, 1), draft, date(2029, 4, 30)),
        ):
            warranty = self._create_asset(date_invoice=day).warranty_ids
            self.assertRecordValues(warranty, [{"policy_id": policy.id, "date_end": end}])
        self.assertRecordValues(self.sold.warranty_ids, [{"policy_id": self.policy.id, "date_end": date(2028, 3, 9)}])
        self.assertEqual(draft._get_versions(), self.policy | draft)
        self.assertEqual(self.policy.version_count, 2)
        self.assertEqual(
            self.env["raya.warranty.policy"].browse(draft.action_view_versions()["domain"][0][2]), self.policy | draft
        )

    @freeze_time("2026-04-20")
    def test_new_version_takes_archived_products_along(self):
        self.fridge.product_tmpl_id.active = False
        draft = self._renew()
        draft.action_put_in_force()
        self.fridge.product_tmpl_id.active = True
        self.env.invalidate_all()
        self.assertEqual(self.fridge.product_tmpl_id.raya_policy_ids, draft)
        self.assertFalse(self.policy.product_tmpl_ids)

    @freeze_time("2026-04-20")
    def test_third_version(self):
        second = self._renew()
        second.action_put_in_force()
        third = self.env["raya.warranty.policy"].browse(second.action_new_version()["res_id"])
        third.date_from = date(2026, 5, 1)
        with self.assertRaisesRegex(UserError, "later day"):
            third.action_put_in_force()
        third.date_from = date(2026, 5, 2)
        third.action_put_in_force()
        found = [
            self._create_asset(date_invoice=date(2026, month, day)).warranty_ids.policy_id
            for month, day in ((4, 30), (5, 1), (5, 2))
        ]
        self.assertEqual(found, [self.policy, second, third])

    @freeze_time("2026-04-20")
    def test_only_the_newest_version_is_in_force(self):
        draft = self._renew()
        with self.assertRaisesRegex(UserError, "Put in Force"):
            draft.active = True
        draft.action_put_in_force()
        with self.assertRaisesRegex(UserError, "already"):
            draft.action_put_in_force()
        with self.assertRaisesRegex(UserError, "newer version"):
            self.policy.with_user(self.manager).active = True
        copy = self.policy.copy()
        self.assertRecordValues(copy, [{"version": 1, "previous_version_id": False}])

    def test_version_needs_its_first_day(self):
        draft = self._renew(day=False)
        with self.assertRaisesRegex(UserError, "from which day"):
            draft.action_put_in_force()

    def test_only_managers_make_versions(self):
        for user in (self.operator, self.dispatcher):
            with self.assertRaises(AccessError):
                self.policy.with_user(user).action_new_version()
