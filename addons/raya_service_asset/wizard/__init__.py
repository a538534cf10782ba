from . import (
    account_move_reversal,
    raya_asset_exchange,
    raya_asset_merge,
    raya_asset_registration_refusal,
    raya_asset_return,
    raya_asset_return_strike,
    raya_asset_sync_dismissal,
    raya_asset_transfer,
    raya_meter_correction,
    raya_meter_entry,
)
