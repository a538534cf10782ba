from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking, typed

from ..tools import sync

# What sold a unit.
SOLD_BY = ("sale_line_id", "invoice_line_id", "first_invoice_line_id")
# How it was sold, which stays true of every unit that comes in its place.
SOLD_HOW = ("sold_as", "per_sold")


class RayaAssetExchangeMixin(models.AbstractModel):
    """A unit that took the place of another."""

    _name = "raya.asset.exchange.mixin"
    _description = "Product File: Exchange"

    replaced_asset_id = fields.Many2one(
        "raya.asset",
        "In Place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that this one was given for.",
    )
    replacing_asset_ids = fields.One2many("raya.asset", "replaced_asset_id", "Replaced By")
    replacing_asset_id = fields.Many2one(
        "raya.asset",
        "Given in Its Place",
        compute="_compute_replacing_asset_id",
        help="The unit that the customer has now.",
    )

    @api.depends("replacing_asset_ids")
    def _compute_replacing_asset_id(self):
        for asset in self:
            asset.replacing_asset_id = asset.replacing_asset_ids[:1]

    def _exchange(self, serial, date, reason):
        """Give the customer another unit in the place of this one, by hand.

        The new file takes over what sold the unit, so that the documents know
        the unit that is with the customer now.

        :return: the file of the new unit
        :raises ValidationError: for the serial number of a unit that is in use
        """
        self.ensure_one()
        self.check_access("write")
        locking.lock(self)
        self.invalidate_recordset()
        if self.state != sync.ACTIVE:
            raise UserError(self.env._("%(file)s is not in use, so it cannot be exchanged.", file=self.display_name))
        self._check_day_of_change(self._get_life()[self], date)
        serial = typed.clean_serial(serial)
        self.env["raya.asset.sync"]._check_serials_free([(self.company_id.id, self.product_id.id, serial)])
        # People may exchange units; what documents say of it is written by the program alone.
        old = self.sudo()
        values = old._prepare_exchanged_values(serial, date)
        self._record_event("exchanged", date, note=reason)
        old._transition(sync.RETURNED)
        old.write({**dict.fromkeys(SOLD_BY, False), "unit_number": 0})
        old.flush_recordset()
        new = old.create(values)
        self.browse(new.id)._record_event("given", date, note=reason)
        self.env["stock.picking"].sudo()._raya_deliver_given(new)
        new._on_replaced(reason)
        for one, other in ((old, new), (new, old)):
            one._post_exchange(other, reason)
        return self.browse(new.id)

    def _undo_exchange(self, date, reason):
        """The unit that people gave in exchange came back, and the one before is in use again.

        :raises UserError: for a unit that was given by a document, or for none
        """
        self.ensure_one()
        new, old = self.sudo(), self.sudo().replaced_asset_id
        if not old or not new.event_ids._is_given_by_hand():
            raise UserError(
                self.env._(
                    "%(file)s was not exchanged by hand. Correct the slips that exchanged it.", file=self.display_name
                )
            )
        links = {name: new[name].id for name in SOLD_BY}
        links["unit_number"] = new.unit_number
        new.write({"replaced_asset_id": False, **dict.fromkeys(links, False)})
        new._take_back(date, reason)
        self.browse(old.id)._record_event("resumed", date, note=reason)
        old._transition(sync.ACTIVE)
        old.write(links)
        old._on_exchange_undone(new, date, reason)
        for one, other in ((old, new), (new, old)):
            one._post_exchange(other, reason)
        self.env["raya.asset.sync"]._sync(old.sale_line_id)

    def _prepare_exchanged_values(self, serial, date):
        # Documents know units by the serial number in stock, where their goods have one.
        lot = self.env["stock.lot"]._raya_find_or_make(self.product_id, serial, self.company_id)
        return {
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "serial": lot.name or serial,
            "lot_id": lot.id,
            "partner_id": self.partner_id.id,
            "site_id": self.site_id.id,
            "state": sync.ACTIVE,
            "replaced_asset_id": self.id,
            **{name: self[name].id for name in SOLD_BY},
            "unit_number": self.unit_number,
            **{name: self[name] for name in SOLD_HOW},
            "date_invoice": self.date_invoice,
            "date_delivery": date,
        }

    def _post_exchange(self, other, reason):
        self.message_post(
            body=self.env._("Exchanged: %(file)s. Reason: %(reason)s", file=other.display_name, reason=reason),
            author_id=self.env.user.partner_id.id,
        )

    def action_exchange(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_exchange_action")
        return {**action, "context": {"default_asset_id": self.id}}
