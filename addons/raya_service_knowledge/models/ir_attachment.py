from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if not {"raw", "datas", "db_datas", "name", "url", "mimetype", "res_model", "res_id"}.isdisjoint(vals):
            self._raya_check_procedure_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_closed_procedure(self):
        self._raya_check_procedure_open()

    def _raya_check_procedure_open(self):
        """Documents and pictures of a published procedure stay as people read them."""
        # Who may read the document has been checked; whether its version is open is asked for all.
        owned = self.sudo().filtered(lambda document: document.res_model == "raya.procedure.version")
        self.env["raya.procedure.version"].sudo().browse(owned.mapped("res_id")).exists()._check_open()
