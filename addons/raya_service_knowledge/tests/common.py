from odoo.addons.raya_service_base.tests.common import ServiceCommon


class KnowledgeCommon(ServiceCommon):
    """What may go wrong with the refrigerator, and how it is cured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.symptom = cls._create_symptom()
        cls.operation = cls._create_operation()
        cls.fault = cls._create_fault(
            symptom_ids=cls.symptom.ids,
            operation_ids=cls.operation.ids,
            part_need_ids=[(0, 0, {"product_id": cls.part.id, "quantity": 1})],
        )
        cls.fault_misuse = cls._create_fault(code="F-MISUSE", name="Dropped", is_customer_caused=True)

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
