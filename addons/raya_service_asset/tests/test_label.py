from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.raya_asset_label_mixin import ALPHABET, TOKEN_LENGTH
from .common import AssetCommon


class LabelCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(serial="RF-22-SECRET")

    def _get_token(self, asset=None):
        asset = asset or self.asset
        asset._ensure_label_tokens()
        return asset.label_token


class TestLabel(LabelCommon):
    def test_registering_makes_no_label_and_printing_makes_one_that_stays(self):
        self.assertFalse(self.asset.label_token)
        token = self._get_token()
        self.assertEqual((len(token), set(token) - set(ALPHABET)), (TOKEN_LENGTH, set()))
        self.assertEqual(self._get_token(), token)

    def test_labels_of_many_units_are_written_at_once(self):
        assets = self.env["raya.asset"].create([{"product_id": self.fridge.id} for _unit in range(50)])
        self.env.flush_all()
        with self.assertQueryCount(5):
            assets._ensure_label_tokens()
            self.env.flush_all()
        self.assertEqual(len(set(assets.mapped("label_token"))), 50)

    def test_who_may_read_a_file_may_label_it(self):
        self.assertTrue(self.asset.with_user(self.technician)._get_label_url())

    def test_address_is_found_again_and_no_other(self):
        token = self._get_token()
        find = self.env["raya.asset"]._find_by_label
        self.assertEqual(find(token), self.asset)
        for wrong in (None, "", token[:-1], token.upper(), "%" * TOKEN_LENGTH, "a" * 10_000, "2" * TOKEN_LENGTH):
            self.assertFalse(find(wrong), wrong)

    def test_label_of_a_merged_file_leads_to_the_one_that_stays(self):
        token, kept = self._get_token(), self._create_asset(serial="RF-22-TYPED-WRONGLY")
        self.asset._merge_into(kept)
        self.assertEqual(self.env["raya.asset"]._find_by_label(token), kept)

    def test_copy_of_a_file_needs_a_label_of_its_own(self):
        self._get_token()
        self.assertFalse(self.asset.copy().label_token)

    def test_outsider_reads_no_token(self):
        with self.assertRaises(AccessError):
            self.asset.with_user(self.outsider).read(["label_token"])


class UnitPageCommon(HttpCase, LabelCommon):
    def _open(self, token=None, **options):
        return self.url_open(f"/service/unit/{token or self._get_token()}", **options)


@tagged("post_install", "-at_install")
class TestUnitPage(UnitPageCommon):
    """What the address on a label opens."""

    def test_unknown_label_is_answered_by_a_page_with_the_phone_number(self):
        """Mistyped, printed ahead of the unit, or of a unit whose file was deleted: nobody learns which."""
        self.company.phone = "021 555 0100"
        deleted = self._get_token()
        self.asset.unlink()
        pages = {self._open(token) for token in ("nonsense", "2" * TOKEN_LENGTH, "x" * 3000, deleted)}
        self.assertEqual({page.status_code for page in pages}, {404})
        [text] = {page.text.partition('<div id="wrap"')[2].partition("</main>")[0] for page in pages}
        for words in ("We do not know this label", "021 555 0100", self.company.name):
            self.assertIn(words, text)

    def test_label_of_a_merged_file_opens_the_one_that_stays_and_an_archived_unit_is_out_of_service(self):
        third, fifth, seventh = (self._create_asset(serial=f"RF-{number}") for number in (3, 5, 7))
        tokens = {asset: self._get_token(asset) for asset in (third, fifth, seventh)}
        third._merge_into(seventh)
        fifth.active = False
        cancelled = self._create_asset(serial="RF-9")
        tokens[cancelled] = self._get_token(cancelled)
        cancelled._transition("cancelled")
        self.env["ir.config_parameter"].set_param("web.base.url", "https://moved.example")
        self.assertIn("Genuine", self._open(tokens[third]).text)
        for asset in (fifth, cancelled):
            page = self._open(tokens[asset])
            self.assertEqual(page.status_code, 410)
            self.assertIn("no longer in service", page.text)
            self.assertNotIn("Refrigerator", page.text)
        self.authenticate("test_op", "test_op")
        answer = self._open(tokens[third], allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith(f"/odoo/service-files/{seventh.id}"))

    def test_page_tells_nothing_of_owner_and_sale_and_its_marks_are_text(self):
        self.fridge.name = "<b>Fridge</b><script>alert(1)</script>"
        page = self._open()
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("&lt;b&gt;Fridge", page.text)
        for secret in ("SECRET", "Sara Karimi", "555 0101", "2026-03-10", "03/10/2026"):
            self.assertNotIn(secret, page.text)

    def test_tokens_are_not_guessed(self):
        """31 letters at 16 places: a thousand tries find nothing, and no search is made for what cannot be one."""
        self._get_token()
        find = self.env["raya.asset"]._find_by_label
        with self.assertQueryCount(0):
            self.assertFalse(any(find(f"{number:016d}") for number in range(1000)))

    def test_staff_are_led_to_the_file(self):
        self.authenticate("test_tech", "test_tech")
        answer = self._open(allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith(f"/odoo/service-files/{self.asset.id}"))

    def test_employee_without_rights_and_customer_see_the_public_page(self):
        self._create_user("test_customer", "base.group_portal")
        for login in ("test_outsider", "test_customer"):
            self.authenticate(login, login)
            page = self._open(allow_redirects=False)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("Sara Karimi", page.text)

    def test_staff_of_another_company_see_the_public_page(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self._create_user("test_other", "raya_service_base.group_service_operator")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.authenticate("test_other", "test_other")
        self.assertEqual(self._open(allow_redirects=False).status_code, 200)

    def test_persian_visitor_is_answered_in_persian(self):
        if not self.env["res.lang"]._get_data(code="fa_IR"):
            self.env["res.lang"]._activate_lang("fa_IR")
        page = self._open(headers={"Accept-Language": "fa-IR,fa;q=0.9"})
        self.assertIn("/fa/service/unit/", page.url)
        self.assertIn("o_rtl", page.text)
