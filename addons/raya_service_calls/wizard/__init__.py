from . import raya_meter_entry
