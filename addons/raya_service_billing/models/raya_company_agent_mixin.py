from odoo import fields, models


class RayaCompanyAgentMixin(models.AbstractModel):
    """How a company pays external agents."""

    _name = "raya.company.agent.mixin"
    _description = "Agents of a Company"

    raya_agent_account_id = fields.Many2one(
        "account.account",
        "Account of Agents' Fees",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Debited with what external agents are paid.",
    )
    raya_agent_product_id = fields.Many2one(
        "product.product",
        "Product of Agents' Fees",
        domain=[("type", "=", "service")],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Stands on the bills of external agents, with its taxes. Empty: those of the account, or of the company.",
    )
