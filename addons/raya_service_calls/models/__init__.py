from . import (
    account_move,
    account_move_line,
    product_category,
    product_template,
    raya_asset,
    raya_asset_coverage,
    raya_asset_registration,
    raya_call,
    raya_call_stage,
    raya_referral,
    raya_team,
    raya_warranty,
    raya_warranty_event,
    raya_warranty_policy,
    raya_warranty_reason,
    raya_warranty_terms,
    res_partner,
    sale_order_line,
    stock_lot,
    stock_move,
)

# isort: split
# Chapters that extend what those above say about the same model.
from . import (
    account_move_extension,
    account_move_line_extension,
    raya_asset_extension,
    raya_warranty_grant,
    raya_warranty_queue,
    sale_order_extension,
    sale_order_line_extension,
)
