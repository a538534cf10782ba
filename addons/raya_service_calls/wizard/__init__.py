from . import raya_meter_entry, raya_referral_refusal
