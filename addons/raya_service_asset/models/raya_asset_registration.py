from markupsafe import Markup, escape
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import import_text, locking, typed

from ..tools import sync

WAITING = "to_confirm"
OPEN_REGISTRATIONS = 10
LONGEST_TEXT = 100
# More would be no help; another product is told in words.
OFFERED_PRODUCTS = 200
TODO = "mail.mail_activity_data_todo"
# What was decided on; staff may correct it until then.
FACTS = frozenset({"company_id", "partner_id", "serial", "product_id", "date_purchase"})


class RayaAssetRegistration(models.Model):
    """A unit that a customer says is theirs, until somebody confirms or refuses it."""

    _name = "raya.asset.registration"
    _description = "Product Registration"
    _inherit = [
        "raya.transition.mixin",
        "raya.serial.mixin",
        "raya.bounds.mixin",
        "raya.asset.registration.portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _protected_fields = frozenset({"state", "asset_id", "refusal_reason", "product_name", "serial_key"})
    _rec_names_search = ["serial", "product_name"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, check_company=True, index=True, ondelete="restrict", tracking=True
    )
    serial = fields.Char(required=True, tracking=True)
    product_name = fields.Char("Product in the Customer's Words", required=True, readonly=True, index="trigram")
    product_id = fields.Many2one(
        "product.product",
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    date_purchase = fields.Date("Bought On", required=True, tracking=True)
    state = fields.Selection(
        [("to_confirm", "To Confirm"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        "Status",
        default=WAITING,
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    refusal_reason = fields.Text("Reason of Refusal", readonly=True, copy=False)
    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The file that was opened for this unit, or that its serial number had already.",
    )
    known_asset_id = fields.Many2one(
        "raya.asset",
        "File of the Same Serial",
        compute="_compute_known_asset_id",
        help="This serial number has a file already; the customer who registered it does not learn of it.",
    )
    known_owner_id = fields.Many2one("res.partner", "Owner of That File", compute="_compute_known_asset_id")
    is_of_another = fields.Boolean("That File Belongs to Somebody Else", compute="_compute_known_asset_id")
    proof_ids = fields.Many2many("ir.attachment", string="Proof of Purchase", compute="_compute_proof_ids")

    _waiting_once = models.UniqueIndex(
        "(company_id, partner_id, serial_key) WHERE state = 'to_confirm'",
        "This customer has registered this serial number already; it waits to be confirmed.",
    )

    @api.depends("product_id", "product_name", "serial")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for registration in self:
            registration.display_name = f"{registration._get_product_name()} · {registration.serial}"

    @api.depends("state", "serial_key", "product_id", "company_id", "partner_id")
    def _compute_known_asset_id(self):
        for registration in self:
            is_waiting = registration.state == WAITING
            known = registration._find_known_asset() if is_waiting else self.env["raya.asset"]
            registration.known_asset_id = known
            registration.known_owner_id = known.partner_id
            registration.is_of_another = registration._is_of_another(known)

    def _compute_proof_ids(self):
        proofs = self._get_proofs().grouped("res_id")
        for registration in self:
            registration.proof_ids = proofs.get(registration._origin.id, False)

    def write(self, vals):
        """What was decided on stays as it was."""
        if not self.env.su and not FACTS.isdisjoint(vals):
            self._check_undecided()
        return super().write(vals)

    def _check_undecided(self):
        decided = self.filtered(lambda registration: registration.state != WAITING)
        if decided:
            raise UserError(
                self.env._(
                    "%(registration)s is decided and stays as it is. Correct its product file, "
                    "or ask the customer to register again.",
                    registration=decided[0].display_name,
                )
            )

    def _get_transitions(self):
        return super()._get_transitions() | {("to_confirm", "confirmed"), ("to_confirm", "refused")}

    def _get_product_name(self):
        # A customer reads what their unit is called, without rights on products and without our codes.
        product = self.sudo().product_id.with_context(display_default_code=False)
        return product.display_name or self.product_name

    def _get_proofs(self):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return self.env["ir.attachment"].search(domain, order="id")

    # --- by the customer --------------------------------------------------

    @api.model
    def _register_unit(self, partner, values, proof_name, proof):
        """Take down a unit that a customer says is theirs; somebody has to confirm it.

        :param partner: the contact of the customer
        :param dict values: texts ``serial``, ``product`` and ``date_purchase``, as the customer writes them
        :param bytes proof: a picture or PDF of the invoice
        :raises UserError: with a sentence for the customer; it tells nothing about
            files of others
        """
        owner = partner.commercial_partner_id
        values = self._prepare_registration_values(owner, values)
        # Two registrations at once would not know of each other; a customer may not write contacts.
        locking.lock(owner.sudo())
        self._check_registration(owner, values)
        self._check_proof(proof)
        # A customer writes nothing: what they say waits for somebody who may.
        registration = self.sudo().create(values)
        registration.message_post(
            body=registration.env._("Registered online by the customer."),
            author_id=partner.id,
            attachments=[(proof_name[-LONGEST_TEXT:] or "proof", proof)],
        )
        registration._ask_to_confirm()
        return registration

    @api.model
    def _prepare_registration_values(self, owner, values):
        told = " ".join(typed.plain(values.get("product")).split())[:LONGEST_TEXT]
        return {
            "company_id": self.env.company.id,
            "partner_id": owner.id,
            "serial": typed.clean_serial(values.get("serial"))[:LONGEST_TEXT],
            "product_name": told,
            "product_id": self._find_product(told).id,
            "date_purchase": self.env["res.lang"]._raya_read_day(values.get("date_purchase")),
        }

    @api.model
    def _find_product(self, told):
        """The offered product of that name; none when it may be another."""
        key = import_text.key(told)
        fitting = self._get_offered_products().filtered(lambda product: import_text.key(product.display_name) == key)
        return fitting if len(fitting) == 1 else fitting.browse()

    @api.model
    def _check_registration(self, owner, values):
        key = typed.serial_key(values["serial"])
        if not (key and values["product_name"] and values["date_purchase"]):
            raise UserError(self.env._("Enter the product, its serial number and the day on which you bought it."))
        if values["date_purchase"] > self.env.company._raya_get_day():
            raise UserError(self.env._("The day of purchase lies in the future. Enter the day on your invoice."))
        # Their own only, which they see anyway.
        own = self.sudo().search([("partner_id", "child_of", owner.id), ("state", "=", WAITING)])
        if key in own.mapped("serial_key"):
            raise UserError(self.env._("You have registered this serial number already; we are checking it."))
        if len(own) >= OPEN_REGISTRATIONS:
            raise UserError(
                self.env._("We are still checking your other products. Register more when we have answered.")
            )

    @api.model
    def _get_offered_products(self):
        """Products whose names are offered to customers who register a unit."""
        domain = Domain([("sale_ok", "=", True), ("type", "=", "consu")])
        domain &= Domain("company_id", "in", (False, self.env.company.id)) & self._offered_products_domain()
        # Names only: a customer has no rights on products and their categories.
        products = self.env["product.product"].sudo().with_context(display_default_code=False)
        return products.search(domain, limit=OFFERED_PRODUCTS)

    @api.model
    def _offered_products_domain(self):
        """Which goods customers may own a file of: those that get one when they are sold.

        Replaced by add-ons that know better who has something to register for.
        """
        return Domain("tracking", "=", "serial") | Domain("raya_file_policy", "in", ("unit", "line"))

    def _ask_to_confirm(self):
        """Put each registration on somebody's list of things to do."""
        for registration in self:
            user = registration._get_reviewer()
            reader = registration.with_context(lang=user.lang or self.env.lang)
            registration.activity_schedule(
                TODO,
                summary=reader.env._("Registered by the customer: confirm or refuse it"),
                user_id=user.id,
            )

    def _get_reviewer(self):
        """The customer's salesperson if they may, else the operator with the fewest registrations to look at."""
        operators = self.env.ref("raya_service_base.group_service_operator").all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids and user.active and not user.share
        )
        if self.partner_id.user_id in operators:
            return self.partner_id.user_id
        domain = [("res_model", "=", self._name), ("user_id", "in", operators.ids)]
        load = dict(self.env["mail.activity"]._read_group(domain, ["user_id"], ["__count"]))
        return min(operators, key=lambda user: (load.get(user, 0), user.id), default=operators)

    # --- by the company ---------------------------------------------------

    def action_confirm(self):
        """Take what the customers registered as true: the units are theirs.

        A unit whose serial has a file already gets no second one: the proof joins
        the file that is there.
        """
        self.check_access("write")
        self._lock_with_rivals()
        self._check_waiting()
        # One after the other: two of them may speak of the same unit.
        for registration in self:
            known = registration._find_known_asset()
            registration._check_confirmable(known)
            asset = registration._join_file(known) if known else registration._open_file()
            # Which file it became is no choice of those who confirm.
            registration.sudo().asset_id = asset
        self._transition("confirmed")
        self.activity_unlink([TODO])
        self._notify_customers(
            lambda reader: reader.env._("%(product)s is confirmed as yours.", product=reader.display_name)
        )

    def _lock_with_rivals(self):
        """Whoever decides on another registration of the same serial number at the same time begins again."""
        # Also those of customers whom the reader does not see.
        rivals = self.sudo().search([("serial_key", "in", self.mapped("serial_key")), ("state", "=", WAITING)])
        locking.lock(self.sudo() | rivals)
        self.invalidate_recordset()

    def action_refuse(self):
        """The form that asks for the reason."""
        self._check_waiting()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_registration_refusal_action")
        return {**action, "context": {"default_registration_ids": self.ids}}

    def _refuse(self, reason):
        """Close registrations; the customers read why.

        :raises UserError: when one of them is not to be confirmed any more
        """
        self._check_waiting()
        self._transition("refused")
        # They were allowed to refuse; the reason stays as it was given.
        self.sudo().refusal_reason = reason
        self.activity_unlink([TODO])
        self._notify_customers(
            lambda reader: reader.env._(
                "We could not confirm your registration of %(product)s: %(reason)s",
                product=reader.display_name,
                reason=reason,
            )
        )

    def action_view_asset(self):
        return self.asset_id._get_records_action()

    def _notify_customers(self, say):
        """Post a sentence to each customer, in their language.

        :param say: a function from the registration, in the customer's language, to the text
        """
        for registration in self:
            partner = registration.partner_id
            reader = registration.with_context(lang=partner.lang or self.env.lang)
            registration.message_post(
                body=Markup("<p>%s</p>") % escape(say(reader)),
                partner_ids=partner.ids,
                subtype_xmlid="mail.mt_comment",
            )

    def _check_waiting(self):
        other = self.filtered(lambda registration: registration.state != WAITING)
        if other:
            raise UserError(
                self.env._(
                    "%(registration)s is not waiting to be confirmed. Choose only registrations that are.",
                    registration=other[0].display_name,
                )
            )

    def _check_confirmable(self, known):
        """:param known: the file that the serial has already, if any; of another product perhaps, as long as none is chosen"""
        if not self.product_id:
            raise UserError(
                self.env._(
                    "Choose the product of %(registration)s before you confirm it.", registration=self.display_name
                )
            )
        if self._is_of_another(known):
            raise UserError(
                self.env._(
                    "%(file)s belongs to %(owner)s. Transfer that file to the customer and refuse this "
                    "registration, or refuse it only.",
                    file=known.display_name,
                    owner=known.partner_id.display_name,
                )
            )

    def _is_of_another(self, known):
        owner = known.partner_id.commercial_partner_id
        return bool(owner) and owner != self.partner_id.commercial_partner_id

    def _find_known_asset(self):
        """The file in use that this serial number has already, or the customer's only one that waits for its number."""
        if not self.serial_key:
            return self.env["raya.asset"]
        domain = Domain("serial_key", "=", self.serial_key)
        domain &= Domain([("company_id", "=", self.company_id.id), ("state", "in", sync.LIVE)])
        if self.product_id:
            domain &= Domain("product_id", "=", self.product_id.id)
        return self.env["raya.asset"].search(domain, limit=1) or self._find_waiting_asset()

    def _find_waiting_asset(self):
        Asset = self.env["raya.asset"]
        domain = Asset._waiting_domain(self.company_id) & Domain("product_id", "=", self.product_id.id)
        domain &= Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.id)
        waiting = Asset.search(domain, limit=2)
        return waiting if self.product_id and len(waiting) == 1 else Asset

    def _open_file(self):
        asset = self.env["raya.asset"].create(self._prepare_asset_values())
        self._post_proof(asset, self.env._("The customer registered this unit online."))
        return asset

    def _prepare_asset_values(self):
        """Values of the file that a confirmed registration opens."""
        lot = self._find_lot()
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "serial": lot.name or self.serial,
            "lot_id": lot.id,
            "date_invoice": self.date_purchase,
        }

    def _find_lot(self):
        """The serial number in stock that this registration speaks of."""
        Lot, unit = self.env["stock.lot"], (self.product_id.id, self.serial)
        return Lot._raya_find_by_serial([unit], self.company_id).get(unit, Lot)

    def _join_file(self, known):
        """Give proof and owner to the file that the serial has already."""
        known.partner_id = known.partner_id or self.partner_id
        if not known.serial:
            lot = self._find_lot()
            known.write({"serial": lot.name or self.serial, "lot_id": lot.id})
        self._post_proof(known, self.env._("The customer registered this unit online as well."))
        return known

    def _post_proof(self, asset, body):
        """The proof is the customer's message; it goes where the unit's story is told, too."""
        proofs = self._get_proofs().copy({"res_model": asset._name, "res_id": asset.id})
        asset.message_post(body=body, attachment_ids=proofs.ids)
