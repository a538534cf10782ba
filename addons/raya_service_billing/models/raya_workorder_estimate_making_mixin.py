from odoo import models

from .raya_tariff_pricing import BY_WORK_DONE
from .sale_order_line import SOURCES


class RayaWorkorderEstimateMakingMixin(models.AbstractModel):
    """How the estimate of a job is made: a quotation of what is planned for each partner who pays, together the whole
    of it, with who pays what and why on each line."""

    _name = "raya.workorder.estimate.making.mixin"
    _description = "Making of Estimates"

    def _get_planned_lines(self):
        """What of these jobs a customer is asked to pay before it is done: all services, and parts as they are needed.

        :return: dict, a list of records by job, as of ``_get_chargeable_lines()``
        """
        return {workorder: [*workorder.work_line_ids, *workorder.part_ids] for workorder in self}

    def _create_estimates(self):
        """Quotations for each of these jobs; those that wait for an answer are replaced."""
        (self._get_standing_estimates() - self._get_accepted_estimates())._raya_replace()
        for company, jobs in self.grouped("company_id").items():
            orders = (
                self.env["sale.order"]
                .with_company(company)
                .create([workorder._prepare_estimate_values() for workorder in jobs])
            )
            decided = jobs._decide_works(company.currency_id, is_planned=True)
            for workorder, order, works in zip(jobs, orders, decided, strict=True):
                workorder._fill_estimate(order, works)

    def _fill_estimate(self, order, works):
        """
        :param order: empty quotation for the first payer of this job
        :param works: list of pairs of a :class:`~.raya_workorder.PricedWork` and the decision about it
        """
        Share, Pricing = self.env["raya.charge.share"], self.env["raya.pricing"]
        lines = order.order_line.create(
            [self._prepare_estimate_line_values(order, each, decision) for each, decision in works]
        )
        shares = [
            Share._prepare_shares_values(
                {**each.values, "customer_amount": Pricing._get_amount(each.order_line)}, decision
            )
            for each, decision in works
        ]
        asked = [[line] for line in lines]
        orders = order | self._split_estimate(order, asked, shares)
        for own, rows, (_each, decision) in zip(asked, shares, works, strict=True):
            for line in own:
                line.name = f"{line.name}\n{self._get_estimate_text(line, decision, own, rows)}"
        for each in orders:
            each._raya_note_difference()
        self.message_post(
            body=self.env._(
                "Estimate %(number)s: %(amount)s.",
                number=self.env["res.lang"]._raya_format_number(order.raya_estimate_number),
                amount=order._raya_format(sum(orders.mapped("raya_estimate_amount"))),
            ),
            subtype_xmlid="mail.mt_note",
        )

    def _split_estimate(self, order, asked, shares):
        """Quotations of the others who pay, for their share of each line; the lines of the first payer lose it.

        Amounts are split as those of approved work are, so that they sum to the whole.

        :param order: quotation of the first payer, for the whole
        :param asked: list of lists of the lines of one work, as yet that of the first payer only; lines of others come
            behind it
        :param shares: list of lists of values of the shares of one work
        :return: the quotations, none where there is nothing to share
        """
        (_kind, _partner, own_percent), *others = self._get_paying_partners()
        percents = [[row["percent"] for row in rows if row["payer_kind"] == "customer"] for rows in shares]
        if not others or not any(percents):
            return order.browse()
        order.raya_share_percent = own_percent
        orders = order.create([self._prepare_other_estimate_values(order, *payer[1:]) for payer in others])
        product = order.company_id._raya_get_share_product()
        for own, own_percents in zip(asked, percents, strict=True):
            if own_percents:
                [line] = own
                line.write(line._raya_prepare_whole_price())
                own += orders.order_line.create(
                    [
                        self._prepare_other_line_values(line, other, product, percent)
                        for other, percent in zip(orders, own_percents[1:], strict=True)
                    ]
                )
                line.name = f"{line.name}\n{self._get_share_text(line, own_percents[0])}"
                self.env["raya.pricing"]._split_lines(own, own_percents)
        return orders

    def _prepare_estimate_values(self):
        self.ensure_one()
        values = self._prepare_sale_order_values()
        # The order of the work itself comes with the approval.
        return {
            **{name: value for name, value in values.items() if name not in ("raya_workorder_id", "raya_version")},
            "raya_estimate_of_id": self.id,
            "raya_estimate_number": max(self.estimate_ids.mapped("raya_estimate_number"), default=0) + 1,
        }

    def _prepare_other_estimate_values(self, order, partner, percent):
        """
        :param order: quotation of the first payer, which this one is beside
        """
        return {
            **self._prepare_estimate_values(),
            "partner_id": partner.id,
            "pricelist_id": order.pricelist_id.id,
            "raya_estimate_number": order.raya_estimate_number,
            "raya_share_percent": percent,
        }

    def _prepare_estimate_line_values(self, order, each, decision):
        """
        :param PricedWork each: planned work, at the price without the covered share
        """
        line = each.order_line
        return {
            "order_id": order.id,
            "product_id": line.product_id.id,
            "product_uom_qty": line.product_uom_qty,
            "product_uom_id": line.product_uom_id.id,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "raya_coverage_percent": decision.share,
            "raya_is_planned": True,
            "raya_is_known_later": each.values.get("price_key") in BY_WORK_DONE,
            **{name: each.values.get(source) for source, name in SOURCES.items()},
        }

    def _prepare_other_line_values(self, line, order, product, percent):
        """
        :param line: of the first payer, for the whole
        :param order: quotation of another one
        :param percent: of the whole work
        """
        return {
            **line._raya_prepare_share_values(order, product),
            "name": self.env["raya.charge.share"]._write_share_text(line.product_id, percent, order.partner_id.lang),
            "raya_is_planned": True,
            "raya_is_known_later": line.raya_is_known_later,
            **{name: line[name].id for name in SOURCES.values()},
        }

    # What the payers read

    def _get_share_text(self, line, percent):
        lang = line.order_id.partner_id.lang
        return self.env["raya.charge.share"]._write_share_text(line.product_id, percent, lang)

    def _get_estimate_text(self, line, decision, lines, rows):
        """What a payer reads under planned work: why it is paid so, and who pays how much of it.

        :param line: of their quotation
        :param lines: of all who pay for the same work, that of the first payer first
        :param rows: values of the shares of the work
        """
        lang = line.order_id.partner_id.lang or self.env.lang
        Warranty = self.env["raya.warranty"].with_context(lang=lang).with_company(self.company_id)
        sentence = Warranty._get_reason_sentence(decision.reason_key, decision.reason_args or {})
        return "\n".join(filter(None, [sentence, self._get_bearers_text(lines, rows, lang)]))

    def _get_bearers_text(self, lines, rows, lang):
        """Who pays how much of planned work, before taxes; nothing where the customer pays all of it alone."""
        job, order = self.with_context(lang=lang), lines[0].order_id
        payers = [(line.order_id.partner_id.display_name, line.price_subtotal) for line in lines if line.price_subtotal]
        labels = {"goodwill": job.env._("Goodwill"), "contract": job.env._("Contract")}
        borne = {}
        for row in rows:
            if row["payer_kind"] != "customer":
                # What a supplier gives back concerns the company only.
                label = labels.get(row["payer_kind"], job.env._("Warranty"))
                borne[label] = borne.get(label, 0.0) + row["amount"]
        company = self.company_id
        payers += [
            (label, company.currency_id._convert(amount, order.currency_id, company, order.date_order))
            for label, amount in borne.items()
        ]
        if not borne and len(payers) < 2:
            return ""
        texts = [f"{name} {order.with_context(lang=lang)._raya_format(amount)}" for name, amount in payers]
        return job.env._("Paid by: %s", " · ".join(texts))
