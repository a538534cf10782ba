# Mixins first: the models below inherit them.
from . import raya_knowledge_mixin

# isort: split
from . import raya_classification_mixin

# isort: split
from . import (
    ir_actions_report,
    ir_attachment,
    raya_cause,
    raya_checklist_line,
    raya_classification_kind,
    raya_component,
    raya_condition,
    raya_fault,
    raya_fault_symptom,
    raya_first_page,
    raya_knowledge_search,
    raya_operation,
    raya_part_need,
    raya_procedure,
    raya_procedure_feedback,
    raya_procedure_reading,
    raya_procedure_step,
    raya_procedure_version,
    raya_readiness,
    raya_symptom,
    raya_term,
    raya_unfound_words,
    res_config_settings,
)
