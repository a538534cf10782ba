# Mixins first: the models below inherit them.
from . import (
    raya_estimate_mixin,
    raya_workorder_estimate_mixin,
    raya_workorder_proposal_mixin,
)

# isort: split
from . import (
    account_chart_template,
    account_move,
    account_move_line,
    raya_call,
    raya_charge,
    raya_charge_share,
    raya_cost_voucher,
    raya_first_page,
    raya_goodwill,
    raya_goodwill_budget,
    raya_part,
    raya_pricing,
    raya_readiness,
    raya_warranty,
    raya_warranty_line,
    raya_work_line,
    raya_workorder,
    raya_workorder_payer,
    raya_workorder_appraisal,
    raya_workorder_summary,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
)
