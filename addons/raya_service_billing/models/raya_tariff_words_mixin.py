import re

from odoo import api, models
from odoo.tools import LazyTranslate, format_duration

from ..tools import tariff

_lt = LazyTranslate(__name__)
_TERM = re.compile(r"%\((\w+)\)s")

# Why a work has its price. Those of a line of a tariff have the keys of :class:`~.tools.tariff.Price`.
SENTENCES = {
    "fixed": _lt("%(tariff)s, %(line)s: %(price)s."),
    "hourly": _lt("%(tariff)s, %(line)s: %(price)s an hour, for %(billed)s."),
    "rounded": _lt("%(tariff)s, %(line)s: %(price)s an hour, for %(billed)s where %(spent)s were spent."),
    "least": _lt("%(tariff)s, %(line)s: at least %(price)s."),
    "least_distance": _lt("%(tariff)s, %(line)s: at least %(price)s."),
    "visit": _lt("%(tariff)s, %(line)s: %(price)s a visit."),
    "distance": _lt("%(tariff)s, %(line)s: %(price)s a km, for %(distance)s km."),
    "credited": _lt("%(tariff)s, %(line)s: nothing, as the repair was ordered."),
    "no_distance": _lt("%(tariff)s, %(line)s: %(price)s a km, and no distance is written down on the visit."),
    "pricelist": _lt("Price list %(pricelist)s."),
    "list": _lt("Sales price of the product."),
    "marked_up_pricelist": _lt("Price list %(pricelist)s, and %(markup)s more by %(tariff)s."),
    "marked_up_list": _lt("Sales price of the product, and %(markup)s more by %(tariff)s."),
    "job_minimum": _lt("%(tariff)s: the services of a job cost at least %(price)s."),
    "agreed": _lt("Estimate %(estimate)s, to which the customer agreed."),
    "unfit_pricelist": _lt("No line of %(tariff)s fits: price list %(pricelist)s."),
    "unfit_list": _lt("No line of %(tariff)s fits: sales price of the product."),
    "lapsed_pricelist": _lt("%(tariff)s ended and no other one holds: price list %(pricelist)s."),
    "lapsed_list": _lt("%(tariff)s ended and no other one holds: sales price of the product."),
}
# Prices of services on a day on which no tariff holds.
WITHOUT_TARIFF = frozenset({"pricelist", "list", "lapsed_pricelist", "lapsed_list"})
# Prices that no tariff says, though the company has some.
UNFIT = frozenset({"unfit_pricelist", "unfit_list", "lapsed_pricelist", "lapsed_list"})


class RayaTariffWordsMixin(models.AbstractModel):
    """The sentence that says why a work has its price."""

    _name = "raya.tariff.words.mixin"
    _description = "Words about Prices"

    @api.model
    def _get_sentence(self, key, args):
        """Why a work has its price, in the language of the reader.

        :param str key: one of :data:`SENTENCES`
        :param dict args: as they were written down with it
        """
        sentence = SENTENCES[key]
        sentence = self.env._(sentence)
        terms = self._get_terms(args)
        sentence %= {name: terms[name]() for name in _TERM.findall(sentence)}
        return " ".join([sentence, *self._get_surcharge_sentences(args), *self._get_trip_sentences(args)])

    @api.model
    def _get_surcharge_sentences(self, args):
        labels = dict(self.env["raya.tariff.surcharge"]._fields["kind"]._description_selection(self.env))
        return [
            self.env._(
                "%(percent)s more: %(surcharge)s.",
                percent=self.env["res.lang"]._raya_format_percent(percent),
                surcharge=labels.get(kind, kind),
            )
            for kind, percent in args.get("surcharges") or ()
        ]

    @api.model
    def _get_trip_sentences(self, args):
        if (args.get("jobs") or 1) == 1:
            return []
        return [self.env._("Shared by the %(count)s jobs of visit %(visit)s.", count=args["jobs"], visit=args["visit"])]

    @api.model
    def _get_terms(self, args):
        lang = self.env["res.lang"]

        def time(name):
            return lang._raya_write_digits(format_duration((args.get(name) or 0.0) / tariff.MINUTES))

        def price():
            currency = self.env["res.currency"].browse(args.get("currency_id"))
            return lang._raya_format_amount(args.get("price"), currency)

        return {
            "tariff": lambda: args.get("tariff", ""),
            "line": lambda: args.get("line", ""),
            "pricelist": lambda: args.get("pricelist", ""),
            "estimate": lambda: args.get("estimate", ""),
            "price": price,
            "markup": lambda: lang._raya_format_percent(args.get("markup")),
            "billed": lambda: time("billed"),
            "spent": lambda: time("spent"),
            "distance": lambda: lang._raya_format_number(args.get("distance")),
        }
