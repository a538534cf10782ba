from collections import defaultdict
from dataclasses import replace

from odoo import api, fields, models
from odoo.addons.raya_service_base.tools import allotment
from odoo.tools import split_every

from ..tools import sync

# Files are opened by documents, hundreds at once; nobody follows them yet.
SILENT = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_notrack": True}
CREATE_CHUNK = 1000
NO_GOODS = {"lot_id": False, "serial": False, "is_serial": False, "search_text": "", "date_receipt": False}


class RayaAsset(models.Model):
    """How documents of sale and stock open product files and keep them true."""

    _inherit = "raya.asset"

    @api.model
    def _register_sources(self, sources):
        """Bring the product files of sold lines to what the documents say.

        Safe to call after every event and as often as one likes; it looks at
        all events of a line at once, so that their order does not matter.

        :param sources: list of dicts, in superuser mode: ``line`` that sold (order
            line, or invoice line without order); ``product``; its ``files``;
            ``sale``, a :class:`~.tools.sync.Sale`; ``portions``, the quantity
            that each invoice line still stands for; ``arrivals``, the quantity
            delivered by day; ``delivered``, last delivery by lot id
        :return: the files of these lines
        """
        # The documents decide, whoever posts them: an invoicing clerk has no
        # rights on product files.
        Asset = self.sudo().with_context(**SILENT)
        holders = Asset._get_holders(sources)
        holders._settle_rivals(sources)
        taken = holders.lot_id
        for source in sources:
            Asset._plan_registration(source, taken)
        holders._release_lots([change for source in sources for change in source["changes"]])
        replacing = Asset._apply_changes(sources)
        replacing |= Asset._create_files(sources)
        replacing |= Asset._link_exchanges(sources)
        replacing._on_replaced()
        Asset._update_evidence(sources)
        # All others followed their states and dates as these were written.
        replacing._on_evidence_changed()
        return Asset.concat(*(asset for source in sources for asset in source["by_unit"].values()))

    # --- plan -------------------------------------------------------------------

    def _plan_registration(self, source, taken):
        """Add to a source the ``changes`` of its files, its files ``by_unit`` and what
        the documents ``prove`` of each unit.

        :param taken: lots of these sources that are in use in a file
        """
        before = [
            sync.File(
                id=file.id,
                unit=file.unit_number,
                lot=None if file.state == "cancelled" and file.lot_id in taken else file.lot_id.id or None,
                state=file.state,
                quantity=file.quantity,
                replaces=self._get_replaced_unit(file, source["files"]),
            )
            for file in source["files"].sorted("unit_number")
        ]
        source["by_unit"] = {file.unit_number: file for file in source["files"]}
        source["changes"] = sync.plan(source["sale"], before)
        after = {file.unit: file for file in [*before, *source["changes"]]}
        source["proves"] = _get_proofs(source, list(after.values()))

    def _search_archived_too(self, domain):
        """Documents know their files, also those that people put away."""
        return self.browse(self.with_context(active_test=False)._search(domain, order="id"))

    def _get_replaced_unit(self, file, files):
        replaced = file.replaced_asset_id
        return replaced.unit_number if replaced and replaced in files else None

    # --- one serial number, several customers -----------------------------------

    def _get_holders(self, sources):
        """Files in use, of whatever line, that have one of the lots of these sources."""
        lots = {goods.lot for source in sources for goods in source["sale"].goods if goods.lot}
        lots.update(*(source["files"].lot_id.ids for source in sources))
        domain = [("lot_id", "in", list(lots)), ("state", "=", "active")]
        return self._search_archived_too(domain) if lots else self.browse()

    def _settle_rivals(self, sources):
        """A serial number is with the customer to whom it was delivered last.

        For every earlier line, its goods came back, whether or not a return says so.
        Called on the files that have a lot of these sources now.
        """
        claims = _get_claims(sources)
        last = {lot: max(day for day, _source in rivals) for lot, rivals in claims.items()}
        for lot, day in self._get_later_deliveries(claims).items():
            last[lot] = max(last[lot], day)
        for lot, rivals in claims.items():
            for day, source in rivals:
                if day < last[lot]:
                    source["sale"] = _without(source["sale"], lot)

    def _get_later_deliveries(self, claims):
        """Deliveries by which files of other lines hold these lots, as ``delivered`` of a source."""
        lines = {source["line"] for rivals in claims.values() for _day, source in rivals}
        holders = self.filtered(
            lambda file: file.lot_id.id in claims and file.sale_line_id and file.sale_line_id not in lines
        )
        moved = holders.sale_line_id._get_moves_with_customer()
        return {
            holder.lot_id.id: (time, line_id)
            for holder in holders
            for time, line_id, lot_id, quantity in moved[holder.sale_line_id.id][holder.product_id.id]
            if lot_id == holder.lot_id.id and quantity > 0
        }

    def _release_lots(self, changes):
        """A serial number that a customer holds now is with nobody else: files
        that still claim it are returned goods."""
        claimed = {change.lot: change.id for change in changes if change.lot and change.state == sync.ACTIVE}
        others = self.filtered(
            lambda asset: (
                asset.lot_id.id in claimed
                and asset.lot_id.product_id.tracking == "serial"
                and claimed[asset.lot_id.id] != asset.id
            )
        )
        if others:
            others._transition("returned")
            # The serial number is free before another file takes it.
            others.flush_recordset(["state"])

    # --- carrying out -------------------------------------------------------------

    def _apply_changes(self, sources):
        """Move known files to their new state, those that let go of goods first.

        :return: files that have come in the place of others
        """
        known = [(source, change) for source in sources for change in source["changes"] if change.id]
        for source, change in known:
            asset = self.browse(change.id)
            if asset.state == "cancelled" and change.state in sync.LIVE:
                asset._follow_buyer(source["line"])
        replacing = self._link_exchanges(sources)
        for state in ("cancelled", "returned", "pending", "active") if known else ():
            alike = [change for _source, change in known if change.state == state]
            self._write_goods(alike)
            assets = self.browse([change.id for change in alike])
            moving = assets.filtered(lambda asset, state=state: asset.state != state)
            moving._transition(state)
            # What one file lets go of is free before another one takes it.
            moving.flush_recordset(["state", "lot_id"])
        return replacing

    def _write_goods(self, changes):
        alike = defaultdict(list)
        for change in changes:
            alike[change.lot, change.quantity].append(change.id)
        for (lot, quantity), ids in alike.items():
            assets = self.browse(ids)
            assets.filtered(lambda asset, lot=lot: asset.lot_id.id != (lot or False)).lot_id = lot
            assets.filtered(lambda asset, quantity=quantity: asset.quantity != quantity).quantity = quantity

    def _follow_buyer(self, line):
        """A sale that was taken back and comes again may name another buyer."""
        values = line._prepare_asset_values()
        if not self._has_changed_hands() and self.partner_id.id != values["partner_id"]:
            self.write({name: values[name] for name in ("partner_id", "site_id")})

    def _link_exchanges(self, sources):
        """Say for whose goods these were given, as far as both have a file.

        :return: files that have come in the place of others just now
        """
        replacing = self.browse()
        for source in sources:
            for change in source["changes"]:
                file = source["by_unit"].get(change.unit)
                replaced = source["by_unit"].get(change.replaces, self.browse())
                if not file or file.replaced_asset_id == replaced or (change.replaces and not replaced):
                    continue
                if replaced or file.replaced_asset_id in source["files"]:
                    file.replaced_asset_id = replaced
                    replacing |= file if replaced else self.browse()
        return replacing

    def _create_files(self, sources):
        """Open the missing files, those that replace others after these.

        :return: files that have come in the place of others
        """
        replacing = self.browse()
        todo = [(source, change) for source in sources for change in source["changes"] if not change.id]
        while todo:
            ready = [pair for pair in todo if not pair[1].replaces or pair[1].replaces in pair[0]["by_unit"]]
            for chunk in split_every(CREATE_CHUNK, ready):
                files = self._open_files(chunk)
                for file, (source, change) in zip(files, chunk, strict=True):
                    source["by_unit"][change.unit] = file
            replacing |= self.union(*(source["by_unit"][change.unit] for source, change in ready if change.replaces))
            todo = [pair for pair in todo if pair not in ready] if len(ready) < len(todo) else []
        return replacing

    def _open_files(self, planned):
        """New files, with all that hangs on them, each written once.

        :param planned: pairs of a source and a change
        """
        lots = self.env["stock.lot"].browse({change.lot for _source, change in planned if change.lot})
        goods = {
            lot.id: self._prepare_lot_values(lot, received) for received in [lots._get_receipt_days()] for lot in lots
        }
        return self.create(
            [{**self._prepare_file_values(*pair), **goods.get(pair[1].lot, NO_GOODS)} for pair in planned]
        )

    def _prepare_lot_values(self, lot, received):
        """What follows from the lot of a file, as it is computed where the lot changes.

        :param dict received: see ``stock.lot._get_receipt_days()``
        """
        return {
            "lot_id": lot.id,
            "serial": lot.name,
            "is_serial": lot.product_id.tracking == "serial",
            "search_text": self._join_search_text(lot.name),
            "date_receipt": received.get(lot.id, False),
        }

    def _prepare_file_values(self, source, change):
        """A new file of a source, as planned."""
        if "values" not in source:
            source["values"] = source["line"]._prepare_asset_values()
        return {
            **source["values"],
            **source["proves"].get(change.unit, {}),
            "product_id": source["product"].id,
            "unit_number": change.unit,
            "state": change.state,
            "quantity": change.quantity,
            "replaced_asset_id": source["by_unit"][change.replaces].id if change.replaces else False,
            **self._prepare_opened_values(change.state, bool(change.replaces)),
        }

    def _update_evidence(self, sources):
        """Keep what the documents prove: the invoice and its date, the day of delivery."""
        changes = defaultdict(list)
        for source in sources:
            for file in source["files"]:
                changed = file._get_changed_values(source["proves"].get(file.unit_number, {}))
                changes[tuple(changed.items())].append(file.id)
        for changed, ids in changes.items():
            if changed:
                self.browse(ids).write(dict(changed))

    def _get_changed_values(self, values):
        return {
            name: value
            for name, value in values.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }


def _get_claims(sources):
    """Which sources say that a serial number is with their customer: time of delivery and source, by lot."""
    claims = defaultdict(list)
    for source in sources:
        if source["product"].tracking == "serial":
            for goods in source["sale"].goods:
                if goods.held > sync.TINY and goods.lot in source["delivered"]:
                    claims[goods.lot].append((source["delivered"][goods.lot], source))
    return claims


def _without(sale, lot):
    """A sale whose goods of one lot came back."""
    goods = tuple(replace(one, held=0, back=one.back + one.held) if one.lot == lot else one for one in sale.goods)
    return replace(sale, goods=goods, returns=(*(other for other in sale.returns if other != lot), lot))


def _get_proofs(source, files):
    """What documents prove of each unit, by its number: of those live, and of new files.

    Each unit belongs to the invoice line that it has already, else to the first
    one with a quantity to spare.
    """
    live = [file for file in files if file.state in sync.LIVE]
    proved = [*live, *(file for file in files if file.id is None and file not in live)]
    lines = {unit: file.invoice_line_id for unit, file in source["by_unit"].items()}
    needs = [(file.quantity, lines.get(file.unit) or None) for file in proved]
    sold_by = allotment.assign(needs, source["portions"])
    days = allotment.assign([(file.quantity, None) for file in proved], source["arrivals"])
    evidence = {line: line._prepare_asset_evidence(source["product"]) for line in set(sold_by) if line}
    return {
        file.unit: {**evidence.get(line, {}), **_get_delivery_proof(source, file, day)}
        for file, line, day in zip(proved, sold_by, days, strict=True)
    }


def _get_delivery_proof(source, file, day):
    if file.lot in source["delivered"]:
        day = fields.Date.to_date(source["delivered"][file.lot][0])
    elif source["sale"].needs_lot:
        day = None
    return {"date_delivery": day} if day else {}
