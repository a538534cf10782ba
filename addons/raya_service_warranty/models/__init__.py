# Mixins first: the models below inherit them.
from . import (
    raya_asset_coverage_mixin,
    raya_asset_extension_mixin,
    raya_asset_promise_mixin,
    raya_extension_line_mixin,
    raya_warranty_certificate_mixin,
    raya_warranty_dates_mixin,
    raya_warranty_decision_mixin,
    raya_warranty_grant_mixin,
    raya_warranty_policy_eligibility_mixin,
    raya_warranty_policy_reminder_mixin,
    raya_warranty_policy_summary_mixin,
    raya_warranty_reminder_mixin,
    raya_warranty_transfer_mixin,
)

# isort: split
from . import (
    account_move,
    account_move_line,
    product_category,
    product_template,
    raya_asset,
    raya_asset_registration,
    raya_asset_sync,
    raya_readiness,
    raya_warranty,
    raya_warranty_event,
    raya_warranty_line,
    raya_warranty_policy,
    raya_warranty_policy_line,
    raya_warranty_policy_version,
    raya_warranty_reapply,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
)
