from . import raya_handbook, raya_procedure_feedback_wizard
