from odoo.addons.base.tests.common import BaseCommon
from odoo.tests import new_test_user


class KnowledgeCommon(BaseCommon):
    """A refrigerator, what may go wrong with it, and how it is cured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._create_user("test_tech", "raya_service_knowledge.group_service_technician")
        cls.editor = cls._create_user("test_editor", "raya_service_knowledge.group_knowledge_editor")
        cls.manager = cls._create_user("test_boss", "raya_service_knowledge.group_service_manager")
        cls.outsider = cls._create_user("test_outsider", "base.group_user")
        cls.family = cls.env["product.category"].create({"name": "Refrigerators"})
        cls.fridge = cls.env["product.product"].create(
            {"name": "Refrigerator", "type": "consu", "categ_id": cls.family.id}
        )
        cls.part = cls.env["product.product"].create(
            {"name": "Start relay", "type": "consu", "list_price": 14.0, "standard_price": 6.0}
        )
        cls.labour = cls.env["product.product"].create(
            {
                "name": "Repair labour",
                "type": "service",
                "list_price": 40.0,
                "uom_id": cls.env.ref("uom.product_uom_hour").id,
            }
        )
        cls.symptom = cls._create_symptom()
        cls.operation = cls._create_operation()
        cls.fault = cls._create_fault(
            symptom_ids=cls.symptom.ids,
            operation_ids=cls.operation.ids,
            part_line_ids=[(0, 0, {"product_id": cls.part.id, "quantity": 1})],
        )
        cls.fault_misuse = cls._create_fault(code="F-MISUSE", name="Dropped", is_customer_caused=True)

    @classmethod
    def _create_user(cls, login, *groups):
        """A user of one role; password as login."""
        return new_test_user(cls.env, login=login, password=login, groups=",".join(groups))

    @classmethod
    def _create_symptom(cls, **vals):
        return cls.env["raya.symptom"].create({"code": "T-COOL", "name": "Does not cool", **vals})

    @classmethod
    def _create_operation(cls, **vals):
        return cls.env["raya.operation"].create(
            {
                "code": "T-RELAY",
                "name": "Replace the start relay",
                "product_id": cls.labour.id,
                "duration": 0.5,
                **vals,
            }
        )

    @classmethod
    def _create_fault(cls, **vals):
        return cls.env["raya.fault"].create({"code": "T-RELAY", "name": "Start relay burnt", **vals})

    @classmethod
    def _create_procedure(cls, **vals):
        return cls.env["raya.procedure"].create(
            {"code": "T-RELAY", "name": "Change the start relay", "author_id": cls.editor.id, **vals}
        )

    @classmethod
    def _create_version(cls, **vals):
        """A draft with one step, of a procedure of its own unless another one is given."""
        if "procedure_id" not in vals:
            vals["procedure_id"] = cls._create_procedure().id
        steps = [(0, 0, {"instruction": "Unplug the appliance"})]
        return cls.env["raya.procedure.version"].create({"body": "<p>Wait 5 minutes.</p>", "step_ids": steps, **vals})

    @classmethod
    def _create_published(cls, **vals):
        """A version in use, put there by the editor."""
        version = cls._create_version(**vals).with_user(cls.editor)
        version.action_submit()
        version.action_publish()
        return version.with_user(cls.env.user)
