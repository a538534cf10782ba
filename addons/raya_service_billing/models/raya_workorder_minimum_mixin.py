from odoo import models

from odoo.addons.raya_service_warranty.tools.coverage import CUSTOMER, PAYERS, Decision
from odoo.addons.raya_service_workorder.tools import outcomes

from ..tools.shares import carry_amount
from .raya_tariff_words_mixin import WITHOUT_TARIFF

# Why it is charged, and why it costs what it does.
MINIMUM = "job_minimum"


class RayaWorkorderMinimumMixin(models.AbstractModel):
    """What the services of a job cost at least: less is topped up by a line of its own."""

    _name = "raya.workorder.minimum.mixin"
    _description = "Minimum Charge of a Job"

    def _top_up(self, works, decisions):
        """Put a minimum charge behind the works of this job, where its tariff asks for more than they come to.

        What coverages bear is off before; goodwill is given of the minimum charge as of everything else. Nothing is
        topped up where the customer pays no service, or nothing was mended.

        :param works: list of :class:`~.raya_workorder.PricedWork`, at their whole prices
        :param decisions: list of decisions about them by coverages
        """
        paid = [
            (each, decision)
            for each, decision in zip(works, decisions, strict=True)
            if each.values["kind"] == "labour" and decision.share < 100 and each.order_line.product_uom_qty
        ]
        if self.outcome in outcomes.UNDONE or {each.values.get("price_key") for each, _own in paid} <= WITHOUT_TARIFF:
            return
        tariff = self._find_minimum(paid[0][0])
        if not tariff:
            return
        Pricing = self.env["raya.pricing"]
        asked = sum(Pricing._get_subtotal(each.order_line, decision.share) for each, decision in paid)
        line, args = self._draft_minimum(tariff, paid[0][0].order_line.order_id)
        missing = line.currency_id.round(line.price_subtotal - asked)
        if missing > 0:
            line.price_unit = carry_amount(line.price_unit, Pricing._get_exact_amount(line), missing)
            values = self._prepare_minimum_values(line, args)
            works.append(works[0]._replace(values=values, work=None, order_line=line))
            decisions.append(
                Decision(
                    0.0, CUSTOMER, MINIMUM, reason_args=args, shares={**dict.fromkeys(PAYERS, 0.0), CUSTOMER: 100.0}
                )
            )

    def _find_minimum(self, each):
        """The tariff that says what the services of this job cost at least; empty where none does.

        :param each: :class:`~.raya_workorder.PricedWork` of the first of them
        """
        # Whoever has work priced need not read tariffs.
        finder = self.env["raya.tariff.pricing"].sudo()
        held = finder._get_held(self.company_id)
        if not any(held.mapped("job_minimum")):
            return held.browse()
        zones = finder._get_zone_levels(held._get_zones(), self)
        day, currency = finder._get_day(self, each.values), each.order_line.currency_id
        return finder._get_tariffs(held, zones, day, currency)[:1].filtered("job_minimum")

    def _draft_minimum(self, tariff, order):
        """An order line in memory for the whole minimum, and the terms of its sentence.

        It is no more than what the customer agreed to pay for services.
        """
        product = self.company_id._raya_get_minimum_product()
        price = tariff.currency_id._convert(
            tariff.job_minimum, order.currency_id, order.company_id, order.date_order.date(), round=False
        )
        line = order.order_line.new(
            {
                "order_id": order,
                "product_id": product.id,
                "product_uom_qty": 1.0,
                "price_unit": self.env["raya.tariff.pricing"]._adapt_to_taxes(order, product, price),
                "discount": 0.0,
                "analytic_distribution": False,
            }
        )
        args = {"tariff": tariff.display_name, "price": tariff.job_minimum, "currency_id": tariff.currency_id.id}
        agreed = self._get_agreed_services(product, order.currency_id)
        if agreed is not None and agreed < line.price_subtotal:
            line.price_unit = carry_amount(line.price_unit, self.env["raya.pricing"]._get_exact_amount(line), agreed)
            args |= {"price": agreed, "currency_id": order.currency_id.id}
        return line, args

    def _get_agreed_services(self, product, currency):
        """What the last accepted estimate asks for services, the minimum charge included; ``None`` without one.

        :param product: that tops them up
        :param currency: in which it counts
        """
        agreed = self._get_agreed_estimates()
        orders = agreed.filtered(lambda order: order.raya_estimate_number == agreed[-1:].raya_estimate_number)
        if not orders or orders.currency_id != currency:
            return None
        lines = orders.order_line.filtered(
            lambda line: line.raya_work_line_id or product in (line.product_id, line.raya_shared_product_id)
        )
        return currency.round(sum(lines.mapped("price_subtotal")))

    def _prepare_minimum_values(self, line, args):
        """Values of the charge that tops up the services of this job, before it is decided who pays it."""
        return {
            "workorder_id": self.id,
            "kind": "labour",
            "product_id": line.product_id.id,
            "quantity": 1.0,
            "product_uom_id": line.product_uom_id.id,
            "version": self.version,
            "amount": self.env["raya.pricing"]._get_amount(line),
            "price_source": "tariff",
            "price_key": MINIMUM,
            "price_args": args,
        }
