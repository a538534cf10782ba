from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Names that come with a language are found at once."""
        result = super()._load_module_terms(modules, langs, overwrite)
        # While modules are installed, the end of the installation does it once.
        if self.pool.ready:
            self.env["raya.folded.mixin"]._raya_renew_keys()
        return result
