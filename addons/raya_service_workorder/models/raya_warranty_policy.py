from odoo import models


class RayaWarrantyPolicyLine(models.Model):
    _inherit = "raya.warranty.policy.line"

    def _covers_fitted(self, part):
        """Whether a repair that used this part line is covered for the part."""
        product = part.product_id
        categories = self.env["raya.asset"]._get_branch_ids(product.categ_id)
        if categories & set(self.policy_id.excluded_categ_ids.ids):
            return False
        if self.component_id:
            faults = (part.fault_id or part.workorder_id._get_repaired_faults()).with_context(active_test=False)
            if not faults.component_ids.filtered(self._covers_component):
                return False
        return (not self.product_id or self.product_id == product) and (
            not self.categ_id or self.categ_id.id in categories
        )

    def _covers_component(self, component):
        """Whether this line covers the component: any, the same, or one above it."""
        own = self.component_id.with_context(active_test=False)
        return not own or component.parent_path.startswith(own.parent_path)
