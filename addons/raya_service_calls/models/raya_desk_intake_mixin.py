from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.raya_service_base.tools import typed

from ..tools import desk_text

# What the page may say of a call; all else is decided by its own rules.
CALL_FIELDS = (
    "asset_id",
    "partner_id",
    "kind",
    "priority",
    "channel",
    "caller_id",
    "caller_name",
    "contact_phone",
    "preferred_times",
    "team_id",
    "user_id",
)


class RayaDeskIntakeMixin(models.AbstractModel):
    """From what the operator typed to a call that is referred: all of it, or nothing."""

    _name = "raya.desk.intake.mixin"
    _description = "Service Desk: Registration"

    @api.model
    def understand(self, text):
        """What the operator typed before they knew that nobody is found by it.

        :return: dict with one of ``phone``, ``email``, ``serial``, ``name``; a name may have its phone beside it
        """
        plain, code = typed.plain(text).strip(), self._get_country_code()
        if desk_text.is_telephone(plain, code):
            return {"phone": typed.latin_digits(plain)}
        name, phone = desk_text.split_name(plain, code)
        if name:
            return {"name": name, "phone": phone}
        if "@" in plain:
            return {"email": plain}
        if any(character.isdecimal() for character in plain):
            return {"serial": typed.clean_serial(plain)}
        return {"name": plain}

    @api.model
    def propose(self, values):
        """Who would do it, before anything is written.

        :param dict values: as for :meth:`register`
        :return: dict ``team``, ``user`` (each ``id`` and ``name``, or empty), ``technicians`` (ids of
            those of the team) and ``reason``
        """
        self._check_desk()
        call = self.env["raya.call"].new(self._prepare_call_values(values))
        [choice] = call._propose_referral()
        return self._describe_choice(call, choice)

    def _describe_choice(self, call, choice):
        if not choice:
            reason = self.env._("No team has this area and these products. Choose one.")
            return {"team": False, "user": False, "technicians": [], "reason": reason}
        team = self.env["raya.team"].browse(choice.team)
        user = self.env["res.users"].browse(choice.user or [])
        return {
            "team": {"id": team.id, "name": team.name},
            "user": bool(user) and {"id": user.id, "name": user.name},
            "technicians": team.user_ids.ids,
            "reason": call.env["raya.proposal"]._get_sentence(choice),
        }

    @api.model
    def register(self, values):
        """Write down what a customer asks for, and hand it over.

        :param dict values: what is known: ``asset_id`` or ``unit`` (``product_id``, ``serial``);
            ``partner_id`` or ``customer`` (``name``, ``phone``, ``email``); ``statements`` (dicts
            ``symptom_id``, ``words``); and further values of the call; ``refer`` hands it over at once
        :return: dict ``id``, ``name`` (the number to tell the customer), ``partner_id``, ``customer``, ``unit``,
            ``team``, ``user`` and ``sentence`` (what became of the call)
        :raises UserError: with a sentence for the operator; nothing is written then
        """
        self._check_desk()
        if not any(
            line.get("symptom_id") or (line.get("words") or "").strip() for line in values.get("statements", ())
        ):
            raise UserError(self.env._("Say what is wrong: choose a symptom, or write the customer's words."))
        partner = self._find_or_create_customer(values)
        asset = self._find_or_create_unit(values, partner)
        call = self.env["raya.call"].create(
            self._prepare_call_values({**self._keep_serial(values), "partner_id": partner.id, "asset_id": asset.id})
        )
        if values.get("refer"):
            call.action_refer()
        return self._describe_registered(call)

    def _find_or_create_customer(self, values):
        """The customer chosen, the owner of the unit chosen, or a new contact of what was typed."""
        if values.get("partner_id"):
            return self.env["res.partner"].browse(values["partner_id"])
        if values.get("asset_id"):
            owner = self.env["raya.asset"].browse(values["asset_id"]).partner_id
            if owner:
                return owner
        customer = values.get("customer") or {}
        name = typed.plain(customer.get("name")).strip()
        if not name:
            raise UserError(self.env._("Write the name of the customer."))
        phone = typed.latin_digits(customer.get("phone") or "").strip()
        # Whether contacts may be made is for Odoo's own rights to say.
        email = typed.plain(customer.get("email")).strip()
        return self.env["res.partner"].create({"name": name, "phone": phone, "email": email, "company_id": False})

    def _find_or_create_unit(self, values, partner):
        """The unit chosen, or a new file without proof of its sale; none when only the product is known."""
        if values.get("asset_id"):
            return self.env["raya.asset"].browse(values["asset_id"])
        unit = values.get("unit") or {}
        if not unit.get("product_id"):
            return self.env["raya.asset"]
        return self.env["raya.asset"].create(
            {"product_id": unit["product_id"], "serial": unit.get("serial") or False, "partner_id": partner.id}
        )

    def _keep_serial(self, values):
        """A serial number of which nobody knows the product makes no file, but stays in the customer's words."""
        unit = values.get("unit") or {}
        if values.get("asset_id") or unit.get("product_id") or not unit.get("serial"):
            return values
        first, *others = values["statements"]
        told = self.env._("Serial number as told: %s", unit["serial"])
        words = "\n".join(filter(None, (first.get("words"), told)))
        return {**values, "statements": [{**first, "words": words}, *others]}

    def _prepare_call_values(self, values):
        known = {name: values[name] for name in CALL_FIELDS if values.get(name)}
        statements = [
            Command.create(
                {
                    "symptom_id": line.get("symptom_id") or False,
                    "condition_ids": [Command.set(line.get("condition_ids") or [])],
                    "words": line.get("words") or False,
                }
            )
            for line in values.get("statements", ())
        ]
        first = self.env["raya.call"].browse(values.get("conversation_id") or [])
        # A second unit of the same conversation: all that was said of the person stays.
        kept = first._prepare_sister_values() if first else {}
        product = (values.get("unit") or {}).get("product_id")
        return {
            "channel": "phone",
            **({"product_id": product} if product and not values.get("asset_id") else {}),
            **kept,
            **known,
            "statement_ids": statements,
        }

    def _describe_registered(self, call):
        doer = call.user_id.name or call.team_id.name
        sentence = (
            self.env._("Referred to %(who)s.", who=doer)
            if call.state == "referred"
            else self.env._("Recorded; it waits to be referred.")
        )
        return {
            "id": call.id,
            "name": call.name,
            "partner_id": call.partner_id.id,
            "customer": call.partner_id.display_name,
            "unit": call.asset_id.display_name or call.product_id.display_name or "",
            "team": call.team_id.name or "",
            "user": call.user_id.name or "",
            "sentence": sentence,
        }
