from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RayaWorkorderPartsMixin(models.AbstractModel):
    """The parts of a job: asked for, used, given back."""

    _name = "raya.workorder.parts.mixin"
    _description = "Parts of a Job"
    _protected_fields = frozenset({"reference_id"})

    part_ids = fields.One2many("raya.part", "workorder_id", string="Parts", copy=True)
    part_request_ids = fields.One2many("raya.part.request", "workorder_id", readonly=True, copy=False)
    reference_id = fields.Many2one("stock.reference", readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "raya_workorder_id", string="Transfers", groups="stock.group_stock_user"
    )
    picking_count = fields.Integer("Number of Transfers", compute="_compute_picking_count", compute_sudo=True)
    can_request = fields.Boolean(compute="_compute_can_move_parts")
    can_return = fields.Boolean(compute="_compute_can_move_parts")
    van_id = fields.Many2one(
        "stock.location",
        "Technician's Stock",
        compute="_compute_supplier",
        compute_sudo=True,
        groups="stock.group_stock_user",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Technician's Warehouse",
        compute="_compute_supplier",
        compute_sudo=True,
        groups="stock.group_stock_user",
    )
    parts_alert = fields.Char("Parts to Look At", compute="_compute_parts_alert")

    def _compute_picking_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("raya_workorder_id", "in", self.ids)], ["raya_workorder_id"], ["__count"]
            )
        )
        for workorder in self:
            workorder.picking_count = counts.get(workorder, 0)

    @api.depends(
        "state",
        "part_ids.quantity",
        "part_ids.source",
        "part_ids.qty_requested",
        "part_ids.qty_to_approve",
        "part_ids.qty_issued",
        "part_ids.qty_held",
    )
    def _compute_can_move_parts(self):
        for workorder in self:
            parts = workorder.part_ids if workorder.state in ("progress", "waiting") else workorder.part_ids[:0]
            issued = parts.filtered(lambda part: part._is_issued())
            workorder.can_request = bool(issued._get_wanted())
            workorder.can_return = any(part.product_uom_id.compare(part.qty_held, 0) > 0 for part in issued)

    @api.depends("user_id", "company_id")
    def _compute_supplier(self):
        """What the technician has of their own, and the warehouse that supplies them, if there are any."""
        Location = self.env["stock.location"]
        # Technicians have many jobs: each is asked for once.
        found = {
            people: (Location._raya_find_of_technician(*people), Location._raya_find_warehouse_of(*people))
            for people in dict.fromkeys((workorder.user_id, workorder.company_id) for workorder in self)
        }
        for workorder in self:
            workorder.van_id, workorder.warehouse_id = found[workorder.user_id, workorder.company_id]

    @api.depends("state", "part_ids.qty_used", "part_ids.qty_reported")
    @api.depends_context("lang")
    def _compute_parts_alert(self):
        """The report says that a part was used which has come back since."""
        for workorder in self:
            parts = workorder.part_ids if workorder.state == "approved" else workorder.part_ids[:0]
            back = parts.filtered(lambda part: not part._is_zero(part.qty_reported - part.qty_used))
            workorder.parts_alert = back._tell_what_came_back() if back else False

    @api.constrains("user_id")
    def _check_technician_holds_no_parts(self):
        for workorder in self.filtered("user_id"):
            # Locations are not for everybody who refers jobs.
            there = workorder.sudo().part_ids._get_places_of_others()
            if there:
                raise UserError(
                    self.env._(
                        "%(workorder)s: %(technician)s has parts of it. Hand the job over, so that its parts go along.",
                        workorder=workorder.display_name,
                        technician=there[0].raya_technician_id.name or there[0].name,
                    )
                )

    # Actions

    def action_request_parts(self):
        """Ask the warehouse for what is needed; where a rule wants it, somebody has to approve it first.

        :return: action that says who, or ``None``
        """
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        self._prepare_references()
        return self.part_ids._request()._tell_asked()

    def action_return_parts(self):
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        self.part_ids._return_unused()

    def action_cancel_requests(self, reason):
        """What was requested and not issued is not needed any more: the clerk reads why, and a job that waited for it
        only goes on.

        :param reason: text of whoever cancels
        """
        self.check_access("write")
        self._check_is_open()
        self.env["raya.part.move"]._lock(self)
        requested = self._get_requested_parts()
        self.part_ids._cancel_requests(reason)
        requested._go_on()

    def action_hand_over(self, technician):
        """Another technician goes on: what the first one holds of these jobs goes along, and their visits that are
        planned for them are not: the jobs wait on the board again.

        :param technician: ``res.users``
        """
        self.check_access("write")
        self._check_is_open()
        self.env["raya.part.move"]._lock(self)
        for workorder in self:
            Location = self.env["stock.location"].sudo()
            location = Location._raya_get_of_technician(technician, workorder.company_id)
            # A technician reads no stock but what they have.
            workorder.sudo().part_ids._hand_over(location)
            workorder.user_id = technician
            # Nor does whoever goes on take over the calendar of the first one.
            workorder.sudo().visit_ids.filtered(lambda visit: visit.user_id != technician)._release_jobs(workorder)

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
        # Technicians request for their own jobs, and write no references.
        references = self.env["stock.reference"].sudo().create([{"name": workorder.name} for workorder in without])
        for workorder, reference in zip(without, references, strict=True):
            # Only this method gives a job its reference.
            workorder.sudo().reference_id = reference

    def _get_technician_location(self):
        self.ensure_one()
        # Technicians own a location, they do not manage locations.
        job = self.sudo()
        if not job.van_id.active:
            job.van_id._raya_get_of_technician(job.user_id, job.company_id)
            job.invalidate_recordset(["van_id"])
        return job.van_id

    def _get_technician_warehouse(self):
        """The warehouse that supplies the technician of this job."""
        self.ensure_one()
        # As above.
        job = self.sudo()
        return job.warehouse_id or job.van_id._raya_get_warehouse_of(job.user_id, job.company_id)

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": Domain("raya_workorder_id", "in", self.ids), "context": {}}
