from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import locking

# What the receipt says: closed once the customer has it.
OF_RECEIPT = (
    "company_id",
    "workorder_id",
    "call_id",
    "partner_id",
    "asset_id",
    "product_id",
    "serial",
    "brought_by",
    "brought_by_phone",
    "appearance",
    "symptom_ids",
    "statement",
    "cost_told",
    "signature",
    "signed_by",
)


class RayaReception(models.Model):
    """A customer's unit in the workshop, from the receipt to the hand-over."""

    _name = "raya.reception"
    _description = "Reception"
    _inherit = [
        "raya.reception.job.mixin",
        "raya.reception.stock.mixin",
        "raya.reception.hand.over.mixin",
        "raya.reception.receipt.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "raya.transition.mixin",
        "raya.number.mixin",
        "raya.serial.mixin",
        "raya.print.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "serial", "partner_id.name", "workorder_id.name"]
    _sequence_code = "raya.reception"
    _protected_fields = frozenset({"state", "date_received", "user_id"})

    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("received", "In the Workshop"),
            ("handed_over", "Handed Over"),
            ("exchanged", "Exchanged"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    call_id = fields.Many2one(
        "raya.call", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The job that the unit is received for. Empty: the reception opens one.",
    )
    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        compute="_compute_unit",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_facts",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    serial = fields.Char(compute="_compute_facts", store=True, readonly=False, precompute=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_facts",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    team_id = fields.Many2one(
        "raya.team", "Technical Team", check_company=True, help="Who gets the job that this reception opens."
    )
    brought_by = fields.Char(help="Who brought the unit, where it was not the customer.")
    brought_by_phone = fields.Char("Telephone of Who Brought It")
    appearance = fields.Text(help="Scratches, dents, missing parts: what was there before anybody worked on it.")
    photo_ids = fields.One2many("raya.reception.photo", "reception_id", "Photos", copy=False)
    accessory_ids = fields.One2many("raya.reception.accessory", "reception_id", "Accessories", copy=False)
    symptom_ids = fields.Many2many(
        "raya.symptom",
        string="Declared Faults",
        compute="_compute_statement",
        store=True,
        readonly=False,
        precompute=True,
    )
    statement = fields.Text(
        "In the Customer's Words", compute="_compute_statement", store=True, readonly=False, precompute=True
    )
    date_promised = fields.Date(
        "Promised For",
        compute="_compute_date_promised",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        help="The day told to the customer.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_told = fields.Monetary(help="What the customer was told before the work. It stands on the receipt.")
    signature = fields.Image("Customer's Signature", max_width=1024, max_height=1024, copy=False)
    signed_by = fields.Char(compute="_compute_signed_by", store=True, readonly=False, precompute=True, copy=False)
    user_id = fields.Many2one("res.users", "Received By", readonly=True, copy=False, ondelete="restrict")
    date_received = fields.Datetime("Received On", readonly=True, copy=False, index="btree_not_null", tracking=True)
    days_here = fields.Integer(compute="_compute_days_here")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    loan_ids = fields.One2many("raya.loan", "reception_id", "Loaners")
    loan_count = fields.Integer("Number of Loaners", compute="_compute_loan_count")
    offers_loaner = fields.Boolean(
        compute="_compute_offers_loaner", help="The unit stays so long that the customer gets another one for the time."
    )

    _unit_once = models.UniqueIndex(
        "(asset_id) WHERE asset_id IS NOT NULL AND state = 'received'", "This unit is in the workshop already."
    )

    @api.depends("call_id", "workorder_id")
    def _compute_unit(self):
        for reception in self:
            told = reception.workorder_id.asset_id or reception.call_id.asset_id
            reception.asset_id = told or reception.asset_id

    @api.depends("call_id", "asset_id")
    def _compute_company_id(self):
        for reception in self:
            known = reception.call_id.company_id or reception.asset_id.company_id
            reception.company_id = known or reception.company_id or self.env.company

    @api.depends("call_id", "workorder_id", "asset_id")
    def _compute_facts(self):
        for reception in self:
            told, unit = reception.workorder_id or reception.call_id, reception.asset_id
            reception.product_id = unit.product_id or told.product_id or reception.product_id
            reception.serial = unit.serial or reception.serial
            reception.partner_id = told.partner_id or unit.partner_id or reception.partner_id

    @api.depends("call_id", "workorder_id")
    def _compute_statement(self):
        for reception in self:
            job, call = reception.workorder_id, reception.call_id
            # What is told at the counter is added to what is known.
            reception.symptom_ids |= job.diagnosis_ids.symptom_id if job else call.symptom_ids
            reception.statement = reception.statement or job.statement or call.statement

    @api.depends("call_id", "workorder_id")
    def _compute_date_promised(self):
        for reception in self:
            known = reception.workorder_id.date_promised or reception.call_id.date_promised
            reception.date_promised = reception.date_promised or known

    @api.depends("signature")
    def _compute_signed_by(self):
        for reception in self:
            name = reception.signed_by or reception.brought_by or reception.partner_id.name
            reception.signed_by = reception.signature and name

    @api.depends("date_received", "date_handed_over")
    def _compute_days_here(self):
        for reception in self:
            until = reception.date_handed_over or fields.Datetime.now()
            reception.days_here = reception.date_received and (until - reception.date_received).days

    @api.depends("state", "date_promised")
    def _compute_is_late(self):
        for reception in self:
            promised = reception.state == "received" and reception.date_promised
            reception.is_late = promised and promised < reception.company_id._raya_get_day()

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env.companies._raya_past_domain("date_promised") & Domain("state", "=", "received")

    def _compute_loan_count(self):
        counts = dict(
            self.env["raya.loan"]._read_group([("reception_id", "in", self.ids)], ["reception_id"], ["__count"])
        )
        for reception in self:
            reception.loan_count = counts.get(reception, 0)

    @api.depends("state", "date_promised", "date_received", "company_id.raya_loaner_days", "loan_ids.state")
    def _compute_offers_loaner(self):
        for reception in self:
            company, promised = reception.company_id, reception.date_promised
            first = company._raya_get_day(reception.date_received or fields.Datetime.now())
            is_long = promised and promised > first + timedelta(days=company.raya_loaner_days)
            has_one = any(loan.state != "cancelled" for loan in reception.loan_ids)
            reception.offers_loaner = bool(is_long) and not has_one and reception.state in ("draft", "received")

    @api.constrains(*OF_RECEIPT)
    def _check_draft(self):
        """The customer has the receipt: what it says stays."""
        closed = self.filtered(lambda reception: reception.state not in ("draft", "cancelled"))
        if closed:
            raise UserError(
                self.env._(
                    "The customer has the receipt %s, so it stays as it is. Write what was found later on the work order.",
                    closed[0].display_name,
                )
            )

    @api.onchange("serial")
    def _onchange_serial(self):
        """A serial number that is scanned finds the unit."""
        if self.serial_key and self.serial_key != self.asset_id.serial_key:
            domain = [("serial_key", "=", self.serial_key), ("company_id", "=", self.company_id.id)]
            found = self.env["raya.asset"].search(domain, limit=2)
            self.asset_id = found if len(found) == 1 else False

    @api.onchange("call_id", "asset_id")
    def _onchange_unit(self):
        """The open job of the call or of the unit is the one that the reception joins."""
        if not self.workorder_id:
            self.workorder_id = self._find_open_job()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self._check_draft()

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "received"),
            ("draft", "cancelled"),
            ("cancelled", "draft"),
            ("received", "handed_over"),
            ("received", "exchanged"),
            # The exchange was undone.
            ("exchanged", "received"),
        }

    def action_receive(self):
        """The units are here: their jobs know it, and so does the stock."""
        self.check_access("write")
        self._lock_units()
        self._check_state("draft")
        for reception in self:
            reception._join_job()
            # Whoever receives units has no rights on the stock.
            reception.sudo()._take_in()
            # Of two receipts for one unit the second one sees that it is here.
            reception._transition("received", only_from="draft")

    def action_cancel(self):
        self._transition("cancelled", only_from="draft")

    def action_reset(self):
        self._transition("draft", only_from="cancelled")

    def _prepare_transition_values(self, target):
        values = super()._prepare_transition_values(target)
        if target == "received" and "draft" in self.mapped("state"):
            values |= {"date_received": fields.Datetime.now(), "user_id": self.env.uid}
        return values

    def _lock_units(self):
        """Of two taps, or two people with one unit, the second one waits and sees what the first one did."""
        # Whoever receives units may write neither jobs nor all files.
        for records in (self, self.sudo().asset_id, self.sudo().workorder_id):
            locking.lock(records)
        self.invalidate_recordset()

    # Navigation

    @api.depends("name", "product_id", "serial")
    def _compute_display_name(self):
        for reception in self:
            unit = " ".join(filter(None, (reception.product_id.name, reception.serial)))
            reception.display_name = f"{reception.name}: {unit}" if unit else reception.name

    @api.model
    def _get_form_action(self, defaults):
        """A new receipt, filled in from where it is asked for."""
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_reception_action")
        return {**action, "views": [[False, "form"]], "context": defaults}

    def _get_list_or_form_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_reception_action")
        if len(self) == 1:
            return {**action, "views": [[False, "form"]], "res_id": self.id, "context": {}}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    def action_view_workorder(self):
        return self.workorder_id._get_records_action()

    def action_exchange(self):
        """Give the customer another unit; what is left of the warranty goes on for it."""
        return self.asset_id.action_exchange()

    def action_view_loans(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_loan_action")
        return {**action, "domain": [("reception_id", "=", self.id)], "context": self._get_loan_defaults()}

    def action_lend(self):
        """Offer another unit for the time."""
        action = self.action_view_loans()
        return {**action, "views": [[False, "form"]]}

    def _get_loan_defaults(self):
        return {
            "default_reception_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_workorder_id": self.workorder_id.id,
            "default_product_id": self.product_id.id,
            "default_date_due": self.date_promised,
        }
