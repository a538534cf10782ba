from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.raya_service_base.tools import locking

from ..tools import sync

# What the first line of the history of owners is made of.
FIRST_OWNERSHIP_FIELDS = (
    "company_id",
    "partner_id",
    "date_invoice",
    "date_delivery",
    "sale_line_id",
    "invoice_line_id",
)


class RayaAssetTransferMixin(models.AbstractModel):
    """Whose a unit is and was."""

    _name = "raya.asset.transfer.mixin"
    _description = "Product File: Owners"

    owner_ids = fields.One2many("raya.asset.owner", "asset_id", "Owners")
    ownership_ids = fields.Many2many(
        "raya.asset.owner",
        string="All Owners",
        compute="_compute_ownership_ids",
        help="Also from earlier files of the same serial number.",
    )
    has_former_owners = fields.Boolean(compute="_compute_ownership_ids")

    @api.depends("owner_ids", "lot_id")
    def _compute_ownership_ids(self):
        by_lot = self.search([("lot_id", "in", self.lot_id.ids)]).grouped("lot_id") if self.lot_id else {}
        for asset in self:
            files = asset | by_lot.get(asset.lot_id, self.browse())
            asset.ownership_ids = files.owner_ids.sorted(lambda owner: (owner.date_from, owner.id), reverse=True)
            asset.has_former_owners = len(asset.ownership_ids) > 1

    def _sync_owners(self):
        """Bring the history of owners to what these files say now."""
        # Documents change files, whoever posts them; nobody writes the history.
        assets = self.sudo()
        first = assets.filtered(lambda asset: asset._get_present_owner() and not asset.owner_ids)
        first._begin_ownership()
        (assets - first)._change_owners()

    def _begin_ownership(self):
        """The first owner bought the unit.

        One statement for all files of a company, as every posting waits for them.
        """
        for company, assets in self.grouped("company_id").items():
            assets._insert_first_owners(company._raya_get_day())
        self.invalidate_recordset(["owner_ids", "ownership_ids", "has_former_owners"], flush=False)

    def _insert_first_owners(self, today):
        self.env.execute_query(
            SQL(
                """
                INSERT INTO raya_asset_owner (asset_id, company_id, partner_id, date_from, how, user_id)
                     SELECT id, company_id, partner_id, COALESCE(date_invoice, date_delivery, %(today)s),
                            CASE WHEN sale_line_id IS NULL AND invoice_line_id IS NULL THEN 'import' ELSE 'sale' END,
                            %(author)s
                       FROM raya_asset WHERE id IN %(ids)s
                  RETURNING id
                """,
                today=today,
                author=self.env.uid,
                ids=tuple(self.ids),
                to_flush=[self._fields[name] for name in FIRST_OWNERSHIP_FIELDS],
            )
        )

    def _change_owners(self):
        """Close what is over, and begin anew with another owner."""
        Owner = self.env["raya.asset.owner"]
        current = {owner.asset_id: owner for owner in self.owner_ids if not owner.date_to}
        stale = self.filtered(lambda asset: asset._get_present_owner() != current.get(asset, Owner).partner_id)
        for asset in stale.filtered(lambda asset: asset in current):
            current[asset].date_to = max(current[asset].date_from, asset._get_parting_day())
        if current:
            # The owner before is gone before another one takes their place.
            Owner.flush_model(["date_to"])
        Owner.create([asset._prepare_owner_values() for asset in stale if asset._get_present_owner()])

    def _has_changed_hands(self):
        """Whether the unit has another owner than its first buyer."""
        self.ensure_one()
        # Documents ask, whoever posts them.
        return any(owner.how == "transfer" for owner in self.sudo().owner_ids)

    def _get_present_owner(self):
        """Whose the unit is; nobody's, once it came back."""
        return self.partner_id if self.state in sync.LIVE else self.partner_id[:0]

    def _get_parting_day(self):
        """The day on which the unit left its owner: it came back, or somebody notes the change today."""
        if self.state == sync.RETURNED and self.lot_id:
            returned = self.env["stock.move.line"].search(
                [
                    ("lot_id", "=", self.lot_id.id),
                    ("state", "=", "done"),
                    ("location_id.usage", "=", "customer"),
                ],
                order="date desc, id desc",
                limit=1,
            )
            if returned:
                return self.company_id._raya_get_day(returned.date)
        return self.company_id._raya_get_day()

    def _prepare_owner_values(self):
        """A later owner, of whom nothing is said, was entered wrongly before."""
        return {
            "asset_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "date_from": self.company_id._raya_get_day(),
            "how": "correction",
            "user_id": self.env.uid,
        }

    def _transfer_ownership(self, partner, date, reason, *, site=None, how="transfer"):
        """Give these units to a new owner, from a day on.

        What is promised to the owner alone ends on the day before; not so when
        only a mistake about the owner is corrected.

        :param str how: ``transfer`` or ``correction``
        :raises UserError: for one that is theirs already, that came back, or that
            changed hands later; none is transferred then
        """
        self.check_access("write")
        locking.lock(self)
        self.invalidate_recordset()
        self._check_transfer(partner, date)
        # Nobody writes the history of owners; it follows from here.
        assets = self.sudo()
        assets.owner_ids.filtered(lambda owner: not owner.date_to).date_to = date
        assets.owner_ids.flush_model(["date_to"])
        common = {"partner_id": partner.id, "date_from": date, "how": how, "note": reason, "user_id": self.env.uid}
        self.env["raya.asset.owner"].sudo().create([{"asset_id": asset.id, **common} for asset in assets])
        self.write({"partner_id": partner.id, "site_id": site.id if site else False})
        if how == "transfer":
            assets._on_handed_over(reason, date)

    def _check_transfer(self, partner, date):
        for asset in self:
            current = asset.sudo().owner_ids.filtered(lambda owner: not owner.date_to)
            if asset.state not in sync.LIVE:
                raise UserError(self.env._("%(file)s is not in use: nobody can hand it on.", file=asset.display_name))
            if asset.partner_id == partner:
                raise UserError(
                    self.env._("%(file)s belongs to %(owner)s already.", file=asset.display_name, owner=partner.name)
                )
            if current and date < current.date_from:
                raise UserError(
                    self.env._(
                        "%(file)s belongs to %(owner)s since %(day)s. Choose that day or a day after it.",
                        file=asset.display_name,
                        owner=current.partner_id.name,
                        day=self.env["res.lang"]._raya_format_day(current.date_from),
                    )
                )

    def action_transfer(self):
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_transfer_action")
        return {**action, "context": {"default_asset_ids": self.ids}}

    def _get_timeline_owner(self):
        """Each change of hands; the first owner is told by the sale."""
        ways = dict(self.owner_ids._fields["how"]._description_selection(self.env))
        return [
            self._prepare_timeline_entry(
                "owner",
                owner.date_from,
                self.env._("New owner: %(owner)s", owner=owner.partner_id.name),
                icon="fa-user",
                detail=" – ".join(filter(None, [ways[owner.how], owner.note])),
                author=owner.user_id,
            )
            for owner in self.owner_ids.sorted("id")[1:]
        ]
