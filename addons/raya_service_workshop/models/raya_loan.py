from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import locking

from .raya_unit_move import Goods

CHUNK = 100
OF_LOAN = ("company_id", "kind", "partner_id", "product_id", "serial", "reception_id", "workorder_id")


class RayaLoan(models.Model):
    """A unit that a customer has for a time: a loaner of ours, or their old one after an exchange in advance."""

    _name = "raya.loan"
    _description = "Unit that comes back"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "raya.transition.mixin",
        "raya.number.mixin",
        "raya.serial.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "serial", "partner_id.name"]
    _sequence_code = "raya.loan"
    _slip_field = "raya_loan_id"
    _protected_fields = frozenset({"state", "kind", "lot_id", "location_id", "date_out", "date_back"})

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [("loaner", "Loaner"), ("exchange", "Exchanged Unit")], default="loaner", required=True, readonly=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("out", "With the Customer"), ("back", "Back"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, check_company=True, index=True, ondelete="restrict", tracking=True
    )
    reception_id = fields.Many2one("raya.reception", check_company=True, index="btree_not_null", ondelete="restrict")
    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that was exchanged and is still with the customer.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, check_company=True, index=True, ondelete="restrict", tracking=True
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot or Serial Number", readonly=True, copy=False, ondelete="restrict", check_company=True
    )
    location_id = fields.Many2one("stock.location", "Comes From", readonly=True, copy=False, check_company=True)
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, check_company=True, tracking=True
    )
    date_due = fields.Date("Due Back", required=True, index=True, tracking=True)
    date_out = fields.Datetime("Given On", readonly=True, copy=False)
    date_back = fields.Datetime("Came Back On", readonly=True, copy=False)
    condition_out = fields.Text("Condition When Given")
    condition_back = fields.Text("Condition When It Came Back", copy=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    picking_ids = fields.One2many("stock.picking", "raya_loan_id", "Transfers", groups="stock.group_stock_user")

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        for loan in self:
            due = loan.state == "out" and loan.date_due
            loan.is_overdue = due and due < loan.company_id._raya_get_day()

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._overdue_domain(self.env.companies)

    @api.model
    def _overdue_domain(self, companies):
        return companies._raya_past_domain("date_due") & Domain("state", "=", "out")

    @api.constrains(*OF_LOAN)
    def _check_draft(self):
        closed = self.filtered(lambda loan: loan.state in ("out", "back"))
        if closed:
            raise UserError(
                self.env._(
                    "%s says who has which unit, so it stays as it is. Take the unit back and lend it anew.",
                    closed[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        self._check_draft()

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "out"),
            ("out", "back"),
            ("draft", "cancelled"),
            ("cancelled", "draft"),
            # The exchange was undone.
            ("out", "cancelled"),
        }

    def action_lend(self):
        """The customers take these units along: out of the free stock, still ours."""
        self._lock()
        self._check_state("draft")
        # Whoever lends a unit has no rights on the stock.
        for loan in self.sudo():
            place = loan.company_id._raya_get_loan_place()
            # Of two people who lend the last unit, the second one finds none.
            locking.lock(place)
            loan.lot_id = loan._find_lot()
            loan.location_id = loan._find_free()
            loan._move_unit(loan.location_id, place)
        self.sudo().date_out = fields.Datetime.now()
        self._transition("out", only_from="draft")

    def action_take_back(self):
        """The units are back: loaners where they came from, exchanged ones for inspection."""
        self._lock()
        self._check_state("out")
        # As above.
        for loan in self.sudo():
            if loan.kind == "exchange":
                units = self.env["raya.unit.move"]
                loan.lot_id = units._get_lot(loan.product_id, loan.lot_id, loan.serial, loan.company_id)
            loan._move_unit(*loan._get_way_back())
        self.sudo().date_back = fields.Datetime.now()
        self._transition("back", only_from="out")
        self.activity_unlink(["raya_service_workshop.mail_activity_type_loan"])

    def action_cancel(self):
        self._transition("cancelled", only_from="draft")

    def action_reset(self):
        self._check_kind()
        self._transition("draft", only_from="cancelled")

    def _check_kind(self):
        """Nobody lends a unit that an exchange makes the customer bring."""
        exchange = self.filtered(lambda loan: loan.kind == "exchange")[:1]
        if exchange:
            raise UserError(
                self.env._(
                    "%s waited for a unit that was exchanged, and that exchange was undone. Exchange it again instead.",
                    exchange.display_name,
                )
            )

    def _lock(self):
        """Of two taps the second one sees what the first one did."""
        self.check_access("write")
        locking.lock(self)
        self.invalidate_recordset()

    @api.model
    def _expect_exchanged(self, asset, date_due):
        """A customer got another unit, and brings the one before later.

        :param asset: ``raya.asset`` that was exchanged
        :param date date_due: until when it is back
        :return: the new record; the person may exchange units, which the caller has checked
        """
        # Nobody types an exchange: the program tells it.
        loan = self.sudo().create(
            {
                "kind": "exchange",
                "company_id": asset.company_id.id,
                "partner_id": asset.partner_id.id,
                "asset_id": asset.id,
                "product_id": asset.product_id.id,
                "serial": asset.serial,
                "lot_id": asset.lot_id.id,
                "date_due": date_due,
                "date_out": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
        )
        loan._transition("out", only_from="draft")
        return loan.sudo(self.env.su)

    @api.model
    def _on_exchange_undone(self, asset):
        """A unit that was exchanged is its customer's again: nobody waits for it any more. In superuser mode.

        :param asset: ``raya.asset``
        """
        waiting = self.search([("asset_id", "in", asset.ids), ("kind", "=", "exchange"), ("state", "=", "out")])
        waiting._transition("cancelled", only_from="out")
        waiting.activity_unlink(["raya_service_workshop.mail_activity_type_loan"])

    # The stock; in superuser mode

    def _get_owner(self):
        """A loaner is ours; a customer's old unit was never bought, so it is not valued."""
        return self.partner_id.commercial_partner_id if self.kind == "exchange" else self.env["res.partner"]

    def _get_goods(self):
        return Goods(self.product_id, self.lot_id, self._get_owner())

    def _move_unit(self, source, dest):
        self.env["raya.unit.move"]._move("raya_loan_type_id", self, self._get_goods(), source, dest)

    def _get_way_back(self):
        """From where to where a unit comes back."""
        if self.kind == "exchange":
            outside = self.partner_id.with_company(self.company_id).property_stock_customer
            return outside, self.company_id._raya_get_place("defective")
        return self.company_id._raya_get_loan_place(), self.location_id

    def _find_lot(self):
        """The lot or serial number of the unit that is lent.

        :raises UserError: when the stock knows none of this name
        """
        product = self.product_id
        if product.tracking == "none":
            return self.env["stock.lot"]
        unit = (product.id, self.serial or "")
        lot = self.env["stock.lot"]._raya_find_by_serial([unit], self.company_id).get(unit)
        if not lot:
            raise UserError(
                self.env._(
                    "The stock knows no %(product)s “%(serial)s”. Enter the serial number of the unit that is lent.",
                    product=product.display_name,
                    serial=self.serial or "",
                )
            )
        return lot

    def _find_free(self):
        """Where the warehouses of the company have the unit.

        :raises UserError: when it is not free there
        """
        inside = [("usage", "=", "internal"), ("warehouse_id", "!=", False)]
        if not self.product_id.is_storable:
            place = self.env["stock.warehouse"].search([("company_id", "=", self.company_id.id)], limit=1).lot_stock_id
        else:
            place = self.env["raya.unit.move"]._find(self.company_id, self._get_goods(), inside)
        if not place:
            raise UserError(
                self.env._(
                    "No %(unit)s is free in the warehouses of %(company)s. Choose another unit to lend.",
                    unit=" ".join(filter(None, (self.product_id.display_name, self.lot_id.name))),
                    company=self.company_id.display_name,
                )
            )
        return place

    # What is overdue

    @api.model
    def _cron_remind_overdue(self):
        """Ask whoever is responsible about units that should be back."""
        domain = self._overdue_domain(self.env["res.company"].search(Domain.TRUE))
        asked = Domain("activity_type_id", "=", self.env.ref("raya_service_workshop.mail_activity_type_loan").id)
        domain &= Domain("activity_ids", "not any", asked)
        for loans in self.env["ir.cron"]._raya_walk(self, domain, CHUNK):
            loans._remind()

    def _remind(self):
        for loan in self:
            user = loan.user_id if loan.user_id.active else loan.create_uid
            # They read it, not who runs the reminder.
            loan = loan.with_context(lang=user.lang)
            loan.activity_schedule(
                "raya_service_workshop.mail_activity_type_loan",
                date_deadline=loan.date_due,
                user_id=user.id,
                summary=loan.env._(
                    "%(unit)s is due back from %(customer)s", unit=loan._get_unit_label(), customer=loan.partner_id.name
                ),
            )

    def _get_unit_label(self):
        return " ".join(filter(None, (self.product_id.name, self.serial)))

    @api.depends("name", "product_id", "serial")
    def _compute_display_name(self):
        for loan in self:
            unit = loan._get_unit_label()
            loan.display_name = f"{loan.name}: {unit}" if unit else loan.name

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": [("raya_loan_id", "in", self.ids)], "context": {}}
