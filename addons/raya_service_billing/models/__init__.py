# Mixins first: the models below inherit them.
from . import (
    raya_charge_claim_mixin,
    raya_cost_voucher_line_claim_mixin,
    raya_supplier_claim_sending_mixin,
    raya_supplier_claim_settlement_mixin,
)

# isort: split
from . import (
    account_chart_template,
    account_move,
    account_move_line,
    raya_charge,
    raya_cost_voucher,
    raya_first_page,
    raya_part,
    raya_pricing,
    raya_readiness,
    raya_supplier_claim,
    raya_supplier_claim_line,
    raya_warranty,
    raya_warranty_line,
    raya_warranty_policy,
    raya_work_line,
    raya_workorder,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
)
