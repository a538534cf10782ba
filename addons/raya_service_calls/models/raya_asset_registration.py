from collections import defaultdict

from odoo import api, models
from odoo.tools import split_every

from ..tools import registration

# Files are opened by documents, hundreds at once; nobody follows them yet.
SILENT = {"mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_notrack": True}
CREATE_CHUNK = 1000


class RayaAsset(models.Model):
    """How documents of sale and stock open product files and keep them true."""

    _inherit = "raya.asset"

    @api.model
    def _register_sources(self, sources):
        """Bring the product files of sold lines to what the documents say.

        Safe to call after every event and as often as one likes; it looks at
        all events of a line at once, so that their order does not matter.

        :param sources: list of dicts from ``_prepare_registration_source()``
        :return: the files of these lines
        """
        # The documents decide, whoever posts them: an invoicing clerk has no
        # rights on product files.
        Asset = self.sudo().with_context(**SILENT)
        files_by_line = Asset._get_files_by_line(sources)
        changes = [
            (source, change)
            for source in sources
            for change in Asset._plan_registration(source, files_by_line[source["line"]])
        ]
        Asset._release_lots([change for _source, change in changes])
        Asset._apply_changes(changes)
        assets = Asset._create_files(changes)
        for files in files_by_line.values():
            assets |= files
        Asset._update_evidence(sources, assets)
        assets._sync_warranties()
        return assets

    def _get_files_by_line(self, sources):
        """Files by sold line, an order line or an invoice line without order."""
        lines = {source["line"] for source in sources}
        sale_ids = [line.id for line in lines if line._name == "sale.order.line"]
        invoice_ids = [line.id for line in lines if line._name == "account.move.line"]
        files = defaultdict(self.browse)
        for asset in self._search_archived_too([("sale_line_id", "in", sale_ids)]):
            files[asset.sale_line_id] |= asset
        domain = [("invoice_line_id", "in", invoice_ids), ("sale_line_id", "=", False)]
        for asset in self._search_archived_too(domain):
            files[asset.invoice_line_id] |= asset
        return files

    def _search_archived_too(self, domain):
        """Documents know their files, also those that people put away."""
        return self.browse(self.with_context(active_test=False)._search(domain, order="id"))

    def _plan_registration(self, source, files):
        return registration.plan(
            source["units"],
            source["lots"].ids,
            [registration.File(file.id, file.unit_number, file.lot_id.id or None, file.state) for file in files],
            needs_lot=source["needs_lot"],
        )

    def _release_lots(self, changes):
        """A serial number that a customer holds now is with nobody else: files
        that still claim it are returned goods."""
        claimed = {change.lot: change.id for change in changes if change.lot and change.state == registration.ACTIVE}
        holders = self._search_archived_too([("lot_id", "in", list(claimed)), ("state", "=", "active")])
        holders.filtered(lambda asset: claimed[asset.lot_id.id] != asset.id)._transition("returned")

    def _apply_changes(self, changes):
        """Move known files to their new state, those that let go of goods first."""
        known = [change for _source, change in changes if change.id]
        for state in ("cancelled", "returned", "pending", "active"):
            assets = self.browse([change.id for change in known if change.state == state])
            (assets - assets.filtered_domain([("state", "=", state)]))._transition(state)
        for change in known:
            self.browse(change.id).lot_id = change.lot

    def _create_files(self, changes):
        vals_list = [
            {
                **source["values"],
                "unit_number": change.unit,
                "lot_id": change.lot,
                "state": change.state,
            }
            for source, change in changes
            if not change.id
        ]
        assets = self.browse()
        for chunk in split_every(CREATE_CHUNK, vals_list):
            assets |= self.create(list(chunk))
        return assets

    def _update_evidence(self, sources, assets):
        """Keep the dates and the invoice that the documents prove."""
        by_line = {source["line"]: source for source in sources}
        changes = defaultdict(self.browse)
        for asset in assets:
            changed = asset._get_changed_evidence(by_line[asset.sale_line_id or asset.invoice_line_id])
            changes[tuple(changed.items())] |= asset
        for changed, alike in changes.items():
            if changed:
                alike.write(dict(changed))

    def _get_changed_evidence(self, source):
        evidence = {
            "invoice_line_id": source["values"]["invoice_line_id"] or self.invoice_line_id.id,
            "date_invoice": source["values"]["date_invoice"] or self.date_invoice,
            "date_delivery": source["delivered_on"].get(self.lot_id.id) or self.date_delivery,
            "quantity": source["values"]["quantity"] or self.quantity,
        }
        return {
            name: value
            for name, value in evidence.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
