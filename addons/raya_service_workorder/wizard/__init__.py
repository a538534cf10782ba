from . import raya_visit_break, raya_visit_finish, raya_workorder_send_back
