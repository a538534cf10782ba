from odoo import api, fields, models


class RayaWarrantyPolicy(models.Model):
    """Who grants a policy, and the papers that say so."""

    _inherit = "raya.warranty.policy"

    grantor = fields.Selection(
        [("company", "Our Company"), ("supplier", "Supplier"), ("maker", "Maker")],
        "Granted By",
        compute="_compute_grantor",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    partner_id = fields.Many2one("res.partner", "Supplier", check_company=True, index="btree_not_null")
    maker = fields.Char(help="Name of the maker, as the customer knows it.")
    document_ids = fields.Many2many("ir.attachment", string="Documents", help="The terms as they are handed out.")

    @api.depends("kind")
    def _compute_grantor(self):
        for policy in self:
            policy.grantor = "supplier" if policy.kind == "supplier" else policy.grantor or "company"

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._own_documents()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "document_ids" in vals:
            self._own_documents()
        return result

    def _own_documents(self):
        """Who reads a policy reads its documents."""
        for policy in self:
            policy.document_ids.filtered(lambda document: not document.res_id).write(
                {"res_model": policy._name, "res_id": policy.id}
            )

    def _get_grantor_name(self):
        self.ensure_one()
        names = {"supplier": self.partner_id.display_name, "maker": self.maker}
        return names.get(self.grantor) or self.company_id.name or self.env.company.name
