from odoo.addons.raya_service_warranty.tests.common import WarrantyCommon


class ServiceCallsCommon(WarrantyCommon):
    """A technical team, and customers who call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["raya.team"].create(
            {
                "name": "Cooling",
                "leader_id": cls.dispatcher.id,
                "user_ids": (cls.technician | cls.dispatcher).ids,
            }
        )

    @classmethod
    def _create_call(cls, **vals):
        told = {"symptom_ids": cls.symptom.ids, "statement": "It does not get cold."}
        return cls.env["raya.call"].create(
            {
                "asset_id": cls._create_asset().id if "asset_id" not in vals else vals["asset_id"],
                **({} if "statement_ids" in vals else told),
                "date_reported": "2026-05-04 08:00:00",
                "team_id": cls.team.id,
                "user_id": cls.technician.id,
                **vals,
            }
        )

    @classmethod
    def _leave(cls, user, first, last):
        resource = cls.env["resource.resource"].create({"name": user.name, "user_id": user.id})
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": first,
                "date_to": last,
            }
        )
