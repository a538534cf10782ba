from odoo import models


class BaseLanguageImport(models.TransientModel):
    _inherit = "base.language.import"

    def import_lang(self):
        """Names that a file translates are found at once."""
        result = super().import_lang()
        self.env["raya.folded.mixin"]._raya_renew_keys()
        return result
