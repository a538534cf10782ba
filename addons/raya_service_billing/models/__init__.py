# Mixins first: the models below inherit them.
from . import raya_charge_price_mixin

# isort: split
from . import (
    account_chart_template,
    account_move,
    account_move_line,
    raya_charge,
    raya_cost_voucher,
    raya_first_page,
    raya_part,
    raya_price_change,
    raya_pricing,
    raya_readiness,
    raya_tariff,
    raya_tariff_line,
    raya_tariff_pricing,
    raya_tariff_surcharge,
    raya_tariff_zone,
    raya_warranty,
    raya_warranty_line,
    raya_work_line,
    raya_workorder,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
)
