from odoo import api, fields, models

from ..tools import sync

# A sentence that more files tell is not read.
MOST_ASKED = 5


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Receipts and deliveries of a serial number are asked for with every sale.
    _raya_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """More goods may be added to a slip that is done."""
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "done")._raya_sync_assets()
        return lines

    def write(self, vals):
        """Goods that moved already may turn out to be others, fewer, or to have moved on another day."""
        corrected = self.filtered(lambda line: line.state == "done" and line._raya_is_correction(vals))
        lots = corrected.lot_id
        result = super().write(vals)
        if corrected:
            corrected._raya_sync_assets(lots)
        return result

    def _raya_is_correction(self, vals):
        """Whether these values say something else of goods that moved. Odoo writes their moment by itself, too."""
        if {"lot_id", "quantity", "product_uom_id"}.intersection(vals):
            return True
        moment = vals.get("date") and fields.Datetime.to_datetime(vals["date"])
        return bool(moment) and self.company_id._raya_get_day(moment) != self.company_id._raya_get_day(self.date)

    def _raya_sync_assets(self, lots_before=None):
        """Bring the files of goods that moved to or from customers up to date.

        :param lots_before: serial numbers that these lines had before
        """
        # The clerk who moves goods need not see orders and product files.
        lines = self.sudo().filtered(lambda line: "customer" in (line.location_id.usage, line.location_dest_id.usage))
        unlinked = lines.filtered(lambda line: not line.move_id.sale_line_id and not line._raya_stays_theirs())
        lots = unlinked.lot_id | lots_before.sudo() if lots_before else unlinked.lot_id
        back = unlinked.filtered(lambda line: line.location_id.usage == "customer")
        # What was credited is asked of the units that came back first.
        back._raya_take_back_units()
        self.env["raya.asset.sync"]._sync(lines.move_id.sale_line_id | lots.raya_asset_ids.sale_line_id)
        back.filtered(lambda line: not line.lot_id)._raya_ask_for_units()
        if lots_before:
            (unlinked - back)._raya_give_others(lots_before.sudo())

    def _raya_get_giver(self):
        """Who gave the goods of this line, as far as its slip says so."""
        return (self.picking_id.partner_id or self.move_id.partner_id).commercial_partner_id

    def _raya_stays_theirs(self):
        """Whether the goods of this line changed the place and not the owner: a unit that is repaired."""
        self.ensure_one()
        return bool(self.owner_id) and self.owner_id.commercial_partner_id == self._raya_get_giver()

    def _raya_take_back_units(self):
        """Units that no order delivered come back by these lines; of goods from somebody else their files are told."""
        for line in self:
            files = line.lot_id.raya_asset_ids.filtered(
                lambda file: file.state == "active" and "delivered" not in file.event_ids.mapped("kind")
            )
            giver = line._raya_get_giver()
            for file in files.filtered("is_serial"):
                if giver and giver != file.partner_id.commercial_partner_id:
                    file._message_log(
                        body=self.env._(
                            "%(slip)s took these goods in from %(giver)s. The unit is still in use here: transfer it to "
                            "whoever has it, or say that it came back.",
                            slip=line.picking_id.name or line.reference,
                            giver=giver.name,
                        )
                    )
                else:
                    day = file.company_id._raya_get_day(line.date)
                    file._record_event("returned", day, note=line.picking_id.name or line.reference)
                    file._transition("returned")

    def _raya_ask_for_units(self):
        """Goods without serial number that name no sale: their files ask whether it was theirs."""
        for line in self:
            giver = line._raya_get_giver()
            domain = [
                ("product_id", "=", line.product_id.id),
                ("partner_id", "child_of", giver.id),
                ("company_id", "=", line.company_id.id),
                ("state", "in", sync.LIVE),
                ("lot_id", "=", False),
            ]
            files = self.env["raya.asset"].search(domain, order="id", limit=MOST_ASKED) if giver else ()
            for file in files:
                file._message_log(
                    body=self.env._(
                        "%(slip)s took %(product)s in from %(giver)s and names no sale. If it was this unit, say that "
                        "it came back.",
                        slip=line.picking_id.name or line.reference,
                        product=line.product_id.display_name,
                        giver=giver.name,
                    )
                )

    def _raya_give_others(self, lots_before):
        """The slip of a unit that was given in exchange, by hand, says now that it was another one.

        :param lots_before: serial numbers that these lines had before
        """
        given = lots_before.raya_asset_ids.filtered(
            lambda file: file.state == "active" and file.is_serial and file.event_ids._is_given_by_hand()
        )
        for line in self.filtered(lambda line: line.lot_id and line.lot_id not in lots_before):
            file = given.filtered(lambda file, line=line: file.product_id == line.product_id)
            if len(file) == 1 and not line.lot_id.raya_asset_ids.filtered(lambda other: other.state == "active"):
                file.lot_id = line.lot_id
            for other in file if file.lot_id != line.lot_id else ():
                other._message_log(
                    body=self.env._(
                        "%(slip)s says now that %(serial)s was given, which is not this unit. Look at both.",
                        slip=line.picking_id.name or line.reference,
                        serial=line.lot_id.name,
                    )
                )
