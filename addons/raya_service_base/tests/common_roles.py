from odoo.exceptions import AccessError


class RolesCommon:
    """Who may read what: one person of each role, to be mixed into a world of records.

    The names of people are those of a matrix: who of them reads a record.
    """

    # Whoever works with customers; technicians in most cases by their teams.
    OFFICE = {"operator", "dispatcher", "accountant", "manager"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.people = {
            "technician": cls.technician,
            "technician of another team": cls._create_role("technician", "stranger"),
            "operator": cls.operator,
            "dispatcher": cls.dispatcher,
            "accountant": cls._create_role("accountant"),
            "manager": cls.manager,
            "everybody": cls._create_role("user"),
            "editor": cls.editor,
            "employee": cls.outsider,
            "customer": cls._create_user("test_role_customer", "base.group_portal"),
            "visitor": cls.env.ref("base.public_user"),
            "manager elsewhere": cls._create_role("manager", "elsewhere"),
        }
        cls.people["manager elsewhere"].write({"company_id": elsewhere.id, "company_ids": elsewhere.ids})

    @classmethod
    def _create_role(cls, role, login=None):
        return cls._create_user(f"test_role_{login or role}", f"raya_service_base.group_service_{role}")

    def _assert_read_by(self, records, names):
        """These people find and read each of the records, and nobody else does."""
        self.assertTrue(records)
        self.env.flush_all()
        for record in records:
            readers = {name for name, user in self.people.items() if self._reads(record.with_user(user))}
            self.assertEqual(readers, set(names), record._name)

    def _reads(self, record):
        self.env.invalidate_all()
        try:
            found = record.search([("id", "=", record.id)])
            record.read(["display_name"])
        except AccessError:
            self.assertFalse(record.has_access("read"), f"{record._name} for {record.env.user.login}")
            return False
        self.assertEqual(found, record)
        return True
