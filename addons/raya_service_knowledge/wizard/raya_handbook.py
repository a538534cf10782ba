from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_web_persian.tools import direction


class RayaHandbook(models.TransientModel):
    """What the technical knowledge has on some product families, as a book."""

    _name = "raya.handbook"
    _description = "Service Handbook"
    _inherit = ["raya.form.mixin"]

    categ_ids = fields.Many2many(
        "product.category",
        string="Product Families",
        default=lambda self: self._get_default_families(),
        help="Empty: all families.",
    )
    has_children = fields.Boolean("With the Families Below", default=True)
    has_general = fields.Boolean(
        "With What Is for All Products", default=True, help="Knowledge that is limited to no family and no product."
    )
    has_symptoms = fields.Boolean("Symptoms", default=True)
    has_faults = fields.Boolean("Faults", default=True)
    has_operations = fields.Boolean("Services", default=True)
    has_parts = fields.Boolean("Parts", default=True)
    has_procedures = fields.Boolean("Procedures", default=True)

    @api.depends("categ_ids")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for handbook in self:
            families = ", ".join(handbook.categ_ids.mapped("name"))
            title = self.env._("Service Handbook")
            handbook.display_name = f"{title} {families}".strip()

    @api.model
    def _get_default_families(self):
        """The families from which the wizard was opened."""
        of_families = self.env.context.get("active_model") == "product.category"
        return self.env.context.get("active_ids", []) if of_families else []

    def action_print_pdf(self):
        return self._print("raya_service_knowledge.raya_handbook_pdf_action")

    def action_open_html(self):
        return self._print("raya_service_knowledge.raya_handbook_html_action")

    def _print(self, action):
        self.ensure_one()
        if not any(self._get_chapters().values()):
            raise UserError(self.env._("There is nothing to print about this. Choose other families or parts."))
        # The records are rendered by id; without data the report asks nothing else.
        return self.env.ref(action).report_action(self, config=False)

    def _get_chapters(self):
        """The records of each chapter, by its name; chapters not wanted are empty."""
        self.ensure_one()
        faults = self._find("raya.fault", wanted=self.has_faults)
        operations = self._find("raya.operation", wanted=self.has_operations)
        return {
            "symptoms": self._find("raya.symptom", wanted=self.has_symptoms),
            "faults": faults,
            "operations": operations,
            "parts": self._find_parts(),
            "procedures": self._find(
                "raya.procedure", Domain("published_version_id", "!=", False), self.has_procedures
            ),
        }

    def _find(self, model, domain=Domain.TRUE, wanted=True):
        return self.env[model].search(self._applicable_domain() & domain if wanted else Domain.FALSE)

    def _find_parts(self):
        """The parts needed by every fault and service of these families."""
        applicable = self._applicable_domain()
        owned = Domain("fault_id", "any", applicable) | Domain("operation_id", "any", applicable)
        needs = self.env["raya.part.need"].search(owned if self.has_parts else Domain.FALSE)
        return needs.sorted(lambda need: need.product_id.display_name)

    def _applicable_domain(self):
        """What is for one of the families, for a family above, for a product in them, or for all."""
        if not self.categ_ids:
            return Domain.TRUE
        families = self.categ_ids
        if self.has_children:
            families = self.env["product.category"].search([("id", "child_of", families.ids)])
        above = self.env["product.category"].search([("id", "parent_of", self.categ_ids.ids)])
        for_all = Domain("categ_ids", "=", False) & Domain("product_tmpl_ids", "=", False)
        return (
            Domain("categ_ids", "in", (families | above).ids)
            | Domain("product_tmpl_ids.categ_id", "in", families.ids)
            | (for_all if self.has_general else Domain.FALSE)
        )

    def _prepare_printed_page(self, page):
        """The rendered book, fit for the printer of PDFs."""
        language = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return direction.printable(page, language.direction)
