# Mixins first: the models below inherit them.
from . import raya_applicability_mixin
from . import raya_knowledge_mixin
from . import raya_transition_mixin

# isort: split
from . import raya_classification_mixin

# isort: split
from . import raya_cause
from . import raya_checklist_line
from . import raya_classification_kind
from . import raya_component
from . import raya_condition
from . import raya_fault
from . import raya_fault_symptom
from . import raya_operation
from . import raya_part_line
from . import raya_symptom
from . import raya_term
