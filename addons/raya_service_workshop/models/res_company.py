from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import leftovers

# Operation types of a company for whole units, with the code of their numbers.
OPERATIONS = {
    "raya_reception_type_id": "WR",
    "raya_hand_over_type_id": "WH",
    "raya_loan_type_id": "WL",
}
# What the next installation finds again.
KEPT = (*OPERATIONS, "raya_loan_place_id")
OURS = {"copy": False, "check_company": True, "prefetch": False, "groups": "base.group_system", "exportable": False}


class ResCompany(models.Model):
    _inherit = "res.company"

    # Companies are read before an upgrade makes new columns: these are not read with the others.
    raya_reception_type_id = fields.Many2one("stock.picking.type", "Units Received", **OURS)
    raya_hand_over_type_id = fields.Many2one("stock.picking.type", "Units Handed Over", **OURS)
    raya_loan_type_id = fields.Many2one("stock.picking.type", "Loaner Units", **OURS)
    raya_loan_place_id = fields.Many2one("stock.location", "Loaned Units", **OURS)
    raya_loaner_days = fields.Integer(
        "Offer a Loaner after (Days)",
        default=14,
        prefetch=False,
        help="Whose unit stays longer in the workshop is offered another one for the time.",
    )

    raya_hand_over_paid = fields.Boolean(
        "Hand Over after Payment Only",
        prefetch=False,
        help="A unit goes back once nothing of its job is left to invoice or to pay.",
    )

    def _raya_get_loan_place(self):
        """Where a company's units are that customers have for a time: theirs to use, ours in the books."""
        self.ensure_one()
        if not self.raya_loan_place_id:
            self.raya_loan_place_id = self.env["stock.location"].create(
                {
                    "name": self.env._("Loaned Units"),
                    "usage": "internal",
                    "location_id": self._raya_get_place("field").id,
                    "company_id": self.id,
                }
            )
        return self.raya_loan_place_id

    def _raya_get_unit_operation(self, name):
        """The operation type by which whole units of customers move, made on first need.

        :param str name: key of ``OPERATIONS``
        :return: one ``stock.picking.type``
        """
        self.ensure_one()
        if not self[name]:
            self[name] = self.env["stock.picking.type"].create(self._raya_prepare_unit_operation_values(name))
        return self[name]

    def _raya_prepare_unit_operation_values(self, name):
        customers, workshop = self.env.ref("stock.stock_location_customers"), self._raya_get_place("workshop")
        labels_and_places = {
            "raya_reception_type_id": (self.env._("Units Received"), customers, workshop),
            "raya_hand_over_type_id": (self.env._("Units Handed Over"), workshop, customers),
            "raya_loan_type_id": (self.env._("Loaner Units"), workshop, self._raya_get_loan_place()),
        }
        label, source, dest = labels_and_places[name]
        return {
            "name": label,
            "code": "internal",
            "sequence_code": OPERATIONS[name],
            "default_location_src_id": source.id,
            "default_location_dest_id": dest.id,
            "use_create_lots": False,
            "use_existing_lots": True,
            "company_id": self.id,
            "sequence": 90,
        }

    @api.model
    def _raya_take_back_workshop(self):
        """What an installation of before made serves again."""
        known = leftovers.take_back(self.with_context(active_test=False), set(KEPT))
        for name in OPERATIONS:
            known[name].active = True
