from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools.notices import notice

STOCK = "stock.group_stock_user"
TOLD = {"compute": "_compute_raya_job", "compute_sudo": True, "groups": STOCK, "exportable": False}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "raya.guest.mixin"]
    # Backorders and returns are the clerk's, who may read no work order.
    _carried_fields = frozenset({"raya_workorder_id"})

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="raya_service_base.group_service_user",
        help="The parts of this transfer are for this work order.",
    )
    # What the clerk has to know of a job that they may not read.
    raya_job = fields.Char("Job", **TOLD)
    raya_unit = fields.Char("Customer's Unit", **TOLD)
    raya_customer = fields.Char("Customer of the Job", **TOLD)
    raya_urgency = fields.Char("Urgency", **TOLD)
    raya_technician_id = fields.Many2one("res.users", "Technician", search="_search_raya_technician_id", **TOLD)

    @api.depends("picking_type_id", "partner_id")
    def _compute_location_id(self):
        """A technician's slip keeps its two locations: another contact on it must
        not send the parts to the default location of the operation type."""
        # The clerk may read no work order.
        ours = self.filtered(lambda picking: picking.sudo().raya_workorder_id)
        return super(StockPicking, self - ours)._compute_location_id()

    @api.depends("raya_workorder_id")
    def _compute_raya_job(self):
        labels = dict(self.env["raya.workorder"]._fields["priority"]._description_selection(self.env))
        for picking in self:
            job = picking.raya_workorder_id
            picking.raya_job = job.name
            picking.raya_unit = job.asset_id.display_name or job.product_id.display_name
            picking.raya_customer = job.partner_id.display_name
            picking.raya_urgency = labels.get(job.priority)
            picking.raya_technician_id = job.user_id

    @api.model
    def _search_raya_technician_id(self, operator, value):
        # Clerks find by technician, not what the jobs are.
        jobs = self.env["raya.workorder"].sudo()._search([("user_id", operator, value)])
        return Domain("id", "in", self.sudo()._search([("raya_workorder_id", "in", jobs)]))

    def action_cancel(self):
        """Whoever waits for the parts of a slip that the warehouse cancels is told."""
        # The clerk may read no work order.
        moves = self.sudo().move_ids.filtered(lambda move: move.raya_part_id)
        parts = moves.raya_part_id.filtered(lambda part: part._get_open_requests() & moves)
        result = super().action_cancel()
        parts._tell_cancelled()
        return result

    def action_raya_receive(self):
        """The clerk has all of these slips' goods in hand, as they are written.

        :raises UserError: when none of them is ready
        """
        self.check_access("write")
        ready = self.filtered(lambda picking: picking.state == "assigned")
        if not ready:
            raise UserError(
                self.env._(
                    "Nothing was received: of these transfers none is ready (%s). Choose those that are Ready.",
                    ", ".join(self.mapped("name")),
                )
            )
        left = self - ready
        result = ready.button_validate()
        return left._raya_tell_not_ready(result) if left else result

    def _raya_tell_not_ready(self, result):
        """A message for whoever received others together with these, before Odoo asks what it has to ask.

        :param result: of receiving those
        """
        states = dict(self._fields["state"]._description_selection(self.env))
        named = (f"{picking.name} ({states[picking.state]})" for picking in self)
        message = self.env._("Not received, as they are not ready: %s", ", ".join(named))
        return notice(message, "warning", **({} if result is True else {"following": result}))

    def _raya_tell_clerk(self, body):
        """Whoever prepares these transfers reads what changed, also when they look elsewhere."""
        for picking in self:
            clerk = picking.user_id or picking.picking_type_id.warehouse_id.raya_clerk_id
            picking.message_post(body=body, partner_ids=clerk.partner_id.ids, subtype_xmlid="mail.mt_note")
