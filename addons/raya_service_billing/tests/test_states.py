from .common import BillingCommon


class TestStates(BillingCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected(
            "raya_service_billing",
            raya_charge=["payer", "company_share"],
            raya_charge_share=["percent", "amount"],
            raya_goodwill=["amount", "budget_id"],
            raya_cost_voucher=["move_id", "date"],
            raya_cost_voucher_line=["amount"],
            raya_supplier_claim=["state", "partner_id", "date", "write_off_move_ids"],
            raya_supplier_claim_line=["value", "answer", "written_off_amount"],
            raya_agent_statement=["state", "partner_id", "bill_id"],
            raya_agent_statement_line=["fee", "charge_id", "is_countered"],
        )
