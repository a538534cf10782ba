# Mixins first: the models below inherit them.
from . import (
    raya_call_conversation_mixin,
    raya_call_merge_mixin,
    raya_call_stage_mixin,
    raya_call_statement_mixin,
    raya_call_unit_mixin,
)

# isort: split
from . import (
    raya_asset,
    raya_call,
    raya_call_outcome,
    raya_call_stage,
    raya_call_tag,
    raya_meter_reading,
    raya_referral,
    raya_statement,
    raya_team,
    raya_warranty,
    raya_warranty_policy,
    res_company,
    res_config_settings,
    res_partner,
)
