# Mixins first: the models below inherit them.
from . import (
    raya_reception_hand_over_mixin,
    raya_reception_job_mixin,
    raya_reception_receipt_mixin,
    raya_reception_stock_mixin,
)

# isort: split
from . import (
    raya_asset,
    raya_call,
    raya_call_page,
    raya_loan,
    raya_overview,
    raya_reception,
    raya_reception_accessory,
    raya_reception_photo,
    raya_shelf,
    raya_unit_move,
    raya_workorder,
    res_company,
    res_config_settings,
    stock_move,
    stock_picking,
)
