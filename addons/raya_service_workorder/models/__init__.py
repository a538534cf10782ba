from . import raya_workorder_line_mixin  # models below inherit it

# isort: split
from . import (
    account_analytic_line,
    raya_asset,
    raya_call,
    raya_diagnosis,
    raya_fault,
    raya_part,
    raya_readiness,
    raya_warranty,
    raya_work_line,
    raya_workorder,
    raya_workorder_warranty,
    res_company,
    stock_location,
    stock_move,
    stock_picking,
    stock_rule,
    stock_warehouse,
)
