from . import raya_warranty_change
