from markupsafe import Markup, escape
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.raya_service_base.tools import importing, typed

from ..tools import sync

CLAIMED = "to_confirm"
OPEN_CLAIMS = 10
LONGEST_TEXT = 100
# More would be no help; another product is told in words.
OFFERED_PRODUCTS = 200
LARGEST_PROOF = 8 * 1024 * 1024
PROOF_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp")


class RayaAsset(models.Model):
    """Units that customers register themselves, until somebody confirms or refuses them."""

    _inherit = "raya.asset"

    claimed_product = fields.Char("Product in the Customer's Words", readonly=True, copy=False)
    refusal_reason = fields.Text("Reason of Refusal", readonly=True, copy=False)
    known_asset_id = fields.Many2one(
        "raya.asset",
        "File of the Same Serial",
        compute="_compute_known_asset_id",
        help="This serial number has a file already; the customer who registered it does not learn of it.",
    )

    @api.depends("state", "serial", "product_id", "company_id")
    def _compute_known_asset_id(self):
        for asset in self:
            known = asset.state == CLAIMED and asset.serial and self.search(asset._known_file_domain(), limit=1)
            asset.known_asset_id = known or False

    def _known_file_domain(self):
        # The serial is the customer's text: its marks must not match like wildcards.
        pattern = self.serial.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        domain = [
            ("serial", "=ilike", pattern),
            ("company_id", "=", self.company_id.id),
            ("state", "in", sync.LIVE),
            ("id", "not in", self.ids),
        ]
        return [*domain, ("product_id", "=", self.product_id.id)] if self.product_id else domain

    # --- by the customer --------------------------------------------------

    @api.model
    def _claim(self, partner, values, proof_name, proof):
        """Open a file for a unit that a customer says is his; somebody has to confirm it.

        :param partner: the contact of the customer
        :param dict values: texts ``serial`` and ``product``, and ``date_invoice``
        :param bytes proof: a picture or PDF of the invoice
        :raises UserError: with a sentence for the customer; it tells nothing about
            files of others
        """
        owner = partner.commercial_partner_id
        values = self._prepare_claim_values(owner, values)
        self._check_claim(owner, values)
        self._check_proof(proof)
        # A customer may not write files: what he says waits for somebody who may.
        asset = self.sudo().create(values)
        asset.message_post(
            body=asset.env._("Registered online by the customer."),
            author_id=partner.id,
            attachments=[(proof_name[-LONGEST_TEXT:] or "proof", proof)],
        )
        asset._ask_to_confirm()
        return asset

    @api.model
    def _prepare_claim_values(self, owner, values):
        told = " ".join((values.get("product") or "").split())[:LONGEST_TEXT]
        return {
            "company_id": self.env.company.id,
            "partner_id": owner.id,
            "serial": typed.clean_serial(values.get("serial"))[:LONGEST_TEXT],
            "claimed_product": told,
            "product_id": self._find_claimed_product(told).id,
            "date_invoice": values.get("date_invoice"),
            "state": CLAIMED,
        }

    @api.model
    def _find_claimed_product(self, told):
        """The offered product of that name; none when it may be another."""
        key = importing.key(told)
        fitting = self._get_products_to_claim().filtered(lambda product: importing.key(product.display_name) == key)
        return fitting if len(fitting) == 1 else fitting.browse()

    @api.model
    def _check_claim(self, owner, values):
        if not (values["serial"] and values["claimed_product"] and values["date_invoice"]):
            raise UserError(self.env._("Enter the product, its serial number and the day on which you bought it."))
        if values["date_invoice"] > fields.Date.context_today(self):
            raise UserError(self.env._("The day of purchase lies in the future. Enter the day on your invoice."))
        # His own files only, which he sees anyway.
        own = self.sudo().search([("partner_id", "child_of", owner.id), ("state", "=", CLAIMED)])
        if values["serial"] in own.mapped("serial"):
            raise UserError(self.env._("You have registered this serial number already; we are checking it."))
        if len(own) >= OPEN_CLAIMS:
            raise UserError(
                self.env._("We are still checking your other products. Register more when we have answered.")
            )

    @api.model
    def _check_proof(self, proof):
        if not proof:
            raise UserError(self.env._("Add a picture or PDF of your invoice or receipt."))
        if len(proof) > LARGEST_PROOF:
            raise UserError(
                self.env._("The file is larger than %(limit)s MB. Send a smaller one.", limit=LARGEST_PROOF >> 20)
            )
        if guess_mimetype(proof) not in PROOF_TYPES:
            raise UserError(self.env._("Send the proof as a PDF, or as a picture (JPEG, PNG or WebP)."))

    @api.model
    def _get_products_to_claim(self):
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
        """Put each claim on somebody's list of things to do."""
        for asset in self:
            user = asset._get_claim_reviewer()
            reader = asset.with_context(lang=user.lang or self.env.lang)
            asset.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=reader.env._("Registered by the customer: confirm or refuse it"),
                user_id=user.id,
            )

    def _get_claim_reviewer(self):
        """The customer's salesperson if he may, else the operator with the fewest claims to look at."""
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
        """Take what the customers registered as true: the units are theirs and covered.

        A unit whose serial has a file already gets no second one: the proof joins
        the file that is there.
        """
        self._check_claimed()
        self._check_confirmable()
        known = self.filtered("known_asset_id")
        for asset in known:
            asset._join_known_file()
        fresh = self - known
        for asset in fresh:
            asset.lot_id = asset._find_lot()
        fresh._transition("active")
        self.activity_unlink(["mail.mail_activity_data_todo"])
        for asset in self:
            asset._tell_customer(
                lambda env, product=asset.display_name: env._("%(product)s is confirmed as yours.", product=product)
            )

    def action_refuse(self):
        """The form that asks for the reason."""
        self._check_claimed()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_refusal_action")
        return {**action, "context": {"default_asset_ids": self.ids}}

    def _refuse_claims(self, reason):
        """Close registrations; the customers read why.

        :raises UserError: when one of them is not to be confirmed any more
        """
        self._check_claimed()
        self._transition("cancelled")
        # He was allowed to refuse; the reason stays as it was given.
        self.sudo().refusal_reason = reason
        self.activity_unlink(["mail.mail_activity_data_todo"])
        for asset in self:
            asset._tell_customer(
                lambda env, product=asset.display_name: env._(
                    "We could not confirm your registration of %(product)s: %(reason)s", product=product, reason=reason
                )
            )

    def _tell_customer(self, say):
        """Post a sentence in the customer's language.

        :param say: a function from an environment in his language to the text
        """
        self.ensure_one()
        partner = self.partner_id
        env = self.with_context(lang=partner.lang or self.env.lang).env
        self.message_post(
            body=Markup("<p>%s</p>") % escape(say(env)),
            partner_ids=partner.ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _check_claimed(self):
        other = self.filtered(lambda asset: asset.state != CLAIMED)
        if other:
            raise UserError(
                self.env._(
                    "%(file)s is not waiting to be confirmed. Choose only files that are.", file=other[0].display_name
                )
            )

    def _check_confirmable(self):
        for asset in self:
            known = asset.known_asset_id
            if not asset.product_id and not known:
                raise UserError(
                    self.env._("Choose the product of %(file)s before you confirm it.", file=asset.display_name)
                )
            if known.partner_id and known.partner_id.commercial_partner_id != asset.partner_id.commercial_partner_id:
                raise UserError(
                    self.env._(
                        "%(file)s belongs to %(owner)s. Transfer that file to the customer and refuse this "
                        "registration, or refuse it only.",
                        file=known.display_name,
                        owner=known.partner_id.display_name,
                    )
                )

    def _join_known_file(self):
        """Give proof and owner to the file that the serial has already, and close this one."""
        known = self.known_asset_id
        known.partner_id = known.partner_id or self.partner_id
        # The proof is the customer's message; it goes where the unit's story is told.
        proofs = self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        known.message_post(
            body=self.env._("The customer registered this unit online as well."),
            attachment_ids=proofs.copy({"res_id": known.id}).ids,
        )
        self._transition("cancelled")
        self.message_post(body=Markup("%s %s") % (self.env._("Confirmed as:"), known._get_html_link()))

    def _find_lot(self):
        """The serial number in stock that this file speaks of."""
        return self.env["stock.lot"].search(
            [
                ("name", "=", self.serial),
                ("product_id", "=", self.product_id.id),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            limit=1,
        )
