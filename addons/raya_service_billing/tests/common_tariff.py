from datetime import date

from odoo import Command

from .common import BillingCommon

FIRST = date(2026, 1, 1)


class TariffCommon(BillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labour.categ_id = cls.env["product.category"].create({"name": "Services"})
        cls.manager = cls._create_user("test_man", "raya_service_base.group_service_manager")

    def _draft(self, *lines, **vals):
        return (
            self.env["raya.tariff"]
            .with_user(self.accountant)
            .create(
                {
                    "name": "Services",
                    "date_from": FIRST,
                    "line_ids": [Command.create(line) for line in lines],
                    **vals,
                }
            )
        )

    def _put_in_force(self, *lines, **vals):
        tariff = self._draft(*lines, **vals)
        self._decide(tariff)
        return tariff

    def _decide(self, tariff):
        tariff.with_user(self.accountant).action_submit()
        tariff.with_user(self.manager).action_approve()

    def _approve_lines(self, *hours, share=0, part=None, **vals):
        """An approved job with one row of the service for each of these times."""
        call = self._create_call(asset_id=self._create_covered_asset(share).id)
        call.with_user(self.dispatcher).action_refer()
        job = self._create_workorder(
            call_id=call.id,
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
            work_line_ids=[
                Command.create({"operation_id": operation.id, "hours": spent})
                for operation, spent in (each if isinstance(each, tuple) else (self.operation, each) for each in hours)
            ],
            part_ids=[Command.create({"product_id": part.id, "quantity": 2.0})] if part else [],
            **vals,
        ).with_user(self.technician)
        if part:
            job.action_request_parts()
            self._issue(job.sudo())
            job.part_ids.action_use_all()
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_user(self.env.user)

    def assertOneFigure(self, job):
        """Charge, order and invoice are one figure."""
        charges = job.charge_ids.filtered("sale_line_id")
        self.assertTrue(charges)
        for charge in charges:
            self.assertEqual(charge.ordered_amount, charge.customer_amount)
            self.assertEqual(charge.currency_id.round(charge.customer_amount + charge.covered_amount), charge.amount)
        order = job.sale_order_ids
        self.assertAlmostEqual(order.amount_untaxed, sum(charges.sale_line_id.mapped("price_subtotal")), 6)
        invoice = self._invoice(job)
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (order.amount_untaxed, order.amount_total))
        self.assertEqual(charges.mapped("billed_amount"), charges.mapped("customer_amount"))
        self.assertEqual(set(charges.mapped("billing_status")), {"billed"})
