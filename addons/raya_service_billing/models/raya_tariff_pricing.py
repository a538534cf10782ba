from typing import Any, NamedTuple

from odoo import api, models

from odoo.addons.raya_service_base.tools import trees
from odoo.addons.raya_service_workorder.tools import outcomes

from ..tools import tariff, travel
from ..tools.shares import PRICE_DIGITS

# What these prices come to is known when the work is done, whatever was agreed before.
BY_WORK_DONE = ("distance", "no_distance", "least_distance", "credited", "job_minimum")


class Found(NamedTuple):
    """What tariffs say about one work.

    :param line: ``raya.tariff.line`` that prices it, perhaps empty
    :param tariffs: ``raya.tariff`` that hold on its day
    :param price: ``tools.tariff.Price``, ``None`` without a line
    :param minutes: that were spent
    :param surcharges: ``raya.tariff.surcharge`` that hold
    :param markup: percent that a part costs more than by its price list
    :param trip: ``raya_visit.Trip`` of travel, whose price it shares
    :param fare: ``tools.travel.Fare`` of travel, where a line prices it
    :param lapsed: ``raya.tariff`` that held until a day before its own, where none holds any more
    """

    @property
    def percent(self):
        """What it costs more in all."""
        return sum(surcharge.percent for surcharge in self.surcharges)

    line: Any
    tariffs: Any
    price: Any = None
    minutes: float = 0.0
    surcharges: Any = ()
    markup: float = 0.0
    trip: Any = None
    fare: Any = None
    lapsed: Any = None


class RayaTariffPricing(models.AbstractModel):
    """Which line of which tariff prices the work of a job, and the sentence that says why. Keeps no records."""

    _name = "raya.tariff.pricing"
    _inherit = ["raya.tariff.words.mixin"]
    _description = "Pricing by Tariffs"

    @api.model
    def _find(self, workorder, values_list, currency):
        """What tariffs say about the work of one job.

        :param workorder: ``raya.workorder``, also one in memory
        :param values_list: values of charges: ``kind``, ``product_id``, ``quantity``, ``product_uom_id`` and, of
            services, ``work_line_id`` or ``operation_id``, of travel ``visit_id``
        :param currency: of the order: of several tariffs that hold, one in this currency goes first
        :return: list of :class:`Found`, one for each of them
        """
        # Whoever has work priced need not read tariffs.
        finder = self.sudo()
        labour = [values for values in values_list if values.get("kind") == "labour"]
        held = finder._get_held(workorder.company_id)
        if not held:
            return [Found(held.line_ids, held, trip=finder._get_trip(workorder, values)) for values in values_list]
        zones = finder._get_zone_levels(held._get_zones(), workorder)
        lines = finder._get_lines(held, labour)
        facts = finder._get_facts(workorder, zones)
        found = []
        for values in values_list:
            day = finder._get_day(workorder, values)
            tariffs = finder._get_tariffs(held, zones, day, currency)
            each = finder._find_one(tariffs, lines, facts, workorder, values)
            is_lapsed = not tariffs and values.get("kind") != "part"
            found.append(each._replace(lapsed=finder._get_lapsed(held, zones, day)) if is_lapsed else each)
        services = [
            each.line.is_diagnosis
            if values.get("kind") == "labour" and workorder.outcome not in outcomes.UNDONE
            else None
            for each, values in zip(found, values_list, strict=True)
        ]
        return [
            each._replace(price=tariff.CREDITED, surcharges=()) if is_credited else each
            for each, is_credited in zip(found, tariff.credit_diagnosis(services), strict=True)
        ]

    @api.model
    def _get_held(self, company):
        """Tariffs that hold on any day; those of the companies above hold in a branch, too."""
        return self.env["raya.tariff"]._search_held([("company_id", "parent_of", company.ids)])

    @api.model
    def _get_lines(self, held, labour):
        services = {self._get_operation(values).id for values in labour}
        return self.env["raya.tariff.line"].search(
            [("tariff_id", "in", held.ids), ("operation_id", "in", [False, *services])]
        )

    @api.model
    def _get_zone_levels(self, zones, workorder):
        """How near these zones are to the address of a job."""
        return zones._get_levels(workorder.site_id or workorder.partner_id, workorder._get_report_date())

    @api.model
    def _get_facts(self, workorder, zones):
        """What holds for all work of a job, as arguments of :class:`~.tools.tariff.Case`."""
        product = workorder.product_id
        customer = workorder.payer_id or workorder.partner_id
        tags = (customer | customer.commercial_partner_id).category_id
        return {
            "product": product.product_tmpl_id.id,
            "categories": tuple(trees.branch(product.categ_id.parent_path)),
            "zones": zones,
            "customers": self._get_tag_levels(tags),
        }

    @api.model
    def _get_tag_levels(self, tags):
        """How near each tag is, those above it included."""
        levels = {}
        for tag in tags:
            for level, id_ in enumerate(trees.branch(tag.parent_path), 1):
                levels[id_] = max(level, levels.get(id_, 0))
        return levels

    @api.model
    def _get_tariffs(self, held, zones, day, currency):
        """Those that hold on a day where the job is, the nearest first: those of its own company before those of the
        companies above."""
        tariffs = self._get_of_zones(held, zones)._get_holding(day)
        return tariffs.sorted(
            lambda each: (
                -len(each.company_id.parent_ids),
                -zones.get(each.zone_id.id, 0),
                each.currency_id != currency,
                each.id,
            ),
        )

    @api.model
    def _get_lapsed(self, held, zones, day):
        """The last one that held where the job is, and ended before a day."""
        ended = self._get_of_zones(held, zones).filtered(
            lambda each: each.date_to and each.date_from <= each.date_to < day
        )
        return ended.sorted("date_to")[-1:]

    @api.model
    def _get_of_zones(self, held, zones):
        return held.filtered(lambda each: not each.zone_id or each.zone_id.id in zones)

    @api.model
    def _find_one(self, tariffs, lines, facts, workorder, values):
        if values.get("kind") == "travel":
            return self._find_travel(tariffs, lines, facts, workorder, values)
        if values.get("kind") != "labour":
            markup = tariffs[:1].part_markup if values.get("kind") == "part" else 0.0
            return Found(lines.browse(), tariffs[:1] if markup else tariffs.browse(), markup=markup)
        operation = self._get_operation(values)
        sold_in = self.env["product.product"].browse(values["product_id"]).categ_id
        case = tariff.Case(operation=operation.id or 0, groups=tuple(trees.branch(sold_in.parent_path)), **facts)
        line = self._choose(tariffs, lines, "work", case)
        if not line:
            return Found(line, tariffs)
        minutes = self._get_minutes(values)
        work_line = self.env["raya.work.line"].browse(values.get("work_line_id"))
        surcharges = line.tariff_id.surcharge_ids._filter_holding(workorder, work_line)
        return Found(line, tariffs, tariff.get_price(line._get_terms(), minutes), minutes, surcharges)

    @api.model
    def _find_travel(self, tariffs, lines, facts, workorder, values):
        """What a job bears of a visit, which all its jobs share."""
        trip = self._get_trip(workorder, values)
        case = tariff.Case(zones=facts["zones"], customers=facts["customers"])
        line = self._choose(tariffs, lines, "travel", case)
        if not line:
            return Found(line, tariffs, trip=trip)
        fare = line._get_fare(trip.visit.distance)
        price = travel.share(fare.amount, trip.count, trip.place, line.currency_id.round)
        return Found(line, tariffs, tariff.Price(None, price, fare.reason), trip=trip, fare=fare)

    @api.model
    def _choose(self, tariffs, lines, kind, case):
        """The line of the nearest tariff that prices a :class:`~.tools.tariff.Case`, perhaps none.

        :param str kind: of the lines, ``work`` or ``travel``
        """
        for each in tariffs:
            fitting = lines.filtered(lambda line, each=each: line.tariff_id == each and line.kind == kind)
            chosen = tariff.choose([line._get_condition() for line in fitting], case)
            if chosen:
                return lines.browse(chosen.id)
        return lines.browse()

    @api.model
    def _get_trip(self, workorder, values):
        visit = self.env["raya.visit"].browse(values.get("visit_id"))
        return visit._get_trip(workorder) if visit else None

    @api.model
    def _get_travel_cost(self, charge):
        """What a job bears of the cost of a visit to the company, by the tariff that prices its travel.

        :param charge: one ``raya.charge`` of travel
        :return: amount in the currency of its company; nothing where no line of travel holds
        """
        company, trip = charge.company_id, charge.visit_id._get_trip(charge.workorder_id)
        line = charge.tariff_line_id
        if not line:
            # What was agreed hides the line by which it would be priced.
            values = {"kind": "travel", "visit_id": charge.visit_id.id}
            line = self._find(charge.workorder_id, [values], company.currency_id)[0].line
        cost = line and line.currency_id._convert(
            line._get_travel_cost(trip.visit.distance), company.currency_id, company, charge.date
        )
        return travel.share(cost or 0.0, trip.count, trip.place, company.currency_id.round)

    @api.model
    def _get_day(self, workorder, values):
        """The day whose prices count: of the report, or as the company wishes of the work."""
        is_by_work = workorder.company_id.raya_tariff_day == "work"
        if not is_by_work:
            return workorder._get_report_date()
        visit = self.env["raya.visit"].browse(values.get("visit_id"))
        done = visit._get_travel_day() if visit else self.env["raya.work.line"].browse(values.get("work_line_id")).date
        return done or workorder._get_report_date()

    @api.model
    def _get_operation(self, values):
        if values.get("operation_id"):
            return self.env["raya.operation"].browse(values["operation_id"])
        return self.env["raya.work.line"].browse(values.get("work_line_id")).operation_id

    @api.model
    def _get_minutes(self, values):
        """The time of a work: what is sold by time says it itself."""
        hour, uom = self.env.ref("uom.product_uom_hour"), self.env["uom.uom"].browse(values["product_uom_id"])
        if uom._has_common_reference(hour):
            hours = uom._compute_quantity(values["quantity"], hour, round=False)
        else:
            hours = self.env["raya.work.line"].browse(values.get("work_line_id")).hours
        return hours * tariff.MINUTES

    # What it says about an order line

    @api.model
    def _prepare_line_values(self, order, values, found):
        """Values of the order line of a work, where a tariff prices it.

        :param order: ``sale.order``, also one in memory
        :param values: values of its charge
        :param found: :class:`Found`
        """
        if not found.line:
            return {}
        product = self.env["product.product"].browse(values["product_id"])
        quantity, uom, share = self._get_sold(values, found.price)
        price = found.line.currency_id._convert(
            tariff.add_percent(found.price.price * share, found.percent),
            order.currency_id,
            order.company_id,
            order.date_order.date(),
            round=False,
        )
        return {
            "product_uom_qty": quantity,
            "product_uom_id": uom.id,
            "price_unit": round(self._adapt_to_taxes(order, product, price), PRICE_DIGITS),
            "discount": 0.0,
        }

    @api.model
    def _get_sold(self, values, price):
        """Quantity, unit, and how many times the price each of it costs.

        Time is sold as time, where the product is; what is sold as a whole is one piece.
        """
        hour, unit = self.env.ref("uom.product_uom_hour"), self.env.ref("uom.product_uom_unit")
        uom = self.env["uom.uom"].browse(values["product_uom_id"])
        is_time = uom._has_common_reference(hour)
        if price.minutes is None:
            return 1.0, unit if is_time else uom, 1.0
        hours = price.minutes / tariff.MINUTES
        if not is_time or not hours:
            return 1.0, unit if is_time else uom, hours
        sold = self.env["raya.pricing"]._prepare_quantity_values(hours, hour)
        uom = uom.browse(sold["product_uom_id"])
        return sold["product_uom_qty"], uom, uom._compute_quantity(1.0, hour, round=False)

    @api.model
    def _adapt_to_taxes(self, order, product, price):
        """Prices of tariffs have the taxes in them that the sales price of the product has."""
        return product.with_company(order.company_id)._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(order.company_id),
            fiscal_position=order.fiscal_position_id,
        )

    # Why

    @api.model
    def _prepare_reason_values(self, found, order_line):
        """Where the price of an order line comes from, as values of its charge.

        :param found: :class:`Found`
        :param order_line: ``sale.order.line`` in memory
        """
        if found.line:
            return {
                "tariff_line_id": found.line.id,
                "price_source": "tariff",
                "price_key": found.price.reason,
                "price_args": self._prepare_reason_args(found),
            }
        source = "pricelist" if order_line.pricelist_item_id else "list"
        args = {"pricelist": order_line.order_id.pricelist_id.display_name} if source == "pricelist" else {}
        named = found.tariffs or found.lapsed
        if named:
            args |= {"tariff": named[0].display_name, "markup": found.markup}
        args |= self._prepare_trip_args(found.trip)
        kind = ("marked_up_" if found.markup else "unfit_") if found.tariffs else "lapsed_" if named else ""
        return {"price_source": source, "price_key": kind + source, "price_args": args}

    @api.model
    def _prepare_reason_args(self, found):
        return {
            "tariff": found.line.tariff_id.display_name,
            "line": found.line.display_name,
            "price": found.fare.rate if found.fare else found.price.price,
            "currency_id": found.line.currency_id.id,
            "surcharges": [[surcharge.kind, surcharge.percent] for surcharge in found.surcharges],
            "billed": found.price.minutes,
            "spent": found.minutes,
            **self._prepare_trip_args(found.trip),
        }

    @api.model
    def _prepare_trip_args(self, trip):
        return {"visit": trip.visit.name, "distance": trip.visit.distance, "jobs": trip.count} if trip else {}
