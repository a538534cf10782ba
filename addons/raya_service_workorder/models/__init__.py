# Mixins first: the models below inherit them.
from . import (
    raya_workorder_line_mixin,
    raya_workorder_check_mixin,
    raya_workorder_closing_mixin,
    raya_workorder_approval_mixin,
    raya_part_moves_mixin,
    raya_part_supply_mixin,
    raya_workorder_amendment_mixin,
    raya_workorder_diagnosis_mixin,
    raya_workorder_facts_mixin,
    raya_workorder_import_mixin,
    raya_workorder_installation_mixin,
    raya_workorder_parts_mixin,
    raya_workorder_summary_mixin,
    raya_workorder_time_mixin,
    raya_workorder_waiting_mixin,
)

# isort: split
from . import (
    account_analytic_line,
    product_product,
    raya_approval_rule,
    raya_asset,
    raya_call,
    raya_check,
    raya_diagnosis,
    raya_diagnosis_reason,
    raya_fault,
    raya_first_page,
    raya_meter_reading,
    raya_operation,
    raya_part,
    raya_phone_operation,
    raya_readiness,
    raya_team,
    raya_time,
    raya_downtime,
    raya_fault,
    product_template,
    raya_part,
    raya_part_move,
    raya_readiness,
    raya_wait,
    raya_warranty,
    raya_work_line,
    raya_workorder,
    raya_workorder_version,
    raya_workorder_warranty,
    res_company,
    res_config_settings,
    stock_location,
    stock_move,
    stock_picking,
    stock_quant,
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
