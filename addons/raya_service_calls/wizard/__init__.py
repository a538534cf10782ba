from . import raya_asset_builder, raya_asset_refusal, raya_warranty_change
