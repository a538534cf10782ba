from .common import KnowledgeCommon


class TestStates(KnowledgeCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected(
            "raya_service_knowledge",
            raya_procedure=["published_version_id"],
            raya_unfound_words=["text", "search_count", "last_date"],
            raya_procedure_version=["number", "published_by_id", "published_date"],
        )
