from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import ranking


class RayaFault(models.Model):
    """What the technician finds."""

    _name = "raya.fault"
    _description = "Fault"
    _inherit = ["raya.classification.mixin", "mail.thread"]
    _code_fields = ("code", "external_reference")
    _import_codes = _code_fields
    _import_line_keys = {"symptom_line_ids": "symptom_id", "part_need_ids": "product_id"}

    parent_id = fields.Many2one("raya.fault", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.fault", "parent_id")
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        default="minor",
        required=True,
        tracking=True,
    )
    is_safety = fields.Boolean("Safety Risk", tracking=True)
    is_customer_caused = fields.Boolean(
        "Caused by Customer", tracking=True, help="The warranty does not cover such a fault."
    )
    is_no_fault_found = fields.Boolean("No Fault Found")
    external_reference = fields.Char(
        help="The code of this fault elsewhere: IRIS, ISO 14224, or the maker's own, such as an OBD-II trouble code.",
        index="trigram",
    )
    description = fields.Text(translate=True)
    symptom_line_ids = fields.One2many("raya.fault.symptom", "fault_id", "Typical Symptoms", copy=True)
    symptom_ids = fields.Many2many(
        "raya.symptom",
        string="Symptoms",
        compute="_compute_symptom_ids",
        inverse="_inverse_symptom_ids",
        search="_search_symptom_ids",
    )
    component_ids = fields.Many2many("raya.component", string="Components")
    cause_ids = fields.Many2many("raya.cause", string="Causes")
    term_ids = fields.Many2many("raya.term", string="Own Classifications")
    operation_ids = fields.Many2many("raya.operation", string="Services That Fix It")
    procedure_ids = fields.Many2many("raya.procedure", string="Procedures")
    part_need_ids = fields.One2many("raya.part.need", "fault_id", string="Parts", copy=True)

    @api.depends("symptom_line_ids.symptom_id")
    def _compute_symptom_ids(self):
        for fault in self:
            fault.symptom_ids = fault.symptom_line_ids.symptom_id

    def _inverse_symptom_ids(self):
        """Symptoms chosen without a weight get the usual one."""
        Line = self.env["raya.fault.symptom"]
        gone, new = [], []
        for fault in self:
            known = {line.symptom_id: line.id for line in fault.symptom_line_ids}
            gone += [known[symptom] for symptom in known.keys() - set(fault.symptom_ids)]
            new += [
                {"fault_id": fault.id, "symptom_id": symptom.id}
                for symptom in fault.symptom_ids
                if symptom not in known
            ]
        Line.browse(gone).unlink()
        Line.create(new)

    @api.model
    def _search_symptom_ids(self, operator, value):
        return [("symptom_line_ids.symptom_id", operator, value)]

    @api.model
    def _suggest(self, product, symptoms):
        """Probable faults of a product that shows these symptoms.

        :param product: ``product.product``; an empty one looks at all products
        :param symptoms: ``raya.symptom``
        :return: list of :class:`~..tools.ranking.Suggestion`, the most probable first
        """
        if not symptoms:
            return []
        applicable = self.search(self._applicable_domain(product) & Domain("symptom_ids", "in", symptoms.ids))
        weights = dict.fromkeys(applicable.ids, 0)
        for line in self.env["raya.fault.symptom"].search_fetch(
            [("fault_id", "in", applicable.ids), ("symptom_id", "in", symptoms.ids)], ["fault_id", "weight"]
        ):
            weights[line.fault_id.id] += line.weight
        jobs, total = self._get_fault_history(product, symptoms)
        return ranking.rank(weights, jobs, total)

    @api.model
    def _get_fault_history(self, product, symptoms):
        """Experience with these symptoms on this product; a floor that closes jobs overrides it.

        :return: ``(jobs, total)``: how many closed jobs found which fault, as a
            dict by fault id, and how many closed jobs had these symptoms in all
        """
        return {}, 0

    def _get_published_procedures(self):
        Procedure = super()._get_published_procedures().with_context(active_test=False)
        return Procedure.search([("fault_ids", "in", self.ids), ("published_version_id", "!=", False)])
