from . import raya_charge_reprice, raya_tariff_price_list, raya_tariff_revision, raya_tariff_send_back
