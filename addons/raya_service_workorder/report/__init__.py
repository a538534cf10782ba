from . import raya_workorder_report
