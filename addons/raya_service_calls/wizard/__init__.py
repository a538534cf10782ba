from . import raya_asset_builder
