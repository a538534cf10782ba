from odoo.addons.raya_service_base.tools import leftovers

from .models.res_company import KEPT


def uninstall_hook(env):
    """Leave no operation type behind that nobody can start any more; what was
    really moved stays in the history of the stock."""
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("res_model", "in", ("raya.reception", "raya.loan"))]).unlink()
    companies = env["res.company"].sudo().with_context(active_test=False).search([])
    leftovers.leave_behind(companies, KEPT)
    companies.raya_reception_type_id.active = False
    companies.raya_hand_over_type_id.active = False
    companies.raya_loan_type_id.active = False
