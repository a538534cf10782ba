# Chapters of the desk first: it inherits them.
from . import raya_desk_card_mixin, raya_desk_document_mixin, raya_desk_lookup_mixin

# isort: split
from . import (
    raya_asset,
    raya_call,
    raya_call_stage,
    raya_desk,
    raya_meter_reading,
    raya_referral,
    raya_team,
    raya_warranty,
    raya_warranty_policy,
    res_partner,
)
