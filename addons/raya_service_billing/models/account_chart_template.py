from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """A company that gets its chart of accounts after this add-on was
        installed gets the accounts of the cost voucher with it."""
        result = super()._post_load_data(template_code, company, template_data)
        (company or self.env.company)._raya_configure_billing()
        return result
