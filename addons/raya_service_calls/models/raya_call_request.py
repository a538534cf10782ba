import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_asset.models.raya_asset_label_mixin import ALPHABET
from odoo.addons.raya_service_base.tools import locking, typed

from ..tools import photos as photo_tools
from .raya_call_page import LONGEST_TIMES

# More places than a label has: it is sent, not typed.
TRACKING_LENGTH = 24
LONGEST_STATEMENT = 2000
LONGEST_PHONE = 30
LONGEST_FILE_NAME = 60
MOST_PHOTOS = 5
REQUESTS_OF_CUSTOMER = 10
# More would be no help: who does not find it tells it in words.
OFFERED_SYMPTOMS = 30
# Between the letters of Persian words.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# The same words again so soon are a second tap on the same button.
SAME_REQUEST = timedelta(minutes=1)


class RayaCallRequest(models.AbstractModel):
    """What customers send when they ask for service, by the portal or by a label; keeps no records."""

    _name = "raya.call.request"
    _description = "Request for Service"

    # --- what is asked for ------------------------------------------------------------

    @api.model
    def _get_symptoms(self, asset):
        """Symptoms that a customer may choose for a unit, the most fitting and most used first."""
        # Customers read no knowledge; what the symptoms are called is no secret.
        Symptom = self.env["raya.symptom"].sudo()
        found = Symptom.search(Symptom._applicable_domain(asset.product_id))
        return found._sort_by_applicability(asset.product_id)[:OFFERED_SYMPTOMS]

    @api.model
    def _read_symptom(self, asset, told):
        """The symptom that was chosen in a form, among those that it offers.

        :param str told: its id
        """
        return self._get_symptoms(asset).filtered(lambda symptom: str(symptom.id) == told)

    @api.model
    def _clean_phone(self, text):
        """A number to call, as it was typed; not without end."""
        return typed.clean_phone(text)[:LONGEST_PHONE]

    @api.model
    def _clean_times(self, text):
        return self.env["raya.call.page"]._clean_words(text, LONGEST_TIMES)

    @api.model
    def _get_labels(self):
        """What the page calls the facts that a team may want, by the names of the fields in its form."""
        return {
            "symptom": self.env._("What is wrong"),
            "times": self.env._("When a visit suits you"),
            "photos": self.env._("Photos"),
        }

    @api.model
    def _get_required(self, asset):
        """Names of the fields without which the team that would get a call for this unit takes none.

        :param asset: a ``raya.asset`` in superuser mode
        """
        Team = self.env["raya.team"].sudo()
        wanting = Team.search([("company_id", "=", asset.company_id.id)]).filtered(lambda team: team._get_required())
        if not wanting:
            return frozenset()
        call = self.env["raya.call"].sudo().new({"company_id": asset.company_id.id, "asset_id": asset.id})
        [choice] = call._propose_referral()
        return Team.browse(choice.team if choice else ())._get_required()

    @api.model
    def _check_told(self, asset, told):
        """Refuse a request that lacks what the team wants to know.

        :param dict told: what was told, by the names of the fields in the form
        :raises UserError: names what is missing as the form does
        """
        required = self._get_required(asset)
        missing = [label for name, label in self._get_labels().items() if name in required and not told.get(name)]
        if missing:
            raise UserError(self.env._("Still missing: %(labels)s.", labels=format_list(self.env, missing)))

    @api.model
    def _read_photos(self, files):
        """Photos as they are kept: everybody may see them, nobody learns where they were taken.

        :param files: pairs of file name and content
        :return: list of pairs of name and content
        :raises UserError: names the first file that is not taken, and why
        """
        if len(files) > MOST_PHOTOS:
            raise UserError(self.env._("Send at most %(count)s photos at a time.", count=MOST_PHOTOS))
        taken = []
        for name, content in files:
            name = " ".join(self._clean_name(name).split()) or self.env._("Photo")
            try:
                photo, ending = photo_tools.clean(content)
            except photo_tools.NotAPhoto as error:
                raise UserError(self._get_photo_refusal(str(error), name[:LONGEST_FILE_NAME])) from error
            stem = name.rpartition(".")[0] or name
            taken.append((f"{stem[:LONGEST_FILE_NAME]}.{ending}", photo))
        return taken

    @api.model
    def _clean_name(self, name):
        """The name of a file, in which nothing turns the direction of what is read beside it."""
        return "".join(character for character in name if character.isprintable() or character in JOINERS)

    @api.model
    def _get_photo_refusal(self, reason, name):
        if reason == "heic":
            return self.env._(
                "%(file)s is a HEIC picture, which not everybody can open. Send it as JPEG, or send a screenshot.",
                file=name,
            )
        if reason == "large":
            limit = self.env["res.lang"]._raya_format_number(photo_tools.LARGEST >> 20)
            return self.env._("%(file)s is larger than %(limit)s MB. Send a smaller one.", file=name, limit=limit)
        return self.env._("%(file)s is no picture that we can read. Send JPEG, PNG or WebP.", file=name)

    # --- by the customer --------------------------------------------------------------

    @api.model
    def _ask(self, asset, partner, told, files):
        """Open a call that a customer asks for on the page of a unit of theirs.

        :param asset: a ``raya.asset`` in superuser mode, which the page has found to be theirs
        :param partner: ``res.partner`` who asks
        :param dict told: texts ``symptom`` (id), ``statement``, ``times`` and ``phone``
        :param files: pairs of file name and content
        :return: the call, in superuser mode; the one that is there where it is asked for twice at once
        :raises UserError: with a sentence for the customer
        """
        values = self._prepare_values(asset, partner, told)
        photos = self._read_photos(files)
        symptom, words = values["statement_ids"][0][2]["symptom_id"], values["statement_ids"][0][2]["words"]
        self._check_told(asset, {"symptom": symptom, "times": values["preferred_times"], "photos": photos})
        if not asset._may_request_service():
            raise UserError(self.env._("This unit is not in use any more. Please call us."))
        # The second of two requests at once begins anew when the first is there.
        locking.lock(asset)
        if same := self._find_same(asset, partner, symptom, words):
            return same
        self._check_count(partner)
        # A customer writes nothing: what they ask for becomes a call and nothing else.
        call = self.env["raya.call"].sudo().with_company(asset.company_id).create(values)
        self._tell(call, partner, words, photos)
        return call

    @api.model
    def _prepare_values(self, asset, partner, told):
        words = self.env["raya.call.page"]._clean_words(told.get("statement"), LONGEST_STATEMENT)
        symptom = self._read_symptom(asset, told.get("symptom"))
        if not words and not symptom:
            raise UserError(self.env._("Choose what is wrong, or tell it in your words."))
        phone = self._clean_phone(told.get("phone"))
        if phone and not typed.phone_key(phone):
            raise UserError(self.env._("“%(phone)s” is no phone number. Enter the number to call you at.", phone=phone))
        return {
            "company_id": asset.company_id.id,
            "asset_id": asset.id,
            "partner_id": asset.partner_id.id,
            "caller_id": partner.id,
            "channel": "portal",
            "statement_ids": [Command.create({"symptom_id": symptom.id, "words": words})],
            "preferred_times": self._clean_times(told.get("times")),
            **({"contact_phone": phone} if phone else {}),
        }

    @api.model
    def _find_same(self, asset, partner, symptom, words):
        """The call of the same request, sent a moment ago."""
        domain = [
            ("asset_id", "=", asset.id),
            ("caller_id", "=", partner.id),
            ("channel", "=", "portal"),
            ("create_date", ">=", fields.Datetime.now() - SAME_REQUEST),
        ]
        # Their own, of which the page shows them everything.
        recent = self.env["raya.call"].sudo().search(domain)
        asked = (words, symptom)
        return recent.filtered(lambda call: ((call.statement or ""), call.symptom_ids[:1].id) == asked)[:1]

    @api.model
    def _check_count(self, partner):
        domain = [
            ("channel", "=", "portal"),
            ("partner_id", "child_of", partner.commercial_partner_id.id),
            ("create_date", ">=", fields.Datetime.now() - timedelta(days=1)),
        ]
        # Also requests of colleagues count.
        if self.env["raya.call"].sudo().search_count(domain) >= REQUESTS_OF_CUSTOMER:
            raise UserError(self.env._("Many requests came in today. Please phone us."))

    @api.model
    def _tell(self, call, partner, words, photos):
        """Put a request into the thread of its call, as the customer's own words, and on somebody's list."""
        Page = self.env["raya.call.page"].sudo()
        call.message_subscribe(partner.ids)
        Page._post(call, partner, words or call.symptom_ids.name, photos)
        user = Page._get_responsible(call)
        reader = call.with_context(lang=user.lang or self.env.lang)
        call.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=reader.env._("Asked for by the customer: refer the call"),
            user_id=user.id,
        )

    # --- by the label -----------------------------------------------------------------

    @api.model
    def _keep_photos(self, call, name, photos):
        """Photos of who asked by a label stay on the call, for the staff."""
        if photos:
            call.message_post(
                body=self.env._("Photos of who asked for service"),
                author_id=False,
                email_from=name,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                attachments=photos,
            )

    # --- how far it is ------------------------------------------------------------------

    @api.model
    def _get_tracking_url(self, call):
        """The address for who asked by the label: it opens how far this request is."""
        # Whoever asks reads nothing of the call; the token is theirs.
        call = call.sudo()
        if not call.tracking_token:
            call.tracking_token = "".join(secrets.choice(ALPHABET) for _position in range(TRACKING_LENGTH))
        return f"/service/request/{call.tracking_token}"

    @api.model
    def _find_by_tracking(self, token):
        """The living call of a request, in superuser mode; none for what is no token of ours."""
        # The token is the right to it.
        calls = self.env["raya.call"].sudo()
        if len(token or "") != TRACKING_LENGTH or set(token) - set(ALPHABET):
            return calls.browse()
        return calls.search([("tracking_token", "=", token)], limit=1)._get_living()
