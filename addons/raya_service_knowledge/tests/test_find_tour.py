from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestFindTour(HttpCase):
    def _create_technician(self, **vals):
        group = "raya_service_base.group_service_technician"
        return new_test_user(self.env, login="test_tech", password="test_tech", groups=group, **vals)

    def test_procedure_is_found_in_persian_read_and_acknowledged(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        technician = self._create_technician(lang="fa_IR")
        procedure = self.env["raya.procedure"].create({"code": "P-TOUR", "name": "Replace the start relay"})
        procedure.with_context(lang="fa_IR").name = "تعویض رلهٔ استارتی"
        version = self.env["raya.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "body": "<p>Unplug it.</p>",
                "step_ids": [Command.create({"kind": "do", "instruction": "Pull the relay off"})],
            }
        )
        version.action_submit()
        version.action_publish()
        self.start_tour("/odoo/service-find", "raya_knowledge_find", login="test_tech", timeout=120)
        self.assertEqual(version.reading_ids.user_id, technician)

    def test_group_opens_where_it_stands_for_the_chosen_product(self):
        self._create_technician()
        fridge, other = self.env["product.template"].create([{"name": "Fridge of a tour"}, {"name": "Other"}])
        self.env["raya.fault"].create(
            [
                *({"code": f"T-ZEBRA-{number}", "name": "Zebra", "sequence": 5} for number in range(10)),
                {"code": "T-OTHER", "name": "Zebra elsewhere", "sequence": 1, "product_tmpl_ids": other.ids},
                {"code": "T-CHILD", "name": "Lion", "product_tmpl_ids": fridge.ids},
            ]
        )
        self.start_tour("/odoo/service-find", "raya_knowledge_show_all", login="test_tech", timeout=120)

    def test_symptom_leads_to_the_probable_fault(self):
        self._create_technician()
        symptom = self.env["raya.symptom"].create({"code": "T-TOUR", "name": "Does not cool in a tour"})
        self.env["raya.fault"].create(
            {
                "code": "T-TOUR",
                "name": "Relay of a tour",
                "symptom_line_ids": [Command.create({"symptom_id": symptom.id, "weight": 8})],
            }
        )
        self.start_tour("/odoo/service-find", "raya_knowledge_suggest", login="test_tech", timeout=120)
