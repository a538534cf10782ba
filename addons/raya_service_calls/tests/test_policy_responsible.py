from .common import ServiceCallsCommon


class TestPolicyResponsible(ServiceCallsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier_policy = cls._create_policy(kind="supplier")

    def test_leader_of_the_first_team_is_responsible_where_the_policy_names_nobody(self):
        self.supplier_policy.user_id = False
        self.env["raya.team"].search([]).active = False
        self.team.write({"active": True, "leader_id": self.technician.id})
        self.assertEqual(self.supplier_policy._get_responsible(self.company), self.technician)
        self.team.leader_id = False
        self.assertTrue(
            self.supplier_policy._get_responsible(self.company).has_group("raya_service_base.group_service_manager")
        )
