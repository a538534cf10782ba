from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import allotment

from ..tools import quantities

# What the quantities of a part are read from.
MOVE_FIELDS = tuple(
    f"move_ids.{name}" for name in ("state", "quantity", "product_qty", "location_id", "location_dest_id")
)


class RayaPart(models.Model):
    """A part of the job. Only the needed quantity is typed: the others are read
    from the stock moves that carry this line."""

    _name = "raya.part"
    _description = "Part of a work order"
    _inherit = ["raya.workorder.line.mixin"]
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
    fault_id = fields.Many2one("raya.fault", index="btree_not_null", ondelete="restrict")
    quantity = fields.Float("Needed", default=1.0, required=True, digits="Product Unit")
    move_ids = fields.One2many("stock.move", "raya_part_id", groups="stock.group_stock_user")
    qty_requested = fields.Float("Requested", compute="_compute_quantities", compute_sudo=True, digits="Product Unit")
    qty_issued = fields.Float("Issued", compute="_compute_quantities", compute_sudo=True, digits="Product Unit")
    qty_used = fields.Float(
        "Used",
        compute="_compute_qty_used",
        inverse="_inverse_qty_used",
        compute_sudo=True,
        digits="Product Unit",
        help="What you write here leaves your stock when the report is approved.",
    )
    qty_returned = fields.Float("Returned", compute="_compute_quantities", compute_sudo=True, digits="Product Unit")
    qty_defective = fields.Float(
        "Defective",
        compute="_compute_quantities",
        compute_sudo=True,
        digits="Product Unit",
        help="Old parts that the warehouse has received.",
    )
    qty_held = fields.Float(
        "With Technician",
        compute="_compute_quantities",
        compute_sudo=True,
        digits="Product Unit",
        help="Issued, and neither used nor returned yet.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The needed quantity of a part must be more than zero."
    )

    @api.depends(*MOVE_FIELDS)
    def _compute_quantities(self):
        for part in self:
            found = part._read_quantities()
            part.qty_requested = found.requested
            part.qty_issued = found.issued
            part.qty_returned = found.returned
            part.qty_defective = found.defective
            part.qty_held = found.held

    # Apart from the others: while it is written they must follow its moves.
    @api.depends(*MOVE_FIELDS)
    def _compute_qty_used(self):
        for part in self:
            part.qty_used = part._read_quantities().used

    def _inverse_qty_used(self):
        wanted = {part: part.qty_used for part in self}
        for part, quantity in wanted.items():
            part._plan_use(quantity)

    @api.constrains("product_id")
    def _check_product_not_moved(self):
        # The technician may read no moves.
        if any(part.product_id != move.product_id for part in self for move in part.sudo().move_ids):
            raise ValidationError(
                self.env._("This part was requested already. Add a line for another part instead of changing it.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        moved = self.filtered(lambda part: part._get_moves())
        if moved:
            raise UserError(
                self.env._(
                    "%(part)s was requested from the warehouse and stays on the work order.",
                    part=moved[0].display_name,
                )
            )

    def action_use_all(self):
        """Report as used whatever the technician still holds."""
        for part in self:
            part.qty_used += part.qty_held

    def _get_report_fields(self):
        return [*super()._get_report_fields(), "product_id", "fault_id", "quantity"]

    # Hook

    def _get_consumption_location(self):
        """Where this part goes when it has been used.

        Called at the approval for each part right before its consumption move is
        made final, when the lines of the report are frozen already. ``self`` is
        one part, in superuser mode and in the company of its work order. Floors
        above override it for parts the customer does not pay.

        :return: one ``stock.location`` outside the company's stock
        """
        self.ensure_one()
        return self.workorder_id.partner_id.property_stock_customer

    # Quantities

    def _get_moves(self):
        # Technicians have no rights on the stock: they see sums of their own lines.
        return self.sudo().move_ids.filtered(lambda move: move.state != "cancel")

    def _get_moves_where(self, condition):
        """Moves whose fact (see ``tools.quantities``) meets the condition."""
        return self._get_moves().filtered(lambda move: condition(move._raya_get_part_fact()))

    def _get_issues(self):
        return self._get_moves_where(lambda fact: quantities.is_request(fact) and fact.is_final)

    def _get_used_moves(self):
        """Final consumption of these parts: what it was worth is on its moves."""
        return self._get_moves_where(lambda fact: quantities.is_use(fact) and fact.is_final)

    def _get_used_serials(self):
        """For the work report: which serial numbers the customer has in their unit."""
        return ", ".join(self._get_used_moves().move_line_ids.lot_id.mapped("name"))

    def _get_plans(self):
        return self._get_moves_where(lambda fact: quantities.is_use(fact) and not fact.is_final)

    def _read_quantities(self):
        self.ensure_one()
        return quantities.read([move._raya_get_part_fact() for move in self._get_moves()])

    def _is_zero(self, quantity):
        return self.product_uom_id.is_zero(quantity)

    # Request

    def _request(self):
        """Ask the warehouse for what is needed and was not requested yet."""
        procurements = [
            part._prepare_procurement(part.quantity - part.qty_requested)
            for part in self
            if part.product_uom_id.compare(part.quantity, part.qty_requested) > 0
        ]
        if not procurements:
            raise UserError(
                self.env._("All the parts were requested already. Add a part or raise its needed quantity first.")
            )
        # Technicians request for their own jobs; rules and slips are the warehouse's.
        self.env["stock.rule"].sudo().run(procurements)

    def _prepare_procurement(self, quantity):
        self.ensure_one()
        workorder = self.workorder_id
        location = workorder._get_technician_location()
        return self.env["stock.rule"].Procurement(
            self.product_id,
            quantity,
            self.product_uom_id,
            location,
            workorder.name,
            workorder.name,
            self.company_id,
            self._prepare_procurement_values(location.warehouse_id),
        )

    def _prepare_procurement_values(self, warehouse):
        self.ensure_one()
        return {
            "company_id": self.company_id,
            "warehouse_id": warehouse,
            "route_ids": warehouse.raya_issue_rule_id.route_id,
            "reference_ids": self.workorder_id.reference_id,
            "partner_id": self.workorder_id.user_id.partner_id.id,
            "date_planned": fields.Datetime.now(),
            "raya_part_id": self.id,
        }

    def _cancel_requests(self):
        """What has not been issued when the job ends is not needed any more."""
        self._get_moves_where(lambda fact: quantities.is_request(fact) and not fact.is_final)._action_cancel()

    # Use

    def _plan_use(self, quantity):
        """Bring the planned consumption to where ``quantity`` is used in all."""
        self.ensure_one()
        found = self._read_quantities()
        change = quantity - found.used
        if self._is_zero(change):
            return
        self.workorder_id._check_state("progress")
        self._check_may_use(quantity, found)
        plans = self._get_plans()
        planned = found.planned + change
        if self._is_zero(planned):
            plans._action_cancel()
        elif plans:
            plans.product_uom_qty = planned
        else:
            # The plan is a stock move of the technician's own location.
            self.env["stock.move"].sudo().create(self._prepare_plan_values(planned))

    def _check_may_use(self, quantity, found):
        if self.product_uom_id.compare(quantity, 0) < 0:
            raise UserError(self.env._("The used quantity of a part cannot be negative."))
        received = found.used + found.held
        if self.product_uom_id.compare(quantity, received) > 0:
            raise UserError(
                self.env._(
                    "You cannot use %(used)s of %(part)s: only %(received)s was issued to you and"
                    " not returned. Request more first.",
                    used=quantity,
                    part=self.product_id.display_name,
                    received=received,
                )
            )

    def _prepare_plan_values(self, quantity):
        """A draft move without a slip: nothing is reserved before the approval, so
        the clerk can take back whichever serial number the technician hands in."""
        self.ensure_one()
        return {
            "raya_part_id": self.id,
            "product_id": self.product_id.id,
            "product_uom": self.product_uom_id.id,
            "product_uom_qty": quantity,
            "location_id": self.workorder_id._get_technician_location().id,
            "location_dest_id": self.workorder_id.partner_id.with_company(self.company_id).property_stock_customer.id,
            "origin": self.workorder_id.name,
            "company_id": self.company_id.id,
        }

    def _cancel_plans(self):
        self._get_plans()._action_cancel()

    def _make_use_final(self):
        """Make the planned consumption of all these parts, of one company, final."""
        moves = self._get_plans()
        self._set_destinations(moves)
        for move in moves:
            # Only what was issued for this line, serial numbers included, may go.
            move.move_orig_ids = [Command.set(move.raya_part_id._get_issues().ids)]
        moves._action_confirm(merge=False)
        moves._action_assign()
        self._check_all_there(moves)
        moves.picked = True
        moves._action_done()

    def _take_back(self):
        """Return what the last approval used, from where it went, with its lots; it is planned as used again."""
        used = {part: part.qty_used for part in self if not part._is_zero(part.qty_used)}
        moves = self._get_used_moves().filtered(lambda move: not move.returned_move_ids)
        back = moves.browse()
        for move in moves:
            back |= move.copy(move.raya_part_id._prepare_taken_back_values(move))
        back._action_confirm(merge=False)
        for move, returned in zip(moves, back, strict=True):
            returned.move_line_ids.unlink()
            returned.move_line_ids = [
                Command.create({**returned._prepare_move_line_vals(), "lot_id": line.lot_id.id, "quantity": line.quantity})
                for line in move.move_line_ids
            ]
        back.picked = True
        back._action_done()
        for part, quantity in used.items():
            part._plan_use(quantity)

    def _prepare_taken_back_values(self, move):
        return {
            "raya_part_id": self.id,
            "product_uom_qty": move.quantity,
            "location_id": move.location_dest_id.id,
            "location_dest_id": move.location_id.id,
            "origin_returned_move_id": move.id,
            "picking_id": False,
            "procure_method": "make_to_stock",
            "to_refund": True,
        }

    def _set_destinations(self, moves):
        by_location = defaultdict(moves.browse)
        for move in moves:
            by_location[move.raya_part_id._get_consumption_location()] |= move
        for location, group in by_location.items():
            group.location_dest_id = location

    def _check_all_there(self, moves):
        short = moves.filtered(lambda move: move.product_uom.compare(move.quantity, move.product_uom_qty) < 0)[:1]
        if short:
            raise UserError(
                self.env._(
                    "%(workorder)s reports %(quantity)s of %(part)s as used, but %(location)s has"
                    " only %(there)s of it. Let the warehouse correct the stock, then approve again.",
                    workorder=short.raya_part_id.workorder_id.name,
                    quantity=short.product_uom_qty,
                    part=short.product_id.display_name,
                    location=short.location_id.display_name,
                    there=short.quantity,
                )
            )

    # Return

    def _return_unused(self):
        """Raise return slips, for the warehouse to receive, of what is not used.

        :return: the new ``stock.picking`` records, in superuser mode
        """
        wanted = self._get_quantities_to_return()
        if not wanted:
            raise UserError(self.env._("There is no part to return: all that was issued is used or returned."))
        # Odoo's own return, made for the technician; the clerk receives it.
        Return = self.env["stock.return.picking"].sudo()
        pickings = self.env["stock.picking"].sudo()
        for picking, by_move in wanted.items():
            wizard = Return.create({"picking_id": picking.id})
            for line in wizard.product_return_moves:
                line.quantity = by_move.get(line.move_id, 0.0)
            pickings |= wizard._create_return()
        return pickings

    def _get_quantities_to_return(self):
        """``{picking: {issue move: quantity}}``, the last issued going back first."""
        wanted = defaultdict(dict)
        for part in self:
            open_returns = part._get_moves_where(lambda fact: quantities.is_return(fact) and not fact.is_final)
            left = part.qty_held - sum(open_returns.mapped("product_qty"))
            issued = {
                move: move._raya_get_returnable_quantity() for move in part._get_issues().sorted("id", reverse=True)
            }
            for move, quantity in allotment.draw(left, issued).items():
                if part.product_uom_id.compare(quantity, 0) > 0:
                    wanted[move.picking_id][move] = move.product_id.uom_id._compute_quantity(quantity, move.product_uom)
        return wanted

    def _check_balance(self):
        """Issued must be used or returned before a report can be closed."""
        for part in self:
            if not part._is_zero(part.qty_held):
                raise UserError(
                    self.env._(
                        "%(workorder)s: of %(part)s %(issued)s was issued, %(used)s is used and"
                        " %(returned)s is returned. Write the rest as used, or return it and let"
                        " the warehouse receive it.",
                        workorder=part.workorder_id.name,
                        part=part.product_id.display_name,
                        issued=part.qty_issued,
                        used=part.qty_used,
                        returned=part.qty_returned,
                    )
                )
