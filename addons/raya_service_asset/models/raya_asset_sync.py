from collections import defaultdict
from dataclasses import replace
from functools import cache

from odoo import api, models
from odoo.tools import split_every

from odoo.addons.raya_service_base.tools import allotment, typed

from ..tools import life, sync
from ..tools.source import Plan
from .raya_asset_event import STATUS_BY_STATE

CUSTOMER_DOCUMENTS = ("out_invoice", "out_refund")
# Files are opened by documents, hundreds at once; nobody follows them yet.
SILENT = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_notrack": True}
CREATE_CHUNK = 1000
NO_GOODS = {
    "lot_id": False,
    "serial": False,
    "serial_key": False,
    "is_serial": False,
    "search_text": "",
    "date_receipt": False,
}


class RayaAssetSync(models.AbstractModel):
    """How documents of sale and stock open product files and keep them true.

    Documents are read into :class:`~.tools.source.Source` values, each gets its
    :class:`~.tools.source.Plan`, and all plans are carried out in one batch.
    """

    _name = "raya.asset.sync"
    _description = "Product Files from Documents"
    _inherit = ["raya.asset.identity.mixin"]

    @api.model
    def _sync(self, documents, *, line_domain=None, run=None):
        """Bring product files to what documents say now: the one door for every event.

        A mistake in the setup never stops an invoice or a delivery: documents
        that fail are written down and tried again later.

        :param documents: invoices and credit notes, orders, or lines of these
        :param line_domain: which invoice lines are looked at, all by default
        :param run: the ``raya.asset.sync.run`` that asks for it
        :return: the product files of the documents
        """
        if documents._name == "account.move":
            documents = documents.filtered(lambda move: move.move_type in CUSTOMER_DOCUMENTS)
        return self.env["raya.asset.sync.failure"]._try_sync(documents, line_domain, run)

    @api.model
    def _sync_or_raise(self, documents, line_domain=None):
        """Bring product files to what documents say now, or say why not.

        Safe to call after every event and as often as one likes; it looks at
        all events of a line at once, so that their order does not matter.

        :return: the product files of the documents
        """
        # The documents decide, whoever posts or delivers: an invoicing clerk has no
        # rights on orders, deliveries and product files.
        everything = self.sudo()
        order_lines, invoice_lines = everything._get_lines(documents.sudo(), line_domain)
        invoice_lines.move_id._raya_check_typed_credits()
        get_policy = cache(lambda product: product.product_tmpl_id._raya_get_file_policy())
        sources = (
            *order_lines._raya_read_sources(get_policy),
            *invoice_lines._raya_read_sources(get_policy),
        )
        files = everything.with_context(**SILENT)._apply(sources)
        everything._on_synced(order_lines, invoice_lines, files)
        return files

    def _on_synced(self, order_lines, invoice_lines, files):
        """Called openly after the files of documents were brought up to date, whatever the event was.

        Extended by add-ons that give more for what was sold; safe to be called as
        often as one likes. All records are in superuser mode.

        :param order_lines: order lines that were looked at, also those of services
        :param invoice_lines: likewise invoice lines, of orders or not
        :param files: product files of the lines
        """

    @api.model
    def _get_lines(self, documents, line_domain=None):
        """Order lines and invoice lines of documents.

        Lines of an order are looked at as a whole, through their order line: the
        same goods may be invoiced in parts, reset and invoiced again. A credit
        note changes the files of the invoice that it reverses.
        """
        lines = documents
        if documents._name == "account.move":
            lines = (documents | documents.reversed_entry_id).invoice_line_ids
        elif documents._name == "sale.order":
            lines = documents.order_line
        if lines._name == "sale.order.line":
            return lines, self.env["account.move.line"]
        lines = lines.filtered_domain(line_domain) if line_domain else lines
        return lines.sale_line_ids, lines

    # --- planning ---------------------------------------------------------------

    def _apply(self, sources):
        """Bring the files of sources to what these say, and call what hangs on it.

        :return: the files of these sources
        """
        self._check_units(sources)
        holders = self._get_holders(sources)
        sources = self._adopt_orphans(self._settle_identity(sources, holders))
        plans = [self._plan(source, holders.lot_id) for source in sources]
        files = {(plan.source, file.unit_number): file for plan in plans for file in plan.source.files}
        # States follow from what happened.
        self._tell(plans, files)
        replacing = self._apply_changes(plans, files)
        opened = self._open_missing(plans, files)
        self._tell(plans, opened)
        replacing |= self.env["raya.asset"].union(*(file for file in opened.values() if file.replaced_asset_id))
        files = {**files, **opened}
        replacing |= self._link_exchanges(plans, files)
        replacing._on_replaced()
        self._update_evidence(plans)
        # All others followed their states and dates as these were written.
        replacing._on_evidence_changed()
        return self.env["raya.asset"].concat(*files.values())

    def _plan(self, source, taken):
        """The plan of one source.

        :param taken: lots of the sources that are in use in a file
        """
        before = [
            sync.File(
                id=file.id,
                unit=file.unit_number,
                lot=None if file.state == "cancelled" and file.lot_id in taken else file.lot_id.id or None,
                state=file.state,
                quantity=file.quantity,
                replaces=file.replaced_asset_id.unit_number if file.replaced_asset_id in source.files else None,
                portion=file.invoice_line_id or None,
                is_given=bool(file.replaced_asset_id) and file.replaced_asset_id not in source.files,
                typed=(not file.lot_id and file.serial_key) or None,
            )
            for file in source.files.sorted("unit_number")
        ]
        changes = tuple(sync.plan(self._name_lots(source.sale, before), before))
        after = {file.unit: file for file in [*before, *changes]}
        files = tuple(after.values())
        return Plan(source, changes, files, self._prove(source, files))

    def _name_lots(self, sale, files):
        """A sale with the serial numbers of its goods, where people wrote some on files."""
        if not any(file.typed for file in files):
            return sale
        lots = self.env["stock.lot"].browse(goods.lot for goods in sale.goods if goods.lot)
        return replace(sale, names={lot.id: typed.serial_key(lot.name) for lot in lots})

    def _prove(self, source, files):
        """What documents prove of each unit, values by its number: of those live, and of new files.

        Each unit belongs to the invoice line that it has already, else to the first
        one with a quantity to spare.
        """
        live = [file for file in files if file.state in sync.LIVE]
        proved = [*live, *(file for file in files if file.id is None and file not in live)]
        known = {file.unit_number: file.invoice_line_id for file in source.files}
        sold_by = allotment.assign(
            [(file.quantity, known.get(file.unit) or None) for file in proved], source.sale.portions
        )
        evidence = {line: line._raya_prepare_asset_evidence(source.product) for line in set(sold_by) if line}
        proofs = self._prove_deliveries(source, [*proved, *(file for file in files if file not in proved)])
        records = {file.unit_number: file for file in source.files}
        for file, line in zip(proved, sold_by, strict=True):
            proofs[file.unit].update(evidence.get(line, {}))
            if line and file.id:
                proofs[file.unit].update(self._get_first_sale(source, file, records[file.unit], line))
        return proofs

    def _prove_deliveries(self, source, files):
        """What slips prove of the delivery of each unit: its day, or that none of them tells of it any more.

        :param files: all of them, as they should be; those in use take their share of what was delivered first
        :return: values by number of the unit
        """
        if not source.files and not source.moves:
            return {file.unit: {} for file in files}
        days = allotment.assign([(file.quantity, None) for file in files], source.arrivals)
        told = source.files.event_ids.filtered(lambda event: event.is_told and event.kind == "delivered")
        delivered = set(told.asset_id.mapped("unit_number"))
        proofs = {}
        for file, arrived in zip(files, days, strict=True):
            # What people gave in exchange was delivered when they say.
            day = None if file.is_given and not file.lot else source.get_delivery_day(file.lot, arrived)
            if not day:
                proofs[file.unit] = {"date_delivery": False} if file.unit in delivered else {}
            else:
                is_over = file.id and file.state not in sync.LIVE
                proofs[file.unit] = {} if is_over else {"date_delivery": day}
        return proofs

    # --- the life of the units --------------------------------------------------

    def _tell(self, plans, files):
        """Keep the events that documents tell of these files.

        :param dict files: files by source and number of the unit; others are left alone
        """
        told = {}
        get_today = cache(lambda company: company._raya_get_day())
        for plan in plans:
            today = get_today(plan.source.line.company_id)
            for planned in plan.files:
                file = files.get((plan.source, planned.unit))
                if file:
                    told[file] = self._get_told_events(plan, planned, file, today)
        self.env["raya.asset.event"]._follow_documents(told)

    def _get_told_events(self, plan, planned, file, today):
        """Events of one file that documents tell, and what else makes it what it is planned to be."""
        proof = plan.proofs.get(planned.unit, {})
        said = file.event_ids.filtered(lambda event: not event.is_told) if planned.id else file.event_ids.browse()
        is_given = planned.replaces or "given" in said.mapped("kind")
        line = proof.get("invoice_line_id") or file.invoice_line_id.id
        # The day of goods that the file lets go of is none of its own, and what people told is told.
        is_over = planned.state not in sync.LIVE and planned.lot == (file.lot_id.id or None)
        known_on = is_over and "given" not in said.mapped("kind") and file.date_delivery
        events = plan.source.tell(
            planned,
            sold_on=None if is_given else proof.get("date_invoice") or file.date_invoice or today,
            delivered_on=proof.get("date_delivery", known_on) or None,
            owner=self._get_first_owner(file, said),
            document=f"account.move.line,{line}" if line else None,
            today=today,
        )
        closing = life.conclude([*events, *said._get_values()], STATUS_BY_STATE[planned.state], today)
        return [*events, closing] if closing else events

    def _get_first_owner(self, file, said):
        """Whose the unit was by its documents: its owner of today, unless people said that it changed hands."""
        if said._get_ownerships():
            sold = file.event_ids.filtered(lambda event: event.is_told and event.partner_id)
            return sold[:1].partner_id or (file.sale_line_id or file.invoice_line_id)._raya_get_buyer()
        return file.partner_id

    # --- carrying out -----------------------------------------------------------

    def _apply_changes(self, plans, files):
        """Move known files to their new state, those that let go of goods first.

        :param dict files: files there are, by source and number of the unit
        :return: files that have come in the place of others
        """
        Asset = self.env["raya.asset"]
        known = [(plan.source, change) for plan in plans for change in plan.changes if change.id]
        for source, change in known:
            asset = Asset.browse(change.id)
            if asset.state == "cancelled" and change.state in sync.LIVE:
                self._follow_buyer(asset, source.line)
        replacing = self._link_exchanges(plans, files)
        for state in ("cancelled", "returned", "pending", "active") if known else ():
            alike = [change for _source, change in known if change.state == state]
            self._write_goods(alike)
            assets = Asset.browse([change.id for change in alike])
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
            assets = self.env["raya.asset"].browse(ids)
            if not lot and changes[0].state == sync.PENDING:
                # Goods that never moved leave nothing of theirs.
                assets.filtered("lot_id").write({"lot_id": False, "serial": False, "date_delivery": False})
            assets.filtered(lambda asset, lot=lot: asset.lot_id.id != (lot or False)).lot_id = lot
            assets.filtered(lambda asset, quantity=quantity: asset.quantity != quantity).quantity = quantity

    def _follow_buyer(self, asset, line):
        """A sale that was taken back and comes again may name another buyer; of the same one people know better."""
        values = line._raya_prepare_asset_values()
        sold_to = asset.event_ids._get_sale().partner_id
        if values["partner_id"] not in (asset.partner_id | sold_to).ids and not asset._has_changed_hands():
            asset.write({name: values[name] for name in ("partner_id", "site_id")})

    def _link_exchanges(self, plans, files):
        """Say for whose goods these were given, as far as both have a file.

        :return: files that have come in the place of others just now
        """
        nothing = replacing = self.env["raya.asset"]
        for plan in plans:
            for change in plan.changes:
                file = files.get((plan.source, change.unit))
                replaced = files.get((plan.source, change.replaces), nothing)
                if not file or file.replaced_asset_id == replaced or (change.replaces and not replaced):
                    continue
                if replaced or file.replaced_asset_id in plan.source.files:
                    file.replaced_asset_id = replaced
                    replacing |= file if replaced else nothing
        return replacing

    def _open_missing(self, plans, files):
        """Open the missing files, those that replace others after these.

        :return: the new files, by source and number of the unit
        """
        opened = {}
        todo = [(plan, change) for plan in plans for change in plan.changes if not change.id]
        while todo:
            there = {**files, **opened}
            ready = [
                (plan, change)
                for plan, change in todo
                if not change.replaces or (plan.source, change.replaces) in there
            ]
            for chunk in split_every(CREATE_CHUNK, ready):
                for (plan, change), file in zip(chunk, self._open_files(chunk, there), strict=True):
                    opened[plan.source, change.unit] = file
            todo = [(plan, change) for plan, change in todo if (plan.source, change.unit) not in opened]
        return opened

    def _open_files(self, planned, files):
        """New files, with all that hangs on them, each written once.

        :param planned: pairs of a plan and a change of it
        :param dict files: files there are
        """
        lots = self.env["stock.lot"].browse({change.lot for _plan, change in planned if change.lot})
        received = {lot: day for plan, _change in planned for lot, day in plan.source.received.items()}
        received |= lots.filtered(lambda lot: lot.id not in received)._raya_get_receipt_days()
        goods = {lot.id: self._prepare_lot_values(lot, received.get(lot.id, False)) for lot in lots}
        buyers = {
            line: line._raya_prepare_asset_values()
            for line in dict.fromkeys(plan.source.line for plan, _change in planned)
        }
        return self.env["raya.asset"].create(
            [
                {
                    **buyers[plan.source.line],
                    **self._prepare_file_values(plan, change, files),
                    **goods.get(change.lot, NO_GOODS),
                }
                for plan, change in planned
            ]
        )

    def _prepare_lot_values(self, lot, date_receipt):
        """What follows from the lot of a file, as it is computed where the lot changes."""
        return {
            "lot_id": lot.id,
            "serial": lot.name,
            "serial_key": typed.serial_key(lot.name) or False,
            "is_serial": lot.product_id.tracking == "serial",
            "search_text": self.env["raya.asset"]._join_search_text(lot.name),
            "date_receipt": date_receipt,
        }

    def _prepare_file_values(self, plan, change, files):
        """A new file, as planned."""
        replaced = files[plan.source, change.replaces] if change.replaces else self.env["raya.asset"]
        return {
            **plan.proofs.get(change.unit, {}),
            "product_id": plan.source.product.id,
            "unit_number": change.unit,
            "sold_as": plan.source.sold_as,
            "per_sold": plan.source.per_sold,
            "state": change.state,
            "quantity": change.quantity,
            "replaced_asset_id": replaced.id,
            **self.env["raya.asset"]._prepare_opened_values(change.state, bool(change.replaces)),
        }

    def _update_evidence(self, plans):
        """Keep what the documents prove: the invoice and its date, the day of delivery."""
        changes = defaultdict(list)
        for plan in plans:
            for file in plan.source.files:
                changed = self._get_changed_values(file, plan.proofs.get(file.unit_number, {}))
                changes[tuple(changed.items())].append(file.id)
        for changed, ids in changes.items():
            if changed:
                self.env["raya.asset"].browse(ids).write(dict(changed))

    def _get_changed_values(self, file, values):
        return {
            name: value
            for name, value in values.items()
            if file._fields[name].convert_to_write(file[name], file) != value
        }
