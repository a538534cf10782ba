from . import (
    raya_agreement,
    raya_charge_reprice,
    raya_invoicing,
    raya_tariff_price_list,
    raya_tariff_revision,
    raya_workorder_request_more,
)
