from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_calls.tools import area, proposal


class RayaTariffZone(models.Model):
    """Where a price holds."""

    _name = "raya.tariff.zone"
    _description = "Tariff Zone"
    _inherit = ["raya.area.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")

    @api.constrains("country_ids", "state_ids", "zip_ranges")
    def _check_is_somewhere(self):
        for zone in self:
            if not zone.country_ids and not zone.state_ids and not zone.zip_ranges:
                raise ValidationError(
                    self.env._(
                        "%s: choose countries, states or ZIP codes. A price without a zone holds everywhere.",
                        zone.name,
                    )
                )

    def _get_levels(self, partner, day):
        """How near these zones are to an address.

        :param partner: ``res.partner``, perhaps empty
        :return: dict of levels from 1 on by id; zones in which it does not lie are left out
        """
        job = proposal.Job(
            day,
            country=partner.country_id.id or partner.state_id.country_id.id,
            state=partner.state_id.id,
            zip_code=area.zip_key(partner.zip),
        )
        levels = {zone.id: proposal.area_level(zone._get_area(), job) for zone in self}
        return {zone: level for zone, level in levels.items() if level}
