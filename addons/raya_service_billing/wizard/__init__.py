from . import (
    raya_agent_statement_making,
    raya_agent_statement_send_back,
    raya_agreement,
    raya_charge_reprice,
    raya_invoicing,
    raya_tariff_price_list,
    raya_tariff_revision,
    raya_tariff_send_back,
    raya_workorder_request_more,
)
