from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import periods

FORM = """<form><sheet><group>
    <field name="name"/><field name="rate" widget="float_time"/><field name="currency_id" invisible="1"/>
</group></sheet></form>"""
LIST = """<list><field name="name"/><field name="rate" widget="float_time"/></list>"""
SEARCH = """<search><filter name="day" date="name" string="Day"/>
    <group><filter name="by_day" context="{'group_by': 'name'}" string="Day"/></group></search>"""


class PersianTour(HttpCase):
    """A Persian user enters a day and hours, filters this month and groups by month."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["res.lang"]._raya_tell_babel()
        self.user = new_test_user(
            self.env, "raya_tour", "base.group_system", lang="fa_IR", tz="Asia/Tehran", password="raya_tour"
        )
        self.currency = self.env["res.currency"].create({"name": "RYX", "symbol": "x"})
        views = [
            self.env["ir.ui.view"].create({"name": kind, "type": kind, "model": "res.currency.rate", "arch": arch})
            for kind, arch in (("list", LIST), ("form", FORM), ("search", SEARCH))
        ]
        self.action = self.env["ir.actions.act_window"].create(
            {
                "name": "Raya",
                "res_model": "res.currency.rate",
                "view_mode": "list,form",
                "domain": [("currency_id", "=", self.currency.id)],
                "context": {"default_currency_id": self.currency.id},
                "search_view_id": views[2].id,
                "view_ids": [
                    (0, 0, {"view_mode": view.type, "view_id": view.id, "sequence": number})
                    for number, view in enumerate(views[:2])
                ],
            }
        )

    def _walk(self, tour):
        first = periods.start_of(fields.Date.context_today(self.user.with_user(self.user)), "month")
        before = self.env["res.currency.rate"].create(
            {"currency_id": self.currency.id, "name": fields.Date.subtract(first, days=1), "rate": 2}
        )
        self.start_tour(f"/odoo/action-{self.action.id}", tour, login="raya_tour")
        rate = self.env["res.currency.rate"].search([("currency_id", "=", self.currency.id)]) - before
        self.assertRecordValues(rate, [{"name": first, "rate": 0.5}])


@tagged("post_install", "-at_install")
class TestDesktop(PersianTour):
    def test_a_persian_user_works_in_their_calendar(self):
        self._walk("raya_web_persian")


@tagged("post_install", "-at_install")
class TestPhone(PersianTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_persian_user_works_in_their_calendar_on_a_phone(self):
        self._walk("raya_web_persian_phone")
