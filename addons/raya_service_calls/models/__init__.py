# Mixins first: the models below inherit them.
from . import (
    raya_call_complaint_mixin,
    raya_call_conversation_mixin,
    raya_call_merge_mixin,
    raya_call_sla_mixin,
    raya_call_stage_mixin,
    raya_call_statement_mixin,
    raya_call_unit_mixin,
    raya_sla_escalation_mixin,
    raya_sla_fit_mixin,
    raya_sla_words_mixin,
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
    raya_sla,
    raya_sla_policy,
    raya_sla_segment,
    raya_statement,
    raya_symptom,
    raya_team,
    raya_warranty,
    raya_warranty_policy,
    res_company,
    res_config_settings,
    res_partner,
    resource_calendar,
)
