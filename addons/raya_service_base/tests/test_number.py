from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakeTicket


@tagged("post_install", "-at_install")
class TestNumber(FakeModelsCommon):
    """Each record gets the next number of its company, once."""

    fake_models = (RayaFakeTicket,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.ticket", "service_operator")
        cls.sequence = cls._create_sequence(prefix="T-")
        cls.Ticket = cls.env["raya.fake.ticket"].with_user(cls.operator)

    @classmethod
    def _create_sequence(cls, **vals):
        return cls.env["ir.sequence"].create(
            {
                "name": "Tickets",
                "code": "raya.fake.ticket",
                "padding": 3,
                "implementation": "no_gap",
                "company_id": False,
                **vals,
            }
        )

    def test_numbers_are_taken_one_after_the_other(self):
        tickets = self.Ticket.create([{}, {}]) | self.Ticket.create({})
        self.assertEqual(tickets.mapped("name"), ["T-001", "T-002", "T-003"])

    def test_whoever_makes_a_record_may_not_change_sequences(self):
        with self.assertRaises(AccessError):
            self.sequence.with_user(self.operator).prefix = "X-"
        self.assertEqual(self.Ticket.create({}).name, "T-001")

    def test_sequence_of_the_company_goes_before_the_common_one(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_sequence(prefix="O-", company_id=other.id)
        tickets = self.env["raya.fake.ticket"].create([{"company_id": other.id}, {"company_id": self.company.id}])
        self.assertEqual(tickets.mapped("name"), ["O-001", "T-001"])

    def test_company_without_sequence_is_told_whom_to_ask(self):
        self.sequence.unlink()
        with self.assertRaisesRegex(UserError, "Ticket has no sequence of numbers in .* of the code raya.fake.ticket"):
            self.Ticket.create({})

    @freeze_time("2026-06-01")
    def test_number_counts_by_the_day_of_the_record(self):
        self.sequence.prefix = "%(range_year)s/"
        self.sequence.use_date_range = True
        tickets = self.Ticket.create(
            [{"day": date(2025, 12, 31)}, {"day": date(2026, 1, 1)}, {}, {"day": "2025-01-01"}]
        )
        self.assertEqual(tickets.mapped("name"), ["2025/001", "2026/001", "2026/002", "2025/002"])

    def test_nobody_writes_a_number_afterwards(self):
        ticket = self.Ticket.create({})
        for user in (self.operator, self.manager):
            with self.assertRaises(AccessError):
                ticket.with_user(user).name = "T-999"
        ticket.note = "Written"
        self.assertEqual((ticket.name, ticket.note), ("T-001", "Written"))

    def test_imported_record_brings_its_number_along(self):
        result = self.Ticket.load(["name", "note"], [["OLD-7", "From the old system"]])
        self.assertEqual(result["messages"], [])
        self.assertEqual(self.Ticket.browse(result["ids"]).name, "OLD-7")
        self.assertEqual(self.Ticket.create({}).name, "T-001")

    def test_copy_gets_a_number_of_its_own(self):
        ticket = self.Ticket.create({"note": "First"})
        self.assertEqual(ticket.copy().name, "T-002")

    def test_sequence_is_looked_up_once_for_many(self):
        self.Ticket.create({})
        few, many = self._count_lookups(2), self._count_lookups(40)
        self.assertEqual((few, many), (1, 1))

    def _count_lookups(self, count):
        Ticket, asked = type(self.Ticket), []
        look_up = Ticket._get_number_sequence

        def counted(model, company, day):
            asked.append(company)
            return look_up(model, company, day)

        self.patch(Ticket, "_get_number_sequence", counted)
        self.Ticket.create([{} for _number in range(count)])
        self.patch(Ticket, "_get_number_sequence", look_up)
        return len(asked)
