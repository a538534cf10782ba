from . import raya_asset_certificate_report
