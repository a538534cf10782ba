from . import raya_asset_report
