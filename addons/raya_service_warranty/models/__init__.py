# Mixins first: the models below inherit them.
from . import raya_extension_line_mixin

# isort: split
from . import (
    account_move,
    account_move_line,
    product_category,
    product_template,
    raya_asset,
    raya_asset_coverage,
    raya_asset_extension,
    raya_asset_promise,
    raya_asset_registration,
    raya_warranty,
    raya_warranty_certificate,
    raya_warranty_event,
    raya_warranty_policy,
    raya_warranty_policy_finding,
    raya_warranty_policy_last_sale,
    raya_warranty_policy_summary,
    raya_warranty_policy_terms,
    raya_warranty_policy_version,
    raya_warranty_reapply,
    raya_warranty_reason,
    raya_warranty_reminder,
    raya_warranty_terms,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
)

# isort: split
# Chapters that extend what those above say about the same model.
from . import (
    raya_warranty_grant,
    raya_warranty_queue,
    raya_warranty_transfer,
    raya_warranty_use,
)
