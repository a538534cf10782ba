from . import raya_workorder_send_back
