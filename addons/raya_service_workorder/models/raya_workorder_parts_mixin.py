from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list


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
    parts_alert = fields.Char("Parts to Look At", compute="_compute_parts_alert")

    def _compute_picking_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("raya_workorder_id", "in", self.ids)], ["raya_workorder_id"], ["__count"]
            )
        )
        for workorder in self:
            workorder.picking_count = counts.get(workorder, 0)

    @api.depends("state", "part_ids.quantity", "part_ids.source", "part_ids.qty_requested", "part_ids.qty_held")
    def _compute_can_move_parts(self):
        for workorder in self:
            parts = workorder.part_ids if workorder.state in ("progress", "waiting") else workorder.part_ids[:0]
            issued = parts.filtered(lambda part: part._is_issued())
            workorder.can_request = any(part.quantity > part.qty_requested for part in issued)
            workorder.can_return = any(part.product_uom_id.compare(part.qty_held, 0) > 0 for part in issued)

    @api.depends("state", "part_ids.qty_used", "part_ids.qty_reported")
    @api.depends_context("lang")
    def _compute_parts_alert(self):
        """The report says that a part was used which has come back since."""
        for workorder in self:
            parts = workorder.part_ids if workorder.state == "approved" else workorder.part_ids[:0]
            back = parts.filtered(lambda part: not part._is_zero(part.qty_reported - part.qty_used))
            workorder.parts_alert = back and self.env._(
                "Came back after the approval: %(parts)s. Amend the report, so that it says what was used.",
                parts=format_list(self.env, [part._tell_difference() for part in back]),
            )

    @api.constrains("user_id")
    def _check_technician_holds_no_parts(self):
        for workorder in self.filtered("user_id"):
            # Locations are not for everybody who refers jobs.
            there = workorder.sudo()._get_places_of_others()
            if there:
                raise UserError(
                    self.env._(
                        "%(workorder)s: %(technician)s has parts of it. Hand the job over, so that its parts go along.",
                        workorder=workorder.display_name,
                        technician=there[0].raya_technician_id.name or there[0].name,
                    )
                )

    def _get_places_of_others(self):
        """Technicians' places that hold, or are to get, parts of this job and are not its technician's."""
        moves = self.part_ids._get_open_requests()
        places = moves.location_dest_id.browse()
        for part in self.part_ids.filtered(lambda part: part._is_issued()):
            places |= places.browse(part._read_quantities().by_place).filtered(part._get_lots_left)
        asked = moves.location_dest_id.filtered("raya_technician_id")
        return (places.filtered("raya_technician_id") | asked).filtered(
            lambda place: place.raya_technician_id != self.user_id
        )

    # What the states ask of the parts

    def _check_parts_ready(self):
        """Every part that was issued is accounted for, and every request answered."""
        self.part_ids._check_balance()
        for part in self.part_ids:
            if part._get_open_requests():
                raise UserError(
                    self.env._(
                        "%(workorder)s: %(part)s is requested and not issued yet. Wait for it, or cancel the request.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )
            if part._is_zero(part.qty_reported - part.qty_used):
                continue
            # Who reports reads no stock but what they have.
            part.sudo()._get_fitted()

    def _check_nothing_in_hand(self):
        for part in self.part_ids:
            if not part._is_zero(part.qty_reported):
                raise UserError(
                    self.env._(
                        "%(workorder)s reports %(part)s as used. Say how the job ended and submit it, instead of"
                        " cancelling it.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )
            if not part._is_zero(part.qty_held):
                raise UserError(
                    self.env._(
                        "%(workorder)s: the technician still has %(part)s. Return it to the warehouse, or say why it"
                        " is kept, before the work order is cancelled.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )

    def _consume_parts(self):
        """One stock operation per job makes all consumption final."""
        for company, parts in self.part_ids.grouped("company_id").items():
            parts.with_company(company)._use()

    def _take_back_use(self):
        """The mirror of ``_consume_parts()``, for an amendment: what was used or lost is with the technician again,
        at the value with which it left. What came back by itself in the meantime stays where it is."""
        for company, parts in self.part_ids.grouped("company_id").items():
            parts.with_company(company)._take_back()

    def _get_part_exceptions(self):
        """What approval rules may ask about: sentences by kind, of one job.

        :return: dict with any of the keys ``loss``, ``foreign_part`` and ``old_part_missing``
        """
        self.ensure_one()
        lost = self.part_ids.filtered("qty_lost")
        known = self.diagnosis_ids.fault_id.part_need_ids | self.work_line_ids.operation_id.part_need_ids
        foreign = self.part_ids.filtered(lambda part: part.qty_reported and part.product_id not in known.product_id)
        owed = self.part_ids.filtered(lambda part: part.is_old_owed and part.qty_defective < part.qty_reported)
        told = {
            "loss": lost and self.env._("Lost: %s", lost._list_names()),
            "foreign_part": foreign
            and self.env._("Not a part of the faults and services: %s", foreign._list_names()),
            "old_part_missing": owed and self.env._("Old part not received yet: %s", owed._list_names()),
        }
        return {kind: sentence for kind, sentence in told.items() if sentence}

    # Actions

    def action_request_parts(self):
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        self._prepare_references()
        self.part_ids._request()

    def action_return_parts(self):
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        self.part_ids._return_unused()

    def action_cancel_requests(self, reason):
        """What was requested and not issued is not needed any more: the clerk reads why.

        :param reason: text of whoever cancels
        """
        self.check_access("write")
        self._check_is_open()
        self.env["raya.part.move"]._lock(self)
        self.part_ids._cancel_requests(reason)

    def action_hand_over(self, technician):
        """Another technician goes on: what the first one holds of these jobs goes along.

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

    def _request_at_start(self):
        """Where the company wants it so, starting a job asks the warehouse for its parts."""
        for workorder in self.filtered(lambda job: job.company_id.sudo().raya_request_at_start):
            if workorder.can_request:
                workorder.action_request_parts()

    # Waiting for parts

    def _wait_for_parts(self):
        waiting = self.filtered(lambda workorder: workorder.state == "progress")
        if waiting:
            waiting.action_wait("parts")

    def _tell_parts_are_here(self):
        """All that these jobs waited for is there: their technicians are told, and go on."""
        for workorder in self:
            workorder.activity_schedule(
                "raya_service_workorder.mail_activity_type_parts",
                user_id=workorder.user_id.id,
                note=self.env._("The parts are here."),
            )
        self.filtered(lambda job: job.state == "waiting" and job.waiting_for == "parts").action_go_on()

    def _get_parts_date(self):
        """When the parts are needed: the oldest promise gets what arrives first."""
        day = self.date_promised or self.date_reported
        return datetime.combine(day, time(6)) if day else fields.Datetime.now()

    def _is_urgent(self):
        return self.priority not in ("0", False)

    def _get_supply_places(self):
        """Where the technician may look for parts, by field of the part; makes none."""
        self.ensure_one()
        # Technicians see what there is, not the stock.
        company, Location = self.sudo().company_id, self.env["stock.location"].sudo()
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        own = self.user_id.with_company(company)._get_default_warehouse_id() & warehouses
        return {
            "qty_van": Location._raya_find_of_technician(self.user_id, company),
            "qty_workshop": Location.search([("raya_place", "=", "workshop"), ("company_id", "=", company.id)]),
            "qty_warehouse": (own or warehouses[:1]).lot_stock_id,
        }

    def _tell_part_came_back(self):
        """A part of an approved report came back: its leader is asked to have it amended."""
        for workorder in self:
            for user in workorder._get_approvers() or workorder.approved_by_id:
                workorder.activity_schedule(
                    "raya_service_workorder.mail_activity_type_parts", user_id=user.id, note=workorder.parts_alert
                )

    def _get_technician_location(self):
        self.ensure_one()
        # Technicians own a location, they do not manage locations.
        return self.env["stock.location"].sudo()._raya_get_of_technician(self.user_id, self.company_id)

    def _get_technician_warehouse(self):
        """The warehouse that supplies the technician of this job."""
        self.ensure_one()
        # As above.
        return self.env["stock.location"].sudo()._raya_get_warehouse_of(self.user_id, self.company_id)

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": Domain("raya_workorder_id", "in", self.ids), "context": {}}
