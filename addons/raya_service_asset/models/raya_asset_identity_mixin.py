from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.raya_service_base.tools import allotment, typed

from ..tools import sync

# How long after a sale was withdrawn the same goods, typed again, are the same units.
ORPHANED = timedelta(days=31)


class RayaAssetIdentityMixin(models.AbstractModel):
    """One unit is one product with one serial number, whatever tells of it."""

    _name = "raya.asset.identity.mixin"
    _description = "Product Files from Documents: Identity of Units"

    def _check_units(self, sources):
        """Refuse to open more files for one line than anybody could mean.

        :raises UserError: which says what to do
        """
        for source in sources:
            if source.sale.is_too_many:
                number = self.env["res.lang"]._raya_format_number
                raise UserError(
                    self.env._(
                        "%(document)s sells %(quantity)s of %(product)s, and at most %(most)s product files are opened "
                        "for one line. Correct the quantity, or choose “One per Invoice Line” for the product.",
                        document=self._get_document(source.line).display_name,
                        quantity=number(source.sale.invoiced),
                        product=source.product.display_name,
                        most=number(sync.MOST_UNITS),
                    )
                )

    def _get_holders(self, sources):
        """Files, of whatever line, by which one of the lots of these sources is in use, or on which people wrote its name.

        Asked without records, and of both at once: every posting asks, and hardly ever there is one.
        """
        lots = {goods.lot for source in sources for goods in source.sale.goods if goods.lot}
        lots = self.env["stock.lot"].browse(lots.union(*(source.files.lot_id.ids for source in sources)))
        if not lots:
            return self.env["raya.asset"]
        fields = self.env["raya.asset"]._fields
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM raya_asset
                 WHERE lot_id IN %(lots)s AND state = 'active'
                    OR serial_key IN %(keys)s AND product_id IN %(products)s
                       AND lot_id IS NULL AND is_serial AND state IN ('pending', 'active')
                 ORDER BY id
                """,
                lots=tuple(lots.ids),
                keys=tuple({typed.serial_key(lot.name) for lot in lots}),
                products=tuple(lots.product_id.ids),
                to_flush=[fields[name] for name in ("product_id", "lot_id", "serial_key", "is_serial", "state")],
            )
        )
        return self.env["raya.asset"].browse(file_id for (file_id,) in rows)

    def _get_typed_holders(self, holders, holding):
        """Of these files those without goods on which people wrote a serial number that somebody got, with its lot."""
        lots = self.env["stock.lot"].browse(holding)
        files = holders.filtered(lambda file: not file.lot_id)
        by_unit = {(lot.product_id.id, typed.serial_key(lot.name)): lot for lot in lots} if files else {}
        named = {file: by_unit.get((file.product_id.id, file.serial_key)) for file in files}
        return {
            file: lot for file, lot in named.items() if lot and file.company_id in (lot.company_id or file.company_id)
        }

    def _settle_identity(self, sources, holders):
        """Sources whose serial numbers are with nobody else.

        A file that no document opened, of the buyer's own unit, goes on as the file of
        this sale. Nothing else that people or other documents say is overruled.

        :raises UserError: where a serial number is in use in another file
        """
        holding = self._get_holding(sources, holders)
        adopted = defaultdict(self.env["raya.asset"].browse)
        for file, lot in self._get_strangers(sources, holders, holding).items():
            if not self._is_same_unit(file, holding[lot.id]):
                self._refuse_holder(lot, holding[lot.id], file)
            adopted[holding[lot.id]] |= file
        return [self._adopt(source, adopted[source]) if source in adopted else source for source in sources]

    def _get_holding(self, sources, holders):
        """The source by which somebody has each serial number, by id of its lot.

        :raises UserError: where two have the same one
        """
        holding = {}
        for source in sources:
            for lot in source.held_serials:
                first = holding.setdefault(lot, source)
                if first is not source:
                    self._refuse_rival(self.env["stock.lot"].browse(lot), first, source, holders)
        return holding

    def _refuse_rival(self, lot, first, second, holders):
        """Two lines sold one serial number: the one whose file has it in use keeps it."""
        file = holders.filtered(lambda file: file.lot_id == lot)[:1]
        buyer, seller = (first, second) if file and file in second.files else (second, first)
        self._refuse_holder(lot, buyer, file, seller)

    def _get_strangers(self, sources, holders, holding):
        """Files in use of serial numbers that a source of other files holds, with their lots.

        A file whose own documents know the goods is none of them: these say what becomes of it.
        """
        known = {file: source for source in sources for file in source.files}
        named = {file: file.lot_id for file in holders.filtered("is_serial") if file.lot_id.id in holding}
        return {
            file: lot
            for file, lot in {**named, **self._get_typed_holders(holders, holding)}.items()
            if file not in holding[lot.id].files and not (file in known and file.lot_id.id in known[file].sale.known)
        }

    def _is_same_unit(self, file, source):
        """Whether a file of which no document knows is the unit that a source sold."""
        buyer = source.line._raya_get_buyer()
        is_free = not file.sale_line_id and not file.invoice_line_id
        owner = file.partner_id.commercial_partner_id
        return is_free and file.product_id == source.product and owner in (buyer, owner.browse())

    def _refuse_holder(self, lot, source, file, seller=None):
        """Refuse that a source sold a unit which is in use already.

        :param file: the file in which it is, if there is one
        :param seller: the other source that sold it, where no file has it yet
        :raises UserError: which names both owners; for one and the same the file and both documents
        """
        buyer = source.line._raya_get_buyer()
        owner = file.partner_id or (seller.line._raya_get_buyer() if seller else file.partner_id)
        if owner.commercial_partner_id == buyer.commercial_partner_id:
            self._refuse_twice(lot, source, file, seller)
        raise UserError(
            self.env._(
                "%(serial)s was sold to %(buyer)s, but it is in use in a product file of %(owner)s. If it came back, "
                "say so on that file; else correct the serial number on the slip.",
                serial=lot.name,
                buyer=buyer.name,
                owner=owner.name or self.env._("nobody"),
            )
        )

    def _refuse_twice(self, lot, source, file, seller):
        """Refuse that a customer got one unit by two documents."""
        other = file.sale_line_id or file.invoice_line_id or (seller and seller.line)
        terms = {
            "serial": lot.name,
            "buyer": source.line._raya_get_buyer().name,
            "document": self._get_document(source.line).display_name,
            "other": self._get_document(other).display_name if other else "",
        }
        if not file:
            sentence = self.env._(
                "%(serial)s was delivered to %(buyer)s for %(document)s and for %(other)s as well. One of the slips "
                "has the serial number of another unit: correct it there.",
                **terms,
            )
        elif other:
            sentence = self.env._(
                "%(serial)s was delivered to %(buyer)s for %(document)s, but it is the serial number of %(file)s of "
                "%(other)s. Correct it on that file, or on the slip of %(document)s.",
                file=file.display_name,
                **terms,
            )
        else:
            sentence = self.env._(
                "%(serial)s was delivered to %(buyer)s for %(document)s, but it is the serial number of %(file)s, "
                "which they have already. Correct it on that file, or on the slip of %(document)s.",
                file=file.display_name,
                **terms,
            )
        raise UserError(sentence)

    def _get_document(self, line):
        return line.order_id if line._name == "sale.order.line" else line.move_id

    @api.model
    def _get_given_serial(self, vals):
        """The serial number that values of a file give it: that of the stock goes before what was typed."""
        # Whoever chose it from the list has seen its name.
        return self.env["stock.lot"].sudo().browse(vals.get("lot_id")).name or vals.get("serial")

    @api.model
    def _check_serials_free(self, units, besides=()):
        """Refuse that people give a unit the serial number of another one in use.

        :param units: triples of company id, product id and serial number
        :param besides: files to whom the numbers are given
        :raises ValidationError: which names that file
        """
        wanted = {(company, product, typed.serial_key(serial)) for company, product, serial in units}
        domain = [
            ("serial_key", "in", list({key for _company, _product, key in wanted} - {""})),
            ("product_id", "in", list({product for _company, product, _key in wanted})),
            ("is_serial", "=", True),
            ("state", "in", sync.LIVE),
            ("id", "not in", [file.id for file in besides]),
        ]
        # Whoever types a number need not see all files, also not those that people put away.
        for file in self.env["raya.asset"].sudo().with_context(active_test=False).search(domain):
            if (file.company_id.id, file.product_id.id, file.serial_key) in wanted:
                raise ValidationError(
                    self.env._(
                        "%(file)s has this serial number already; it belongs to %(owner)s. Use that file, or correct "
                        "the serial number.",
                        file=file.display_name,
                        owner=file.partner_id.name or self.env._("nobody"),
                    )
                )

    @api.model
    def _check_serials_stay_single(self, assets, vals):
        """Refuse that people write a serial number on files which another one in use has; see _check_serials_free().

        :param assets: the ``raya.asset`` records that are written
        :param dict vals: what is written
        """
        if {"serial", "lot_id", "product_id"}.isdisjoint(vals):
            return
        units = (
            (
                asset.company_id.id,
                vals.get("product_id", asset.product_id.id),
                self._get_given_serial({"serial": asset.serial, **vals}),
            )
            for asset in assets
            if asset.state in sync.LIVE
        )
        self._check_serials_free(units, besides=assets)

    # --- the first sale -------------------------------------------------------------------

    def _get_first_sale(self, source, planned, file, line):
        """What an invoice that takes the place of a credited one leaves as it was: the day of the sale.

        As long as the goods never came back, and the invoice that first sold them stands.

        :param planned: the :class:`~.tools.sync.File` of ``file``
        :param line: the invoice line that proves its sale today
        """
        first = file.first_invoice_line_id or file.invoice_line_id
        if first == line and not file.first_invoice_line_id:
            return {}
        if first == line or first.parent_state != "posted" or source.came_back(planned.lot):
            return {"first_invoice_line_id": False}
        day = min(first.move_id.invoice_date, line.move_id.invoice_date)
        return {"first_invoice_line_id": first.id, "date_invoice": day}

    # --- files that lost their line -------------------------------------------------------

    def _adopt_orphans(self, sources):
        """Files whose line was deleted and typed again go on with the line that came in its place."""
        fresh = [source for source in sources if not source.files and source.sale.sold > sync.TINY]
        # Lines of confirmed orders are not deleted.
        fresh = [source for source in fresh if source.line._name == "account.move.line"]
        orphans = self._get_orphans(fresh) if fresh else self.env["raya.asset"]
        if not orphans:
            return sources
        adopted = {}
        for source in fresh:
            buyer = source.line._raya_get_buyer()
            own = orphans.filtered(
                lambda file, source=source, buyer=buyer: (
                    file.product_id == source.product
                    and file.sold_as == source.sold_as
                    and buyer in file.event_ids._get_sale().partner_id
                )
            )
            most = 1 if source.sale.is_whole else allotment.whole_units(source.sale.sold)
            # Those of which people know more go on first.
            adopted[source] = own.sorted(lambda file: not file.serial)[:most]
            orphans -= adopted[source]
        return [self._adopt(each, adopted[each]) if adopted.get(each) else each for each in sources]

    def _get_orphans(self, sources):
        """Files of sales that were withdrawn lately, and of which no line is left.

        Whoever has the unit today: it was sold to the buyer of these sources.
        """
        lines = {source.line for source in sources}
        buyers = {source.line._raya_get_buyer().id for source in sources}
        sold = [("kind", "=", "sold"), ("is_told", "=", True), ("partner_id", "in", list(buyers))]
        files = (
            self.env["raya.asset"]
            .with_context(active_test=False)
            .search(
                [
                    ("event_ids", "any", sold),
                    ("product_id", "in", [source.product.id for source in sources]),
                    ("company_id", "in", [line.company_id.id for line in lines]),
                    ("state", "=", sync.CANCELLED),
                    ("sale_line_id", "=", False),
                    ("invoice_line_id", "=", False),
                    ("merged_into_id", "=", False),
                    ("sold_as", "!=", False),
                ],
                order="id",
            )
        )
        return files.filtered(self._is_withdrawn_lately)

    def _is_withdrawn_lately(self, file):
        # People may have told more of that day or of later ones.
        withdrawn = file.event_ids.filtered(lambda event: event.kind == "withdrawn" and event.is_told)
        return any(event.date >= file.company_id._raya_get_day() - ORPHANED for event in withdrawn)

    def _adopt(self, source, files):
        """A source whose line goes on with files that were opened without it."""
        number = max(source.files.mapped("unit_number"), default=0)
        for file in files:
            waiting = (source.files - files).filtered(lambda each: each.state == sync.PENDING and not each.serial)[:1]
            if waiting:
                waiting._merge_into(file)
                source = replace(source, files=source.files - waiting)
            else:
                number += 1
                link = "sale_line_id" if source.line._name == "sale.order.line" else "invoice_line_id"
                file.write({link: source.line.id, "unit_number": number})
            if not file.partner_id:
                buyer = source.line._raya_prepare_asset_values()
                file.write({name: buyer[name] for name in ("partner_id", "site_id", "payer_id")})
            file.write({"sold_as": source.sold_as, "per_sold": source.per_sold})
        return replace(source, files=source.files | files)
