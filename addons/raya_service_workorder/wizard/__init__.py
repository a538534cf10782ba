from . import raya_diagnosis_proposal, raya_workorder_send_back
