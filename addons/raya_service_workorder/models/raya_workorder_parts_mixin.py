from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RayaWorkorderPartsMixin(models.AbstractModel):
    """The parts of a job: asked for, used, given back."""

    _name = "raya.workorder.parts.mixin"
    _description = "Parts of a Job"
    _protected_fields = frozenset({"reference_id"})

    part_ids = fields.One2many("raya.part", "workorder_id", string="Parts", copy=True)
    reference_id = fields.Many2one("stock.reference", readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "raya_workorder_id", string="Transfers", groups="stock.group_stock_user"
    )
    picking_count = fields.Integer("Number of Transfers", compute="_compute_picking_count", compute_sudo=True)
    can_request = fields.Boolean(compute="_compute_can_move_parts")
    can_return = fields.Boolean(compute="_compute_can_move_parts")

    def _compute_picking_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("raya_workorder_id", "in", self.ids)], ["raya_workorder_id"], ["__count"]
            )
        )
        for workorder in self:
            workorder.picking_count = counts.get(workorder, 0)

    @api.depends("state", "part_ids.quantity", "part_ids.qty_requested", "part_ids.qty_held")
    def _compute_can_move_parts(self):
        for workorder in self:
            parts = workorder.part_ids if workorder.state == "progress" else workorder.part_ids[:0]
            workorder.can_request = any(part.quantity > part.qty_requested for part in parts)
            workorder.can_return = bool(parts._get_quantities_to_return())

    @api.constrains("user_id")
    def _check_technician_holds_no_parts(self):
        if any(
            move.location_dest_id.raya_technician_id not in (workorder.user_id, self.env["res.users"])
            for workorder in self
            for move in workorder.part_ids._get_moves()
        ):
            raise UserError(
                self.env._(
                    "Parts were requested for the technician of this job already."
                    " Cancel it and make a work order for the other technician."
                )
            )

    def _consume_parts(self):
        """One stock operation per company makes all consumption final."""
        # Superuser mode is not enough: to value first-in-first-out parts
        # stock_account drops it and reads the moves as the acting user, and a
        # supervisor has no rights on the stock.
        parts = self.part_ids.with_user(SUPERUSER_ID)
        for company, company_parts in parts.grouped("company_id").items():
            company_parts.with_company(company)._make_use_final()

    def _check_nothing_in_hand(self):
        for part in self.part_ids:
            if not part._is_zero(part._read_quantities().in_hand):
                raise UserError(
                    self.env._(
                        "%(workorder)s: the technician still has %(part)s. Return it to the"
                        " warehouse before the work order is cancelled.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )

    def action_request_parts(self):
        self.check_access("write")
        self._check_state("progress")
        self._prepare_references()
        self.part_ids._request()

    def action_return_parts(self):
        self.check_access("write")
        self._check_state("progress")
        self.part_ids._return_unused()

    def action_propose_parts(self):
        """Add the parts that the found faults and the services usually need."""
        self.check_access("write")
        values = []
        for workorder in self:
            known = workorder.part_ids.product_id
            needs = workorder.diagnosis_ids.fault_id.part_need_ids
            needs |= workorder.work_line_ids.operation_id.part_need_ids
            for product, same in needs.grouped("product_id").items():
                if product not in known:
                    values.append(workorder._prepare_part_values(same))
        self.env["raya.part"].create(values)

    def _prepare_part_values(self, needs):
        """Values of a part line, from what knowledge says is needed of one product."""
        return {
            "workorder_id": self.id,
            "product_id": needs.product_id.id,
            "fault_id": needs.fault_id[:1].id,
            "quantity": max(needs.mapped("quantity")),
        }

    def _prepare_references(self):
        """One stock reference per work order gives one slip per work order."""
        without = self.filtered(lambda workorder: not workorder.reference_id)
        references = self.env["stock.reference"].create([{"name": workorder.name} for workorder in without])
        for workorder, reference in zip(without, references, strict=True):
            # Only this method gives a job its reference.
            workorder.sudo().reference_id = reference

    def _get_technician_location(self):
        self.ensure_one()
        # Technicians own a location, they do not manage locations.
        return self.env["stock.location"].sudo()._raya_get_of_technician(self.user_id, self.company_id)

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": Domain("raya_workorder_id", "in", self.ids), "context": {}}
