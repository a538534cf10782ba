from . import raya_asset_builder, raya_warranty_change
