from .common import WorkshopCommon


class TestStates(WorkshopCommon):
    def test_nobody_writes_facts_of_the_program_by_hand(self):
        self._assert_facts_protected(
            "raya_service_workshop",
            raya_reception=["lot_id", "owner_id", "shelf_id", "date_received", "date_handed_over", "handed_to"],
            raya_loan=["kind", "lot_id", "location_id", "date_out", "date_back"],
            raya_shelf=["location_id"],
        )
