from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import typed

# A telephone system may send anything; nobody has a longer number or name.
LONGEST = 40


class RayaDeskRingingMixin(models.AbstractModel):
    """What a telephone system tells: somebody calls one of the operators."""

    _name = "raya.desk.ringing.mixin"
    _description = "Service Desk: Ringing Telephone"

    @api.model
    def ring(self, phone=None, extension=None, login=None):
        """Show on an operator's screen who is calling.

        Made for a telephone system: ``POST /json/2/raya.desk/ring`` with the API key of
        a call operator as bearer token and these values as JSON.

        :param str phone: number of the caller; empty, or words such as "anonymous", when it is withheld
        :param str extension: internal number that rings, as it stands on the operator's user
        :param str login: login of the operator, where extensions are not kept
        :return: dict ``operators`` (how many were told) and ``callers`` (how many contacts have the number)
        :raises AccessError: when the key is not a call operator's
        :raises UserError: when nobody has this extension or login
        """
        self._check_desk()
        operators = self._find_ringing(extension, login)
        text = str(phone or "")[:LONGEST]
        found = self.find_callers(text)
        for operator in operators:
            reader = self.with_context(lang=operator.lang)
            sentence = reader._describe_caller(text, found["contacts"], found["calls"])
            operator._bus_send("raya_ringing", {"phone": self._get_number(text), "sentence": sentence})
        return {"operators": len(operators), "callers": len(found["contacts"])}

    def _find_ringing(self, extension, login):
        if not extension and not login:
            return self.env.user
        key = typed.latin_digits(str(extension or "")).strip()
        wanted = [("raya_extension", "=", key)] if key else [("login", "=", login)]
        # Who sits at which telephone is no secret among operators, users' other fields are.
        Users = self.env["res.users"].sudo()
        group = self.env.ref("raya_service_base.group_service_operator")
        operators = Users.search([*wanted, ("all_group_ids", "in", group.ids)])
        operators = operators.filtered(lambda user: user.company_ids & self.env.companies)
        if not operators:
            raise UserError(self.env._("No call operator has the extension or login %s.", key or login))
        return operators.sudo(False)

    @api.model
    def _get_number(self, phone):
        """The number as it was told, empty where none was."""
        text = str(phone or "")[:LONGEST]
        return typed.latin_digits(text).strip() if typed.phone_key(text) else ""

    def _describe_caller(self, phone, callers, calls=()):
        """Who calls, in one sentence for whoever reads it; a number that several contacts share names them all.

        :param callers: cards of the contacts that have the number
        :param calls: cards of open calls with which somebody else left it
        """
        number = self._get_number(phone)
        if not number:
            return self.env._("Unknown caller: the number is withheld.")
        if calls:
            told = [f"{call['title']} ({call['caller']})" if call["caller"] else call["title"] for call in calls]
            return self.env._(
                "No contact has the number %(number)s. It was left with %(calls)s.",
                number=number,
                calls=format_list(self.env, told),
            )
        if not callers:
            return self.env._("Unknown caller: nobody has the number %s.", number)
        names = format_list(self.env, [caller["title"] for caller in callers], "or")
        return self.env._("%(names)s (%(number)s)", names=names, number=number)
