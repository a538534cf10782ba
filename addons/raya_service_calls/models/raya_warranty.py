from odoo import models


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    def _get_decided(self):
        """Those of these coverages that may have decided who pays for work.

        Extended by add-ons that ask coverages for decisions: they add those that answered.

        :return: part of these coverages
        """
        return self.browse()
