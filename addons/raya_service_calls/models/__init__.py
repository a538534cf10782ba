# Mixins first: the models below inherit them.
from . import (
    raya_call_conversation_mixin,
    raya_call_mail_mixin,
    raya_call_merge_mixin,
    raya_call_stage_mixin,
    raya_call_statement_mixin,
    raya_call_unit_mixin,
    raya_mail_intake_reading_mixin,
    raya_team_mail_mixin,
)

# isort: split
from . import (
    mail_thread,
    raya_asset,
    raya_call,
    raya_call_outcome,
    raya_call_stage,
    raya_call_tag,
    raya_mail_intake,
    raya_mail_outbox,
    raya_mail_refusal,
    raya_meter_reading,
    raya_referral,
    raya_statement,
    raya_symptom,
    raya_team,
    raya_warranty,
    raya_warranty_policy,
    res_company,
    res_config_settings,
    res_partner,
)
