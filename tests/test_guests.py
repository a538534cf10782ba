"""We are guests: people without our roles do with Odoo's own records all that they do without us."""

import os
from functools import reduce
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

WALK = Path(__file__).with_name("guests_walk.py").read_text(encoding="utf-8")
GUESTS = "list(GUESTS)" if os.environ.get("RAYA_FULL") else "FEW"


def _is_for_odoo(error):
    """Whether Odoo refuses its own records: our demo data adds lots where its own has none."""
    return error.startswith("AccessError") and "(stock.lot)" in error


def test_people_without_our_roles_do_all_that_odoo_lets_them_do(workshop):
    ours, stock = workshop.copy("suite-demo"), workshop.copy("stock")
    models = ours.run(f"{WALK}\nresult = get_models_with_fields_of_ours(env)")
    without = stock.run(f"{WALK}\nresult = walk(env, {models!r}, {GUESTS})")
    ids = {guest: {name: found["ids"] for name, found in by_model.items()} for guest, by_model in without.items()}
    found = ours.run(f"{WALK}\nresult = walk(env, {models!r}, {GUESTS}, {ids!r})")
    assert {guest: set(by_model) for guest, by_model in found.items()} == {
        guest: set(by_model) for guest, by_model in without.items()
    }, "they read the same models"
    worse = {
        (guest, name, act): error
        for guest, by_model in found.items()
        for name, seen in by_model.items()
        for act, error in seen["acts"].items()
        if act not in without[guest][name]["acts"] and not _is_for_odoo(error)
    }
    assert worse == {}


def test_each_of_our_roles_reads_all_fields_of_what_it_may_read(workshop):
    found = workshop.copy("suite-demo").run(f"{WALK}\nresult = read_as_roles(env)")
    assert found == {}


@tagged("post_install", "-at_install")
class TestFieldsOfOurs(TransactionCase):
    """Fields that we paint onto Odoo's models, found in the registry: nothing to maintain."""

    def _get_fields_of_ours(self):
        for name, model in sorted(self.env.items()):
            if not name.startswith("raya.") and not model._abstract:
                yield from (
                    field for key, field in model._fields.items() if key.startswith("raya_") and field.relational
                )

    def _get_readers(self, model):
        """Groups whose people may read a model; an empty one for everybody."""
        rights = self.env["ir.model.access"].search([("model_id.model", "=", model), ("perm_read", "=", True)])
        return [right.group_id for right in rights]

    def _get_all_groups(self, group):
        """What somebody of a group has at least: everybody is an employee, a customer of the portal or a stranger."""
        kinds = self.env.ref("base.group_user") | self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        implied = (group | self.env.ref("base.group_user")) if not group.all_implied_ids & kinds else group
        return implied.all_implied_ids

    def _may_all_read(self, field):
        """Whether whoever may see this field may read the records that it holds."""
        readers = self._get_readers(field.comodel_name)
        known = reduce(lambda found, group: found | group, readers, self.env["res.groups"])
        if any(not group for group in readers):
            return True
        seeing = [self.env.ref(name) for name in field.groups.split(",")] if field.groups else None
        seeing = self._get_readers(field.model_name) if seeing is None else seeing
        return all(group and self._get_all_groups(group) & known for group in seeing)

    def test_whoever_sees_a_relation_of_ours_may_read_what_it_holds(self):
        """Otherwise `read()` without a list of fields, export and Duplicate fail for them."""
        fields = list(self._get_fields_of_ours())
        self.assertGreater(len(fields), 20)
        wrong = {str(field) for field in fields if field.exportable and not self._may_all_read(field)}
        # People see the settings' form whole or not at all.
        self.assertEqual({name for name in wrong if not name.startswith("res.config.settings.")}, set())

    def test_a_field_that_some_may_not_see_is_not_copied_by_odoo(self):
        """Odoo reads what it copies as whoever copies: what a copy is to keep goes by ``raya.guest.mixin``."""
        for field in self._get_fields_of_ours():
            if field.groups and field.store:
                with self.subTest(field=str(field)):
                    self.assertTrue(not field.copy or field.model_name == "res.company", "companies are not copied")

    def test_nobody_lists_what_they_may_not_see(self):
        """Not who owns files, nor which orders belong to jobs, by asking for records where a field holds something."""
        employee = new_test_user(self.env, "curious_employee", groups="base.group_user,product.group_product_manager")
        asked = 0
        for field in self._get_fields_of_ours():
            model = self.env[field.model_name].with_user(employee)
            if not model._transient and model.has_access("read") and field.groups and field._description_searchable:
                with self.subTest(field=str(field)), self.assertRaises(AccessError):
                    model.search([(field.name, "!=", False)])
                asked += 1
        self.assertGreater(asked, 3)
