from . import raya_asset_transfer, raya_coverage_simulation, raya_warranty_change
