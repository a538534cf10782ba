from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.raya_service_calls.tests.common import ServiceCallsCommon


class WorkorderCommon(ServiceCallsCommon):
    """Ten relays in the warehouse, a clerk who issues them, a technician with a cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user("test_clerk", "stock.group_stock_user")
        cls.employee = cls._create_employee(cls.technician)
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls._stock_up(cls.part, 10)

    @classmethod
    def _create_employee(cls, user):
        return cls.env["hr.employee"].create({"name": user.name, "user_id": user.id, "hourly_cost": 20.0})

    @classmethod
    def _stock_up(cls, product, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(product, cls.stock, quantity, lot_id=lot)

    @classmethod
    def _create_workorder(cls, **vals):
        """A job in progress, with a complete report and one relay needed."""
        workorder = cls.env["raya.workorder"].create(
            {
                "call_id": vals["call_id"] if "call_id" in vals else cls._create_call().id,
                "diagnosis_ids": [Command.create({"symptom_id": cls.symptom.id, "fault_id": cls.fault.id})],
                "work_line_ids": [Command.create({"operation_id": cls.operation.id, "hours": 1.5})],
                "part_ids": [Command.create({"product_id": cls.part.id, "quantity": 1})],
                **vals,
            }
        )
        workorder.action_start()
        return workorder

    @classmethod
    def _ask_about_parts(cls, amount=0.0, **vals):
        """A rule: requests for parts of that cost wait for the approval of somebody, its only user."""
        boss = cls._create_user("test_decider", "raya_service_base.group_service_user")
        asked = {"approver": "users", "user_ids": [Command.set(boss.ids)], "amount": amount}
        rule = {"name": "Dear parts", "document": "raya.part.request", **asked, **vals}
        return cls.env["raya.approval.rule"].create(rule)

    @classmethod
    def _issue(cls, workorder):
        """The warehouse issues all that was requested."""
        pickings = workorder.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        pickings.with_user(cls.clerk).button_validate()

    @classmethod
    def _create_issued(cls, used=1, **vals):
        """A job whose parts were issued and used."""
        workorder = cls._create_workorder(**vals)
        workorder.with_user(cls.technician).action_request_parts()
        cls._issue(workorder)
        workorder.part_ids.with_user(cls.technician).qty_reported = used
        return workorder

    @classmethod
    def _create_submitted(cls, **vals):
        workorder = cls._create_issued(**vals)
        workorder.with_user(cls.technician).action_submit()
        return workorder

    @classmethod
    def _get_location(cls, technician=None):
        return cls.env["stock.location"].search(
            [
                ("raya_technician_id", "=", (technician or cls.technician).id),
                ("company_id", "=", cls.company.id),
            ]
        )

    @classmethod
    def _get_on_hand(cls, location, product=None):
        return cls.env["stock.quant"]._get_available_quantity(product or cls.part, location)

    @contextmanager
    def _refused(self, sentence, error=UserError):
        """The action is refused with this sentence, and undone as for a user."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(sentence, str(caught.exception))

    @classmethod
    def _create_product(cls, name, quantity=0, **vals):
        product = cls.env["product.product"].create({"name": name, "type": "consu", "is_storable": True, **vals})
        if quantity:
            cls._stock_up(product, quantity)
        return product
