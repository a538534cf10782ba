from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking

from .raya_unit_move import Goods


class RayaReceptionStockMixin(models.AbstractModel):
    """Where a received unit lies: the customer's own among our stock, never valued and never free."""

    _name = "raya.reception.stock.mixin"
    _description = "Reception: Stock"
    _slip_field = "raya_reception_id"
    _protected_fields = frozenset({"lot_id", "owner_id", "shelf_id"})

    lot_id = fields.Many2one(
        "stock.lot",
        "Lot or Serial Number",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    owner_id = fields.Many2one("res.partner", readonly=True, copy=False, ondelete="restrict", check_company=True)
    shelf_id = fields.Many2one(
        "raya.shelf",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Where the unit lies. Empty: somewhere in the workshop.",
    )
    picking_ids = fields.One2many("stock.picking", "raya_reception_id", "Transfers", groups="stock.group_stock_user")

    # All of these in superuser mode: the caller has checked the reception.

    def _take_in(self):
        """The unit of the customer comes into the workshop."""
        self.ensure_one()
        self.owner_id = self.partner_id.commercial_partner_id
        self.lot_id = self.env["raya.unit.move"]._get_lot(
            self.product_id, self.asset_id.lot_id, self.serial, self.company_id
        )
        # Two receipts for one unit that has no file.
        locking.lock(self.lot_id)
        self._check_not_here()
        source, place = self._find_left_here() or self._get_outside(), self._get_workshop_place()
        if source != place:
            self._move_unit("raya_reception_type_id", source, place)

    def _give_out(self, dest=None):
        """The unit leaves the workshop.

        :param dest: ``stock.location``; else it goes to the customer
        """
        self.ensure_one()
        self._move_unit("raya_hand_over_type_id", self._find_place(), dest or self._get_outside())

    def _move_unit(self, operation, source, dest):
        self.env["raya.unit.move"]._move(operation, self, self._get_goods(), source, dest)

    def _get_goods(self):
        return Goods(self.product_id, self.lot_id, self.owner_id)

    def _check_not_here(self):
        """Refuse a unit that an earlier reception has in the workshop still."""
        # Units of one batch are many.
        is_serial = self.product_id.tracking == "serial"
        same = [("lot_id", "=", self.lot_id.id)] if is_serial else [("asset_id", "=", self.asset_id.id)]
        domain = [("state", "=", "received"), ("company_id", "=", self.company_id.id), *same]
        here = self.search(domain, limit=1) if is_serial or self.asset_id else self.browse()
        if here:
            raise UserError(
                self.env._(
                    "%(unit)s is in the workshop since %(reception)s. Hand it over there first.",
                    unit=self.asset_id.display_name or self.serial,
                    reception=here.name,
                )
            )

    def _find_left_here(self):
        """Where in the workshop the stock has this very unit already, of an installation of before or a slip of a clerk."""
        workshop = self.company_id._raya_get_place("workshop")
        return self.product_id.tracking == "serial" and self.env["raya.unit.move"]._find(
            self.company_id, self._get_goods(), [("id", "child_of", workshop.id)]
        )

    def _get_outside(self):
        return self.owner_id.with_company(self.company_id).property_stock_customer

    def _get_workshop_place(self):
        return self.shelf_id.location_id or self.company_id._raya_get_place("workshop")

    def _find_place(self):
        """Where in the workshop the stock has the unit: on its shelf, or wherever somebody moved it there.

        :raises UserError: when it has none
        """
        place = self._get_workshop_place()
        if self.product_id.type == "service" or not self.product_id.is_storable:
            return place
        units, goods = self.env["raya.unit.move"], self._get_goods()
        workshop = self.company_id._raya_get_place("workshop")
        found = units._find(self.company_id, goods, [("id", "=", place.id)])
        found = found or units._find(self.company_id, goods, [("id", "child_of", workshop.id)])
        if not found:
            raise UserError(
                self.env._(
                    "The stock has no %(unit)s of %(customer)s in the workshop any more. Look at its transfers in"
                    " Inventory.",
                    unit=" ".join(filter(None, (self.product_id.display_name, self.lot_id.name))),
                    customer=self.owner_id.display_name,
                )
            )
        return found

    def _put_on(self, shelf):
        """Units that are in the workshop lie on another shelf from now on.

        :param shelf: ``raya.shelf``, empty for no certain one
        """
        self.check_access("write")
        self._lock_units()
        self._check_state(("draft", "received"))
        # Whoever moves a unit has no rights on the stock.
        for reception in self.sudo().filtered(lambda reception: reception.shelf_id != shelf):
            source = reception._find_place() if reception.state == "received" else None
            reception.shelf_id = shelf
            if source and source != reception._get_workshop_place():
                reception._move_unit("raya_reception_type_id", source, reception._get_workshop_place())

    def _on_exchanged(self):
        """The customer has another unit instead: this one stays with us, not yet inspected and worth nothing known.

        Where a slip took it in as ours already, the stock forgets the customer's.
        """
        here = self.filtered(lambda reception: reception.state == "received")
        here._lock_units()
        for reception in here:
            ours = Goods(reception.product_id, reception.lot_id, self.env["res.partner"])
            is_ours = reception.lot_id and self.env["raya.unit.move"]._find(
                reception.company_id, ours, [("usage", "=", "internal")]
            )
            reception._give_out(None if is_ours else reception.company_id._raya_get_place("defective"))
        here._transition("exchanged")

    def _on_exchange_undone(self):
        """The unit is the customer's again, and lies in the workshop."""
        for reception in self:
            defective = reception.company_id._raya_get_place("defective")
            found = self.env["raya.unit.move"]._find(
                reception.company_id, reception._get_goods(), [("id", "=", defective.id)]
            )
            reception._move_unit(
                "raya_reception_type_id", found or reception._get_outside(), reception._get_workshop_place()
            )
            reception._transition("received", only_from="exchanged")

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": [("raya_reception_id", "in", self.ids)], "context": {}}
