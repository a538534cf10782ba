from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# How the page shows where a part is.
SUPPLY_COLOURS = {
    "used": "success",
    "here": "success",
    "ready": "info",
    "to_approve": "warning",
    "requested": "info",
    "returning": "secondary",
    "available": "light",
    "short": "warning",
}


class RayaMyJobsPartMixin(models.AbstractModel):
    """On the phone: parts asked for, used and given back."""

    _name = "raya.my.jobs.part.mixin"
    _description = "My Jobs: Parts"

    @api.model
    def _prepare_parts_of_jobs(self, jobs):
        return {
            job: {
                "parts": [self._prepare_part(part) for part in job.part_ids],
                "canRequest": job.can_request,
                "canCancel": job.has_open_requests,
                "canReturn": job.can_return,
            }
            for job in jobs
        }

    @api.model
    def _prepare_part(self, part):
        is_issued = part._is_issued()
        return {
            "id": part.id,
            "name": part.product_id.display_name,
            "unit": part.product_uom_id.name,
            "needed": part.quantity,
            "used": part.qty_reported,
            "isIssued": is_issued,
            # What the technician was given and has not said anything about may be used as well.
            "usable": part.qty_reported + part.qty_held if is_issued else 0.0,
            "canTake": self._can_take(part),
            "states": self._prepare_supply(part),
            # Of what the technician may take instead they read the name only.
            "substitute": part.sudo().substitute_id.display_name or "",
            "substituteId": part.sudo().substitute_id.id,
            "substituteNote": part.substitute_note or "",
            "asked": part.sudo().asked_product_id.display_name or "",
            "isTracked": part.tracking != "none",
            # Technicians read no lots but those of their own lines.
            "fitted": part.sudo().lot_ids.mapped("name"),
            "removed": part.removed_serial or "",
            "isOldOwed": part.is_old_owed,
        }

    @api.model
    def _can_take(self, part):
        """Whether the van has what is needed and nobody was asked for it."""
        asked = part.qty_requested + part.qty_to_approve
        is_needed = part._is_zero(asked) and part._is_zero(part.qty_reported)
        return is_needed and part.tracking != "serial" and part.qty_van >= part.quantity

    @api.model
    def _prepare_supply(self, part):
        labels = dict(part._fields["supply"]._description_selection(self.env))
        # What the van has is not missing, whatever the warehouse says.
        is_here = part.supply == "short" and part.qty_van >= part.quantity
        states = [part.supply] if part.supply and not is_here else []
        if part.qty_returning > 0 and "returning" not in states:
            states.append("returning")
        shown = [{"key": key, "label": labels[key], "colour": SUPPLY_COLOURS[key]} for key in states]
        if part.date_expected:
            day = self.env["res.lang"]._raya_format_day(part.date_expected)
            shown.append({"key": "date", "label": self.env._("expected %s", day), "colour": "light"})
        if part.qty_van > 0 and not part._is_zero(part.quantity - part.qty_reported):
            number = self.env["res.lang"]._raya_format_number(part.qty_van)
            shown.append({"key": "van", "label": self.env._("%s in the van", number), "colour": "light"})
        return shown

    @api.model
    def _run_take_part(self, job, date, part_id):
        part = self._find(job.part_ids, part_id)
        if part.qty_reported >= part.quantity:
            return self._skipped(self.env._("It is reported as used already."))
        if part.product_uom_id.compare(part.qty_van, part.quantity) < 0:
            raise UserError(
                self.env._("Not enough of %s is in your van. Request it instead.", part.product_id.display_name)
            )
        part.write({"source": "van", "qty_reported": part.quantity})
        return self._done(self.env._("Used from the van: %s", part.product_id.display_name))

    @api.model
    def _run_take_substitute(self, job, date, part_id, product_id):
        """Take the product that the phone showed, and no other one that is offered since."""
        part = self._find(job.part_ids, part_id)
        if part.product_id.id == product_id:
            return self._skipped(self.env._("%s stands there already.", part.product_id.display_name))
        # Of what they may take technicians read the name only.
        offered = part.sudo()._get_offered()
        if offered and offered.id != product_id:
            raise UserError(
                self.env._(
                    "What you chose is not there any more: %(substitute)s is offered in the place of %(part)s now.",
                    substitute=offered.display_name,
                    part=part.product_id.display_name,
                )
            )
        return self._done(part.action_take_substitute()["params"]["message"])

    @api.model
    def _run_use_part(self, job, date, part_id, quantity, base):
        part = self._find(job.part_ids, part_id)
        if self._is_other_number(part, "qty_reported", quantity, base):
            return self._refuse_number(part.qty_reported, quantity)
        # What is not used was not fitted: the phone has no other way to say so.
        nothing = {} if quantity else {"lot_ids": [Command.clear()]}
        part.write({"qty_reported": quantity, **nothing})
        if not quantity:
            return self._done(self.env._("Not used: %s", part.product_id.display_name))
        return self._done(self.env._("Used: %s", part.product_id.display_name))

    @api.model
    def _run_add_part(self, job, date, code):
        product, lot = self._find_product(job, code)
        part = job.part_ids.filtered(lambda line: line.product_id == product)[:1]
        if lot:
            if lot in part.sudo().lot_ids:
                return self._skipped(self.env._("%s stands there already.", lot.name))
            self._fit(part or self._add_part(job, product), lot)
            return self._done(self.env._("Fitted: %s", lot.name))
        if not part:
            part = self._add_part(job, product)
            if self._can_take(part):
                part.write({"source": "van", "qty_reported": part.quantity})
                return self._done(self.env._("Used from the van: %s", product.display_name))
        return self._done(self.env._("On the job: %s", product.display_name))

    @api.model
    def _add_part(self, job, product):
        return self.env["raya.part"].create({"workorder_id": job.id, "product_id": product.id})

    @api.model
    def _find_product(self, job, code):
        """The part of a scanned or typed code, and its serial number where the code is one.

        :raises UserError: when there is none, or several
        """
        is_part = Domain("type", "=", "consu") & Domain("company_id", "in", [job.company_id.id, False])
        code_domain = Domain("barcode", "=", code) | Domain("default_code", "=ilike", code)
        products = self.env["product.product"].search(is_part & code_domain, limit=2)
        if len(products) == 1:
            return products, self.env["stock.lot"]
        # Technicians read no stock but what they have: the lines of the job check what they may use.
        in_company = Domain("company_id", "in", [job.company_id.id, False])
        lots = (
            self.env["stock.lot"].sudo().search(in_company & Domain("name", "=", code), limit=2) if not products else ()
        )
        if len(lots) != 1:
            raise UserError(self.env._("No single part has the number “%s”. Add it on the form.", code))
        return lots.product_id.with_env(self.env), lots

    @api.model
    def _run_fit_serial(self, job, date, part_id, serial):
        part = self._find(job.part_ids, part_id)
        # As above.
        Lot = self.env["stock.lot"].sudo()
        known = Domain("product_id", "=", part.product_id.id) & Domain("company_id", "in", [job.company_id.id, False])
        lot = Lot.search(known & Domain("name", "=", serial), limit=1)
        if lot and lot in part.sudo().lot_ids:
            return self._skipped(self.env._("%s stands there already.", serial))
        self._fit(part, lot)
        return self._done(self.env._("Fitted: %s", serial))

    @api.model
    def _fit(self, part, lot):
        """Report a serial number as fitted; where it came from the van, so did the part.

        :raises UserError: when the technician does not have it
        """
        if not lot or lot not in lot.search(part.lot_domain):
            raise UserError(
                self.env._("You do not have %(part)s with this serial number.", part=part.product_id.display_name)
            )
        lots = part.sudo().lot_ids | lot
        values = {"lot_ids": [Command.link(lot.id)]}
        if part.tracking == "serial":
            values["qty_reported"] = max(part.qty_reported, len(lots))
            values["quantity"] = max(part.quantity, len(lots))
        elif part._is_zero(part.qty_reported):
            values["qty_reported"] = part.quantity
        if part._is_zero(part.qty_requested + part.qty_to_approve):
            values["source"] = "van"
        part.write(values)

    @api.model
    def _run_write_removed(self, job, date, part_id, text, base):
        return self._write_text(self._find(job.part_ids, part_id), "removed_serial", text, base)

    @api.model
    def _run_request_parts(self, job, date):
        issued = job.part_ids.filtered(lambda part: part._is_issued())
        if not issued._get_wanted():
            return self._skipped(self._get_request_refusal(issued))
        if job.action_request_parts():
            return self._done(self.env._("Somebody has to approve the parts first."))
        return self._done(self.env._("Requested from the warehouse."))

    @api.model
    def _get_request_refusal(self, issued):
        """Why the warehouse is asked for nothing.

        :param issued: parts of a job that come from the warehouse; nothing of them is left to request
        """
        if not issued:
            return self.env._("No part of this job comes from the warehouse.")
        if any(issued.mapped("qty_to_approve")):
            return self.env._("Nothing is left to request: somebody has to approve the parts first.")
        return self.env._("All parts were requested already.")

    @api.model
    def _run_cancel_requests(self, job, date, reason):
        if not job.has_open_requests:
            return self._skipped(self.env._("No request is open: what the warehouse has issued is returned."))
        job.action_cancel_requests(reason)
        return self._done(self.env._("Cancelled: the warehouse reads why."))

    @api.model
    def _run_return_parts(self, job, date):
        if not job.can_return:
            return self._skipped(self.env._("There is nothing to return."))
        job.action_return_parts()
        return self._done(self.env._("On its way back: hand it to the warehouse."))
