from .common import ServiceCallsCommon


class TestStates(ServiceCallsCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected("raya_service_calls", raya_referral=["team_id"])
