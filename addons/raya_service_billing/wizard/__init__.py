from . import raya_workorder_request_more
