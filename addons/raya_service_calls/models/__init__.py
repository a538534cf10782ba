from . import (
    raya_asset,
    raya_call,
    raya_call_stage,
    raya_meter_reading,
    raya_referral,
    raya_team,
    raya_warranty,
    raya_warranty_policy,
    res_partner,
)
