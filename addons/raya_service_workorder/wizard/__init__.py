from . import raya_workorder_amend, raya_workorder_send_back
