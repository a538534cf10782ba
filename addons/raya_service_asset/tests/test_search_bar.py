import re

from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import AssetCommon

IN_PIECES = re.compile(r"\('([\w.]+)', *'i?like'")


@tagged("post_install", "-at_install")
class TestSearchBar(AssetCommon):
    """What people type into the search bars of our lists, where there is much to look through."""

    def _get_searched(self):
        """Each of our models with the fields of its search bar, and by what it groups."""
        for model in self.env.values():
            if model._name.startswith("raya.") and not model._abstract and not model._transient:
                bar = etree.fromstring(model.sudo().get_view(view_type="search")["arch"])
                yield model, list(bar.iter("field")), " ".join(bar.xpath("//filter/@context"))

    def test_a_letter_of_a_customer_makes_no_list_of_all_who_have_it(self):
        """J2: Odoo reads the numbers of all contacts that fit before it looks among those below them."""
        people = self.env["res.partner"].create([{"name": f"Zzyzx {number}"} for number in range(20)])
        for person in people:
            self._create_asset(partner_id=person.id)
        looked = set()
        for model, nodes, _groups in self._get_searched():
            for node in nodes:
                field = model._fields.get(node.get("name"))
                domain = node.get("filter_domain")
                if getattr(field, "comodel_name", None) != "res.partner" or not domain:
                    self.assertFalse(
                        getattr(field, "comodel_name", None) == "res.partner" and node.get("operator") == "child_of",
                        f"{model._name}.{node.get('name')} lists all contacts that fit",
                    )
                    continue
                with self.subTest(model=model._name, field=field.name):
                    looked.add(model._name)
                    typed = safe_eval(domain, {"self": "Zzyzx", "raw_value": "Zzyzx"})
                    self._assert_lists_none(model, typed, people)
                    chosen = safe_eval(domain, {"self": "Zzyzx 1", "raw_value": people[1].id})
                    self.assertEqual(chosen[-1][1:], ("child_of", people[1].id))
        self.assertLessEqual({"raya.asset", "raya.asset.registration"}, looked)
        self.assertEqual(len(self.env["raya.asset"].search([("partner_id", "ilike", "Zzyzx")])), 20)

    def _assert_lists_none(self, model, domain, people):
        query = model.with_user(self.manager)._search(domain).select()
        told = self.env.cr.mogrify(query.code, query.params).decode()
        self.assertIn("zzyzx", told.lower())
        self.assertNotRegex(told, rf"\b({people[3].id}|{people[7].id})\b")

    def test_pieces_of_numbers_and_serials_have_an_index(self):
        """J3: a usual index knows beginnings only; documents with a number and units are as many as the work.

        By what one groups there are few values.
        """
        if not self.registry.has_trigram:
            self.skipTest("no trigrams in this database")
        mixins = tuple(self.registry[name] for name in ("raya.number.mixin", "raya.serial.mixin"))
        found = set()
        for model, nodes, groups in self._get_searched():
            if isinstance(model, mixins):
                for node in nodes:
                    if f"'{node.get('name')}'" in groups:
                        continue
                    paths = IN_PIECES.findall(node.get("filter_domain") or "") or [node.get("name")]
                    found |= {column for path in paths for column in self._get_column(model, path)}
        self.assertIn(("raya_asset_registration", "serial"), found)
        self.assertFalse({column for column in found if not self._has_trigrams(*column)})

    def _get_column(self, model, path):
        """Table and name of the text of ours that a path leads to, as a list of one; else an empty list."""
        *steps, name = path.split(".")
        for step in steps:
            model = model[step]
        field = model._fields[name]
        is_ours = model._name.startswith("raya.") and field.store and field.type == "char"
        return [(model._table, name)] if is_ours else []

    def _has_trigrams(self, table, column):
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
        return any(re.search(rf"gin .*\b{column}\b.*gin_trgm_ops", row[0]) for row in self.env.cr.fetchall())
