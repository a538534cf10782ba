from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .test_customer_registration import RegistrationCommon


class TestRoles(RolesCommon, RegistrationCommon):
    """Who reads which records of this add-on."""

    def test_files_are_read_by_everybody_with_a_role_and_registrations_by_people_at_work(self):
        asset = self._create_asset()
        reading = asset._record_reading("hours", 5, self.company._raya_get_day())
        kind = self.env["raya.identifier.type"].create({"name": "Tag", "code": "tag"})
        number = asset.identifier_ids.create({"asset_id": asset.id, "type_id": kind.id, "value": "A-1"})
        technicians = {"technician", "technician of another team"}
        for record in (asset, asset.event_ids[:1], reading, number):
            self._assert_read_by(record, self.OFFICE | technicians | {"everybody", "editor"})
        self._assert_read_by(self._register(), self.OFFICE | technicians)

    def test_customers_read_their_own_units_and_registrations(self):
        customer = self.people["customer"]
        asset = self._create_asset(serial="OWN", partner_id=customer.partner_id.id)
        for record in (asset, self._register(customer, serial="NEW")):
            self.assertEqual(record.with_user(customer).search([]), record)
            self.assertFalse(record.with_user(self.neighbour).search([]))
            self.assertTrue(record.with_user(customer).read())

    def test_customers_and_visitors_read_no_other_model_of_ours(self):
        """Whatever is added later: nothing but what customers read on the portal."""
        ours = [model for model in self.env.values() if model._name.startswith("raya.") and not model._abstract]
        portal = self.env.registry["raya.portal.mixin"]
        for name in ("customer", "visitor"):
            user = self.people[name]
            readable = {model._name for model in ours if model.with_user(user).has_access("read")}
            own = {model._name for model in ours if isinstance(model, portal)} if name == "customer" else set()
            self.assertEqual(readable, own, name)
            for model in ours:
                self.assertFalse(any(model.with_user(user).has_access(verb) for verb in ("write", "create", "unlink")))
