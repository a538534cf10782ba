# Mixins first: the models below inherit them.
from . import raya_portal_mixin

# isort: split
from . import (
    raya_asset_documents_mixin,
    raya_asset_exchange_mixin,
    raya_asset_facts_mixin,
    raya_asset_identity_mixin,
    raya_asset_import_mixin,
    raya_asset_label_mixin,
    raya_asset_merge_mixin,
    raya_asset_meter_mixin,
    raya_asset_portal_mixin,
    raya_asset_registration_portal_mixin,
    raya_asset_search_mixin,
    raya_asset_timeline_mixin,
    raya_asset_transfer_mixin,
    raya_import_document_mixin,
)

# isort: split
from . import (
    account_move,
    account_move_line,
    ir_http,
    mail_message,
    product_category,
    product_template,
    raya_asset,
    raya_asset_event,
    raya_asset_identifier,
    raya_asset_registration,
    raya_asset_sync,
    raya_asset_sync_failure,
    raya_asset_sync_run,
    raya_asset_tag,
    raya_first_page,
    raya_identifier_type,
    raya_meter_reading,
    res_partner,
    sale_order,
    sale_order_line,
    stock_lot,
    stock_move,
    stock_move_line,
    stock_picking,
)
