from . import raya_workorder_send_back, raya_workorder_submission
