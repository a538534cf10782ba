from . import raya_workorder_line_mixin  # models below inherit it

# isort: split
from . import (
    account_analytic_line,
    raya_asset,
    raya_call,
    raya_diagnosis,
    raya_fault,
    raya_first_page,
    raya_part,
    raya_phone_operation,
    raya_readiness,
    raya_warranty,
    raya_work_line,
    raya_workorder,
    raya_workorder_warranty,
    res_company,
    res_config_settings,
    stock_location,
    stock_move,
    stock_picking,
    stock_rule,
    stock_warehouse,
)

# isort: split
from . import (
    raya_my_jobs_diagnosis_mixin,
    raya_my_jobs_part_mixin,
    raya_my_jobs_reading_mixin,
    raya_my_jobs_report_mixin,
    raya_my_jobs_visit_mixin,
)

# isort: split
from . import raya_my_jobs
