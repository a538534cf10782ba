from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import quantities

# What the quantities of a part are read from.
MOVE_FIELDS = tuple(
    f"move_ids.{name}" for name in ("state", "quantity", "product_qty", "location_id", "location_dest_id")
)
QTY = {"compute": "_compute_quantities", "compute_sudo": True, "digits": "Product Unit"}


class RayaPart(models.Model):
    """A part of the job. What is needed and what became of it is told by the technician;
    the other quantities are read from the stock moves that carry this line."""

    _name = "raya.part"
    _description = "Part of a work order"
    _inherit = [
        "raya.workorder.line.mixin",
        "raya.part.moves.mixin",
        "raya.part.report.mixin",
        "raya.part.supply.mixin",
        "raya.part.substitution.mixin",
    ]
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    tracking = fields.Selection(related="product_id.tracking")
    fault_id = fields.Many2one("raya.fault", index="btree_not_null", ondelete="restrict")
    source = fields.Selection(
        [("warehouse", "Warehouse"), ("van", "Technician's Stock"), ("workshop", "Workshop")],
        "From",
        default="warehouse",
        required=True,
        help="The warehouse is asked for its parts. What the technician or the workshop has is used without a request.",
    )
    quantity = fields.Float("Needed", default=1.0, required=True, digits="Product Unit")
    qty_reported = fields.Float(
        "Used",
        digits="Product Unit",
        copy=False,
        help="What the technician says was used. It leaves their stock when the report is approved.",
    )
    lot_ids = fields.Many2many(
        "stock.lot", string="Fitted", copy=False, check_company=True, help="Lots or serial numbers of what was used."
    )
    lot_domain = fields.Binary(compute="_compute_lot_domain")
    removed_serial = fields.Char("Serial Taken Out", copy=False, help="Serial number of the old part.")
    is_old_owed = fields.Boolean(
        "Old Part Comes Back", compute="_compute_is_old_owed", store=True, readonly=False, precompute=True, copy=False
    )
    qty_kept = fields.Float(
        "Kept", digits="Product Unit", copy=False, help="Issued for this job and not needed: stays with the technician."
    )
    kept_reason = fields.Char("Why Kept", copy=False)
    qty_lost = fields.Float(
        "Lost", digits="Product Unit", copy=False, help="Leaves the stock as a loss when the report is approved."
    )
    lost_reason = fields.Char("How Lost", copy=False)
    move_ids = fields.One2many("stock.move", "raya_part_id", groups="stock.group_stock_user")
    request_line_ids = fields.One2many("raya.part.request.line", "part_id", readonly=True, copy=False)
    qty_to_approve = fields.Float(
        "To Approve",
        compute="_compute_qty_to_approve",
        compute_sudo=True,
        digits="Product Unit",
        help="Asked of the warehouse as soon as somebody has approved it.",
    )
    qty_requested = fields.Float("Requested", **QTY)
    qty_issued = fields.Float("Issued", **QTY)
    qty_own = fields.Float("From Own Stock", **QTY, help="Used from what the technician or the workshop had.")
    qty_used = fields.Float("Has Left", **QTY, help="Used according to the stock, after the approval.")
    qty_returned = fields.Float("Returned", **QTY)
    qty_returning = fields.Float("On Its Way Back", **QTY)
    qty_defective = fields.Float("Defective", **QTY, help="Old parts that the warehouse has received.")
    qty_held = fields.Float("With Technician", **QTY, help="Issued, and nothing said about it yet.")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The needed quantity of a part must be more than zero."
    )

    @api.depends("product_id")
    def _compute_is_old_owed(self):
        for part in self:
            part.is_old_owed = part.product_id.raya_is_old_owed

    @api.depends(*MOVE_FIELDS, "qty_reported", "qty_kept", "qty_lost", "source", "workorder_id.state")
    def _compute_quantities(self):
        for part in self:
            found = part._read_quantities()
            part.qty_requested = found.requested
            part.qty_issued = found.issued
            part.qty_own = quantities.own(part._is_issued(), part.qty_reported, part.qty_lost)
            part.qty_used = found.used
            part.qty_returned = found.returned
            part.qty_returning = found.returning
            part.qty_defective = found.defective
            part.qty_held = part._get_held(found)

    @api.depends("request_line_ids.quantity", "request_line_ids.request_id.state")
    def _compute_qty_to_approve(self):
        for part in self:
            waiting = part.request_line_ids.filtered(lambda line: line._is_waiting())
            part.qty_to_approve = sum(waiting.mapped("quantity"))

    @api.constrains("product_id", "source")
    def _check_product_not_moved(self):
        for part in self:
            # What was requested and cancelled is no more asked for.
            moves = part._get_moves()
            asked = part.sudo().request_line_ids.filtered(lambda line: line._is_waiting())
            others = (moves.product_id | asked.product_id) - part.product_id
            if others or ((moves or asked) and not part._is_issued()):
                raise ValidationError(
                    self.env._("This part was requested already. Add a line for another part instead of changing it.")
                )

    @api.constrains("qty_reported", "qty_kept", "qty_lost")
    def _check_reported(self):
        for part in self._read_with_job():
            if any(
                part.product_uom_id.compare(said, 0) < 0 for said in (part.qty_reported, part.qty_kept, part.qty_lost)
            ):
                raise UserError(self.env._("The used quantity of a part cannot be negative."))
            if part.product_uom_id.compare(part.qty_held, 0) < 0:
                part._refuse_too_much()

    @api.constrains("qty_kept", "kept_reason", "qty_lost", "lost_reason")
    def _check_reasons(self):
        for part in self:
            if (part.qty_kept and not part.kept_reason) or (part.qty_lost and not part.lost_reason):
                raise ValidationError(
                    self.env._("%s: say why it is kept, or how it was lost.", part.product_id.display_name)
                )

    @api.constrains("qty_kept", "source")
    def _check_kept_was_issued(self):
        own = self.filtered(lambda part: part.qty_kept and not part._is_issued())[:1]
        if own:
            raise ValidationError(
                self.env._(
                    "%s is from the technician's own stock: what is not used stays there.", own.product_id.display_name
                )
            )

    @api.constrains("lot_ids", "product_id", "qty_reported")
    def _check_lots(self):
        for part in self._read_with_job():
            if part.lot_ids.product_id - part.product_id:
                raise ValidationError(
                    self.env._("The serial number is one of another part than %s.", part.product_id.display_name)
                )
            if part.tracking == "serial" and len(part.lot_ids) > part.qty_reported:
                raise ValidationError(
                    self.env._(
                        "%(part)s: %(chosen)s serial numbers are chosen, but %(used)s is used.",
                        part=part.product_id.display_name,
                        chosen=self.env["res.lang"]._raya_format_number(len(part.lot_ids)),
                        used=self.env["res.lang"]._raya_format_number(part.qty_reported),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        moved = self.filtered(lambda part: part._get_moves() or part.qty_to_approve)
        if moved:
            raise UserError(
                self.env._(
                    "%(part)s was requested from the warehouse and stays on the work order.",
                    part=moved[0].display_name,
                )
            )

    def action_use_all(self):
        """Report as used whatever the technician still holds, or what is needed of their own stock."""
        for part in self:
            part.qty_reported = part.qty_reported + part.qty_held if part._is_issued() else part.quantity

    def _get_report_fields(self):
        return [
            *super()._get_report_fields(),
            *(
                "product_id",
                "asked_product_id",
                "fault_id",
                "source",
                "quantity",
                "qty_reported",
                "lot_ids",
                "removed_serial",
            ),
            *("is_old_owed", "qty_kept", "kept_reason", "qty_lost", "lost_reason"),
        ]

    # Hook

    def _get_consumption_locations(self):
        """Where each of these parts goes when it has been used.

        Called at the approval before the parts are taken from the technicians, when
        the lines of the report are frozen already. ``self`` are parts of one
        company, in superuser mode and in that company. Floors above extend it for
        parts the customer does not pay.

        :return: dict of one ``stock.location`` outside the company's stock by part
        """
        return {part: part._get_sold_location() for part in self}

    # Quantities

    def _is_issued(self):
        """Whether a warehouse gives this part to the job."""
        return self.source == "warehouse"

    def _is_closed(self):
        """Whether what was reported has left already."""
        return self.workorder_id.state == "approved"

    def _read_with_job(self):
        """These lines, which read what they need together with the others of their jobs: a form writes each alone."""
        return self.with_prefetch(self.workorder_id.part_ids._ids)

    def _get_moves(self):
        # Technicians have no rights on the stock: they see sums of their own lines.
        moves = self.sudo().move_ids
        # One query reads the moves of all lines of a job, and not each for itself.
        return moves.filtered(lambda move: move.state != "cancel").with_prefetch(moves._prefetch_ids)

    def _get_moves_where(self, condition):
        """Moves whose fact (see ``tools.quantities``) meets the condition."""
        moves = self._get_moves()
        return moves.filtered(lambda move: condition(move._raya_get_part_fact())).with_prefetch(moves._prefetch_ids)

    def _get_issues(self):
        return self._get_moves_where(lambda fact: quantities.is_request(fact) and fact.is_final)

    def _get_open_requests(self):
        return self._get_moves_where(lambda fact: quantities.is_request(fact) and not fact.is_final)

    def _is_requested(self):
        """Whether the warehouse was asked for something of it that it has not issued, or is to be asked when somebody
        has approved it."""
        # A technician reads no stock, but what they wait for.
        return bool(self.sudo()._get_open_requests()) or self.qty_to_approve > 0

    def _get_used_moves(self):
        """Final consumption of these parts: what it was worth is on its moves.

        What an amendment took back has not been used.
        """
        used = self._get_moves_where(lambda fact: quantities.is_use(fact) and fact.is_final)
        return used.filtered(lambda move: not move._raya_is_taken_back())

    def _get_used_serials(self):
        """For the work report: which serial numbers the customer has in their unit."""
        lots = self._get_used_moves().move_line_ids.lot_id or self.sudo().lot_ids
        return ", ".join(lots.mapped("name"))

    def _read_quantities(self):
        self.ensure_one()
        return quantities.read([move._raya_get_part_fact() for move in self._get_moves()])

    def _get_held(self, found):
        """:param found: ``tools.quantities.Quantities`` of this line"""
        if not self._is_issued():
            return 0.0
        reported, lost = (found.used, found.lost) if self._is_closed() else (self.qty_reported, self.qty_lost)
        return quantities.still_held(found, reported, self.qty_kept, lost)

    def _is_zero(self, quantity):
        return self.product_uom_id.is_zero(quantity)

    def _refuse_too_much(self):
        received = self.qty_held + self.qty_reported
        written = self.env["res.lang"]._raya_format_number
        raise UserError(
            self.env._(
                "You cannot use %(used)s of %(part)s: only %(received)s was issued to you and"
                " not returned. Request more first, or add a line for what you take from your own stock.",
                used=written(self.qty_reported),
                part=self.product_id.display_name,
                received=written(received),
            )
        )

    def _check_balance(self):
        """Issued must be used, returned, kept or lost before a report can be closed."""
        written = self.env["res.lang"]._raya_format_number
        for part in self:
            if not part._is_zero(part.qty_held):
                raise UserError(
                    self.env._(
                        "%(workorder)s: of %(part)s %(issued)s was issued, %(used)s is used and"
                        " %(returned)s is returned. Write the rest as used, return it to the"
                        " warehouse, or say why it is kept or lost.",
                        workorder=part.workorder_id.name,
                        part=part.product_id.display_name,
                        issued=written(part.qty_issued),
                        used=written(part.qty_reported),
                        returned=written(part.qty_returned + part.qty_returning),
                    )
                )
