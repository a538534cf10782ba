from odoo import api, fields, models

from ..tools import travel
from ..tools.shares import PRICE_DIGITS, carry_amount, split_amount, without_share
from ..tools.tariff import add_percent


class RayaPricing(models.AbstractModel):
    """What work costs the customer: what an order line of Odoo says, before there is one.

    Price list, its currency, discounts, taxes in the price and rounding are the order's. So what is decided
    about, what is charged and what is ordered is one figure. Keeps no records.
    """

    _name = "raya.pricing"
    _description = "Pricing of Jobs"

    @api.model
    def _draft_lines(self, workorder, values_list):
        """Order lines in memory for the work of one job, in the order of :meth:`_draft_works`."""
        return [line for line, _reason in self._draft_works(workorder, values_list)]

    @api.model
    def _draft_works(self, workorder, values_list):
        """Order lines in memory for the work of one job, each with where its price comes from.

        :param values_list: values of charges: ``product_id``, ``quantity``, ``product_uom_id``; services are
            priced by tariff, with their ``kind`` and ``work_line_id``, ``operation_id`` or ``visit_id``
        :return: list of pairs of a ``sale.order.line`` and a dict of values of its charge, one for each of them
        """
        order = self._draft_order(workorder)
        self._prefetch_products(values_list)
        Pricing = self.env["raya.tariff.pricing"]
        drafts = []
        for number, (values, found) in enumerate(
            zip(values_list, Pricing._find(workorder, values_list, order.currency_id), strict=True)
        ):
            line = order.order_line.new(
                {
                    "order_id": order,
                    **self._prepare_line_values(values),
                    **Pricing._prepare_line_values(order, values, found),
                    "sequence": number,
                }
            )
            self._adapt_price(line, found)
            drafts.append((line, Pricing._prepare_reason_values(found, line)))
        return drafts

    @api.model
    def _adapt_price(self, line, found):
        """The price list says what a part is sold at in a shop, and what a whole visit costs."""
        if found.markup:
            line.price_unit = round(add_percent(line.price_unit, found.markup), PRICE_DIGITS)
        elif found.trip and not found.line:
            whole, trip = line.price_unit, found.trip
            line.price_unit = travel.share(whole, trip.count, trip.place, line.currency_id.round)

    @api.model
    def _prefetch_products(self, values_list):
        """Read at once what each line in memory asks of its own product."""
        products = self.env["product.product"].browse({values["product_id"] for values in values_list})
        products.mapped("taxes_id")
        products.mapped("product_template_attribute_value_ids")

    @api.model
    def _draft_order(self, workorder):
        values = {**workorder._prepare_sale_order_values(), "date_order": fields.Datetime.now()}
        return self.env["sale.order"].with_company(workorder.company_id).new(values)

    @api.model
    def _prepare_line_values(self, values):
        uom = self.env["uom.uom"].browse(values["product_uom_id"])
        return {
            "product_id": values["product_id"],
            **self._prepare_quantity_values(values["quantity"], uom),
            # It says nothing about the price, and would be looked up for each line.
            "analytic_distribution": False,
        }

    @api.model
    def _prepare_quantity_values(self, quantity, uom):
        """Quantity and unit of an order line, which has two digits only: time that does not fit is sold in minutes.

        :param quantity: exact quantity
        :param uom: ``uom.uom`` in which the product is sold
        """
        if round(uom.round(quantity) - quantity, 9):
            minute = self.env.ref("uom.product_uom_minute")
            if uom._has_common_reference(minute):
                quantity, uom = uom._compute_quantity(quantity, minute, round=False), minute
        return {"product_uom_qty": uom.round(quantity), "product_uom_id": uom.id}

    @api.model
    def _get_amount(self, line):
        """What an order line asks for, before taxes, in the currency of its company."""
        order = line.order_id
        day = fields.Date.to_date(order.date_order)
        return order.currency_id._convert(line.price_subtotal, line.company_id.currency_id, line.company_id, day)

    @api.model
    def _get_subtotal(self, line, share):
        """What an order line in memory asks for when it loses the share that somebody else pays; it keeps its price.

        :param share: percent
        :return: amount before taxes, in the currency of the order
        """
        whole = line.price_unit
        line.price_unit = without_share(whole, share)
        amount = line.price_subtotal
        line.price_unit = whole
        return amount

    @api.model
    def _carry_shares(self, lines, shares):
        """The prices of the order lines of one job lose the share that somebody else pays.

        They stay as exact as they are as long as the order comes to the sum of its lines. Where it would not,
        because Odoo rounds the order as a whole, each price carries the rounded amount of its line.

        :param lines: list of ``sale.order.line`` in memory
        :param shares: list of percents, one for each of them
        """
        for line, share in zip(lines, shares, strict=True):
            if share:
                line.price_unit = without_share(line.price_unit, share)
        is_rounded_whole = len(lines) > 1 and lines[0].company_id.tax_calculation_rounding_method == "round_globally"
        exact = [self._get_exact_amount(line) for line in lines] if is_rounded_whole else []
        if exact and lines[0].currency_id.compare_amounts(sum(exact), sum(line.price_subtotal for line in lines)):
            for line, amount in zip(lines, exact, strict=True):
                line.price_unit = carry_amount(line.price_unit, amount, line.price_subtotal)

    @api.model
    def _split_lines(self, lines, percents):
        """The prices of the order lines of one work become those of the shares of its payers.

        :param lines: list of ``sale.order.line``, each for the whole; the first one is for the work itself
        :param percents: one for each of them
        """
        amounts = split_amount(lines[0].price_subtotal, percents, lines[0].currency_id.round)
        for line, amount in zip(lines, amounts, strict=True):
            line.price_unit = carry_amount(line.price_unit, self._get_exact_amount(line), amount)

    @api.model
    def _get_exact_amount(self, line):
        """Before taxes, and before it is rounded."""
        base = line._prepare_base_line_for_taxes_computation()
        self.env["account.tax"]._add_tax_details_in_base_line(base, line.company_id)
        return base["tax_details"]["raw_total_excluded_currency"]
