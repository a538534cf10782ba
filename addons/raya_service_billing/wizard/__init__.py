from . import raya_agreement, raya_invoicing
