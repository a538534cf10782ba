from . import (
    raya_call_close,
    raya_call_merge,
    raya_meter_entry,
    raya_personal_data,
    raya_referral_refusal,
)
