from odoo import fields, models

from odoo.addons.raya_service_base.tools import folding


class RayaOperation(models.Model):
    """A service the company offers, tied to the product that sells it."""

    _name = "raya.operation"
    _description = "Service Operation"
    _inherit = ["raya.knowledge.mixin", "raya.applicability.mixin", "mail.thread"]
    _import_line_keys = {"part_need_ids": "product_id", "checklist_ids": "name"}

    product_id = fields.Many2one(
        "product.product",
        "Sold As",
        domain=[("type", "=", "service")],
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    duration = fields.Float("Standard Time", help="In hours.", tracking=True)
    description = fields.Text(translate=True)
    fault_ids = fields.Many2many("raya.fault", string="Fixes")
    procedure_ids = fields.Many2many("raya.procedure", string="Procedures")
    part_need_ids = fields.One2many("raya.part.need", "operation_id", string="Parts", copy=True)
    skill_level = fields.Selection(
        [("1", "Helper"), ("2", "Technician"), ("3", "Senior Technician"), ("4", "Expert")],
        default="2",
        required=True,
    )
    checklist_ids = fields.One2many("raya.checklist.line", "operation_id", copy=True)

    _code_key_unique = models.UniqueIndex(
        f"({folding.fold_sql('code')})", "Another service has this code already. Choose another code."
    )
    _duration_not_negative = models.Constraint(
        "CHECK (duration >= 0)", "The standard time of a service cannot be negative."
    )

    def action_create_product(self):
        """Make the product that sells this service, for services that have none."""
        without = self.filtered(lambda operation: not operation.product_id)
        # An editor of the knowledge need not be a product manager.
        products = (
            self.env["product.product"].sudo().create([operation._prepare_product_values() for operation in without])
        )
        for operation, product in zip(without, products, strict=True):
            operation.product_id = product

    def _prepare_product_values(self):
        self.ensure_one()
        return {"name": self.name, "default_code": self.code, "type": "service", "sale_ok": True}

    def _get_published_procedures(self):
        Procedure = super()._get_published_procedures().with_context(active_test=False)
        return Procedure.search([("operation_ids", "in", self.ids), ("published_version_id", "!=", False)])
