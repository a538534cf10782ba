from . import (
    account_chart_template,
    account_move,
    raya_charge,
    raya_cost_voucher,
    raya_part,
    raya_work_line,
    raya_workorder,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
)
