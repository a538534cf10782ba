from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking

from ..tools import life, sync


class RayaAssetTransferMixin(models.AbstractModel):
    """What happened to a unit, and whose it was on any day."""

    _name = "raya.asset.transfer.mixin"
    _description = "Product File: Owners"

    event_ids = fields.One2many("raya.asset.event", "asset_id", "Events")
    ownership_ids = fields.Many2many(
        "raya.asset.event",
        string="All Owners",
        compute="_compute_ownership_ids",
        help="Also from earlier files of the same serial number.",
    )
    has_former_owners = fields.Boolean(compute="_compute_ownership_ids")
    is_said_back = fields.Boolean(
        "Came Back, as Somebody Said", compute="_compute_ownership_ids", help="No slip tells of it."
    )

    @api.depends("event_ids", "lot_id", "state")
    def _compute_ownership_ids(self):
        by_lot = self.search([("lot_id", "in", self.lot_id.ids)]).grouped("lot_id") if self.lot_id else {}
        for asset in self:
            files = asset | by_lot.get(asset.lot_id, self.browse())
            asset.ownership_ids = files.event_ids._get_ownerships()
            asset.has_former_owners = len(asset.ownership_ids) > 1
            asset.is_said_back = asset.state == sync.RETURNED and bool(asset.event_ids._get_said_return())

    def _get_life(self, day=None):
        """What these units were on a day, or are after all that is known: :class:`~.tools.life.Life` by file."""
        # Whose a unit was is counted alike for everybody who may see it.
        return {asset: life.fold(asset.sudo().event_ids._get_values(), day) for asset in self}

    # --- who has it -------------------------------------------------------------------

    def _record_event(self, kind, date=None, *, note=None, partner=None):
        """What somebody tells of these units.

        :param str kind: of ``raya.asset.event``
        :param date: the day on which it happened, today if nobody says
        :param partner: whose the unit is from then on, its owner of today if nobody says
        :return: the events
        """
        # Nobody writes the life of a unit; it follows from what they do.
        for asset in self.sudo() if date else ():
            asset.event_ids._begin_until(date)
        return (
            self.env["raya.asset.event"]
            .sudo()
            .create(
                [
                    {
                        "asset_id": asset.id,
                        "date": date or asset.company_id._raya_get_day(),
                        "kind": kind,
                        "company_id": asset.company_id.id,
                        "partner_id": (partner or asset.partner_id).id if kind in life.OWNING else False,
                        "note": note,
                        "user_id": self.env.uid,
                    }
                    for asset in self
                ]
            )
        )

    def _has_changed_hands(self):
        """Whether the unit has another owner than its first buyer."""
        self.ensure_one()
        # Documents ask, whoever posts them.
        return any(event.kind == "transferred" for event in self.sudo().event_ids)

    # --- change of hands ----------------------------------------------------------------

    def _transfer_ownership(self, partner, date, reason, *, site=None, how="transferred"):
        """Give these units to a new owner, from a day on.

        What is promised to the owner alone ends on the day before; not so when
        only a mistake about the owner is corrected.

        :param str how: ``transferred`` or ``corrected``
        :raises UserError: for one that is theirs already, that came back, or that
            changed hands later; none is transferred then
        """
        self.check_access("write")
        locking.lock(self)
        self.invalidate_recordset()
        self._check_transfer(partner, date)
        self._record_event(how, date, note=reason, partner=partner)
        self.write({"partner_id": partner.id, "site_id": site.id if site else False})
        if how == "transferred":
            # Nobody writes what follows for the promises of the unit.
            self.sudo()._on_handed_over(reason, date)

    def _check_transfer(self, partner, date):
        for asset, known in self._get_life().items():
            if asset.state not in sync.LIVE:
                raise UserError(self.env._("%(file)s is not in use: nobody can hand it on.", file=asset.display_name))
            if asset.partner_id == partner:
                raise UserError(
                    self.env._("%(file)s belongs to %(owner)s already.", file=asset.display_name, owner=partner.name)
                )
            asset._check_day_of_change(known, date)

    # --- goods that came back ---------------------------------------------------------

    def _take_back(self, date, reason):
        """These units are back with the company, though no slip says so.

        :raises UserError: for one that is not in use, or that came back before its owner had it
        """
        self.check_access("write")
        locking.lock(self)
        self.invalidate_recordset()
        for asset, known in self._get_life().items():
            if asset.state != sync.ACTIVE:
                raise UserError(self.env._("%(file)s is not in use: it cannot come back.", file=asset.display_name))
            asset._check_day_of_change(known, date)
        self._record_event("returned", date, note=reason)
        self._transition(sync.RETURNED)
        self.event_ids._tell_documents()

    def _check_day_of_change(self, known, date):
        """A unit leaves its owner on a day on which they had it.

        :param known: its :class:`~.tools.life.Life`
        """
        day = self.env["res.lang"]._raya_format_day
        # Whose it was is known to whoever may say more of it; a day that nobody typed refuses none.
        if known.since and date < known.since and not self.sudo().event_ids._is_assumed():
            raise UserError(
                self.env._(
                    "%(file)s belongs to %(owner)s since %(day)s. Choose that day or a day after it.",
                    file=self.display_name,
                    owner=known.owner.name,
                    day=day(known.since),
                )
            )
        today = self.company_id._raya_get_day()
        if date > today:
            raise UserError(self.env._("%(day)s is in the future. Say it when it has happened.", day=day(date)))

    def action_take_back(self):
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_return_action")
        return {**action, "context": {"default_asset_ids": self.ids}}

    def action_transfer(self):
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_transfer_action")
        return {**action, "context": {"default_asset_ids": self.ids}}
