from . import (
    raya_agent_statement_making,
    raya_agreement,
    raya_charge_reprice,
    raya_field_payment_cancel,
    raya_field_payment_hand_over,
    raya_field_payment_taking,
    raya_invoicing,
    raya_supplier_claim_waive,
    raya_tariff_price_list,
    raya_tariff_revision,
    raya_workorder_amend,
    raya_workorder_request_more,
)
