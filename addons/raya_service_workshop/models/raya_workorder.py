from odoo import api, fields, models


class RayaWorkorder(models.Model):
    _inherit = "raya.workorder"

    reception_ids = fields.One2many("raya.reception", "workorder_id", "Receptions")
    loan_ids = fields.One2many("raya.loan", "workorder_id", "Loaners")
    reception_count = fields.Integer("Number of Receptions", compute="_compute_reception")
    shelf_name = fields.Char("Unit Lies On", compute="_compute_reception")

    @api.depends("reception_ids.state", "reception_ids.shelf_id")
    def _compute_reception(self):
        in_workshop = self.env._("In the Workshop")
        for workorder in self:
            here = workorder.reception_ids.filtered(lambda reception: reception.state == "received")[:1]
            workorder.reception_count = len(workorder.reception_ids)
            workorder.shelf_name = here and (here.shelf_id.name or in_workshop)

    def action_receive_unit(self):
        """Write the receipt of the unit of this job."""
        self.ensure_one()
        return self.env["raya.reception"]._get_form_action({"default_workorder_id": self.id})

    def action_view_receptions(self):
        return self.reception_ids._get_list_or_form_action()
