from . import (
    raya_applicability_mixin,
    raya_classification_mixin,
    raya_fault,
    raya_operation,
    raya_part_line,
    raya_symptom,
    raya_transition_mixin,
)
