from odoo import Command, fields

from .common import BillingCommon


class ClaimCommon(BillingCommon):
    """The supplier of the units bears what the policy of their warranty says: all of it, if nothing else is said.

    A wholly covered job costs 2 h × 50 = 100 of labour and 2 × 30 = 60 of parts.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor GmbH", "email": "claims@example.com"})
        cls.supplier_policy = cls._create_supplier_policy()
        cls.accounts["recovered"] = cls.env.company.raya_recovery_account_id
        cls.accounts["payable"] = cls.company_data["default_account_payable"]
        cls.manager.group_ids |= cls.env.ref("account.group_account_invoice")

    @classmethod
    def _create_supplier_policy(cls, share=100, scope="all", **vals):
        return cls._create_policy(
            name="Maker",
            kind="supplier",
            partner_id=cls.vendor.id,
            line_ids=[Command.create({"scope": scope, "share": share})],
            **vals,
        )

    @classmethod
    def _create_covered_asset(cls, share, **vals):
        policy = {0: cls.policy[:0], 50: cls.policy_half, 100: cls.policy_whole}[share]
        cls.fridge.raya_policy_ids = policy | cls.supplier_policy
        cls.serial += 1
        return cls._create_asset(serial=f"CL-{cls.serial}", **vals)

    def _claim(self, *jobs):
        """The accountant claims everything of these jobs."""
        jobs = jobs or (self._approve(100, self.parts["periodic"]),)
        lines = self.env["raya.cost.voucher.line"].union(*(job.voucher_ids.line_ids for job in jobs))
        action = lines.with_user(self.accountant).action_claim()
        return self.env["raya.supplier.claim"].with_user(self.accountant).browse(action["res_id"])

    def _send(self, *jobs):
        claim = self._claim(*jobs)
        claim.action_send()
        return claim

    def _accept(self, *jobs):
        claim = self._send(*jobs)
        claim.action_accept_all()
        return claim

    def _credit(self, claim, *amounts):
        """The accountant posts the document of a claim, with these amounts of its lines where they are others."""
        move = self.env["account.move"].with_user(self.accountant).browse(claim.action_create_document()["res_id"])
        for line, amount in zip(move.invoice_line_ids, amounts, strict=False):
            line.price_unit = amount
        move.action_post()
        return move

    def _pay(self, move):
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids).create(
            {"payment_date": fields.Date.today()}
        )._create_payments()
