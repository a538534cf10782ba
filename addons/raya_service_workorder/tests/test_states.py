from .common import WorkorderCommon


class TestStates(WorkorderCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected(
            "raya_service_workorder",
            raya_workorder=["approved_by_id", "approved_date", "version", "waiting_for"],
            raya_visit=["date_on_my_way", "date_arrived", "date_done", "outcome"],
            raya_work_line=["version_ids"],
        )
