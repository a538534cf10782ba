from . import raya_asset_exchange, raya_reception_hand_over, raya_reception_shelving
