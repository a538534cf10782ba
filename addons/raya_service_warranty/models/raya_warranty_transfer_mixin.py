from odoo import fields, models

from odoo.addons.raya_service_base.tools.linking import repoint


class RayaWarrantyTransferMixin(models.AbstractModel):
    """Coverages when the unit changes hands, is exchanged for another or has two files.

    An exchange starts nothing anew: the other unit gets the time that is left.
    """

    _name = "raya.warranty.transfer.mixin"
    _description = "Coverage of a Unit That Changes Hands"

    def _get_chain(self):
        """These coverages and those of other units that they continue or that continue them."""
        before, after = self, self
        while before.continues_id - self:
            before = before.continues_id
            self |= before
        while after.continued_ids - self:
            after = after.continued_ids
            self |= after
        return self

    # --- change of owner -------------------------------------------------------

    def _record_transfer(self, reason, date):
        """The unit has a new owner from this day on."""
        kept = self.filtered(lambda warranty: warranty.standing != "moved")
        self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": "transfer", "date": date, "reason": reason} for warranty in kept]
        )
        kept._sync_dates()

    # --- exchange of the unit --------------------------------------------------

    def _move_to(self, asset, date, reason):
        """The rest of these coverages goes on for another unit; once is enough.

        What that unit was promised by the same policies, before anybody knew for
        which unit it was given, becomes this rest.

        :return: the coverages of the other unit
        """
        moving = self.filtered(lambda warranty: not warranty.continued_ids)
        promised = {warranty._get_key(): warranty for warranty in asset.warranty_ids if not warranty.continues_id}
        for warranty in moving.filtered(lambda warranty: warranty._get_key() in promised):
            promised[warranty._get_key()].write({"continues_id": warranty.id, **warranty._prepare_sale_values()})
        self.create(
            [warranty._prepare_continued_values(asset) for warranty in moving if warranty._get_key() not in promised]
        )
        moved = moving.continued_ids
        Event = self.env["raya.warranty.event"]
        common = {"date": date, "reason": reason}
        Event.create([{"warranty_id": warranty.id, "kind": "exchange", **common} for warranty in moving])
        Event.create([{"warranty_id": warranty.id, "kind": "continue", **common} for warranty in moved])
        moving._sync_dates()
        return moved

    def _take_back_from(self, asset, date, reason):
        """The rest of these coverages, which went on for another unit, goes on for their own again.

        What may have decided there who pays stays, void; the rest goes without a trace.
        """
        moved = self.continued_ids.filtered(lambda warranty: warranty.asset_id == asset)
        returning = moved.continues_id
        Event = self.env["raya.warranty.event"]
        common = {"date": date, "reason": reason}
        decided = moved & moved._get_decided()
        Event.create([{"warranty_id": warranty.id, "kind": "void", **common} for warranty in decided])
        decided.continues_id = False
        (moved - decided).unlink()
        Event.create([{"warranty_id": warranty.id, "kind": "reinstate", **common} for warranty in returning])
        returning._sync_dates()

    def _prepare_continued_values(self, asset):
        self.ensure_one()
        return {
            "asset_id": asset.id,
            "policy_id": self.policy_id.id,
            "origin": self.origin and self._get_origin_key(),
            "date_granted": self.date_granted,
            **self._prepare_sale_values(),
            "continues_id": self.id,
            "line_ids": [fields.Command.create(line._prepare_continued_values()) for line in self.line_ids],
        }

    def _prepare_sale_values(self):
        """What the sale of the first unit fixed, for whichever unit goes on."""
        return {"priority": self.priority, "date_sold": self.date_sold}

    # --- files of one unit become one --------------------------------------------

    def _merge_into(self, asset):
        """This coverage goes on in another file of the same unit.

        Where that file has a coverage of this policy already, the unit keeps that
        one: what happened to this one and what it has paid counts there from now
        on, and an event tells the dates it had.
        """
        self.ensure_one()
        same = asset.warranty_ids.filtered(lambda other: other._get_key() == self._get_key())
        if not same:
            return
        self.env["raya.warranty.event"].create(
            {
                "warranty_id": same.id,
                "kind": "merge",
                "date": asset.company_id._raya_get_day(),
                "reason": self._describe_dates(),
            }
        )
        partners = {other._get_key(): other for other in same.line_ids}
        twins = {line.id: partners[line._get_key()].id for line in self.line_ids if line._get_key() in partners}
        repoint(self.line_ids.browse(), twins)
        self.line_ids.filtered(lambda line: line.id in twins).unlink()
        repoint(self.browse(), {self.id: same.id})
        self.unlink()
        same._sync_dates()

    def _get_key(self):
        """What a unit can have only once."""
        return self.policy_id, self.origin

    def _describe_dates(self):
        if not self.date_start:
            return self.env._("%(file)s had this coverage, too. It had not started.", file=self.asset_id.display_name)
        return self.env._(
            "%(file)s had this coverage, too, from %(start)s %(until)s.",
            file=self.asset_id.display_name,
            start=self.env["res.lang"]._raya_format_day(self.date_start),
            until=self._describe_until(self.date_end),
        )
