from contextlib import contextmanager

from odoo import Command, fields
from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from odoo.addons.raya_service_workorder.tests.common import WorkorderCommon

HOURS = 2.0
HOURLY_COST = 50.0
PART_COST = 30.0
PART_PRICE = 70.0
LABOUR_PRICE = 40.0
USED = 2.0
BOUGHT = 10.0


class BillingCommon(AccountTestInvoicingCommon, WorkorderCommon):
    """A company with a chart of accounts that bought its parts before it used them.

    Every job takes two hours and two parts.
    """

    @classmethod
    def setup_independent_user(cls):
        """The world is built by nobody; the tests act as the people of the company."""
        return

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("test_acc", "raya_service_base.group_service_accountant")
        cls.employee.hourly_cost = HOURLY_COST
        cls.labour.list_price = LABOUR_PRICE
        cls.parts = {valuation: cls._create_part(valuation) for valuation in ("periodic", "real_time")}
        cls.policy_half = cls._create_policy(name="Half", line_ids=[Command.create({"scope": "all", "share": 50})])
        cls.policy_whole = cls._create_policy(name="Whole", line_ids=[Command.create({"scope": "all", "share": 100})])
        cls.fridge.raya_policy_ids = False
        cls.serial = 0
        company = cls.env.company
        cls.accounts = {
            "warranty": company.raya_warranty_account_id,
            "labour": company.raya_labour_account_id,
            "expense": company.expense_account_id,
            "stock": company.account_stock_valuation_id,
            "variation": company.account_stock_valuation_id.account_stock_variation_id,
            "receivable": cls.company_data["default_account_receivable"],
            "revenue": company.income_account_id,
            "tax": cls.tax_sale_a.invoice_repartition_line_ids.account_id,
        }

    @classmethod
    def _create_part(cls, valuation, company=None, cost=PART_COST, **vals):
        """A part of this valuation, bought with a posted bill and received."""
        part = cls._create_unbought_part(valuation, company=company, standard_price=cost, **vals)
        cls._buy(part, cost)
        return part

    @classmethod
    def _create_unbought_part(cls, valuation, costing="average", company=None, **vals):
        """A part that is kept in stock, in a category of this valuation and costing method."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": (company or cls.env.company).ids})
        category = env["product.category"].create(
            {
                "name": f"Parts, {valuation}",
                "property_valuation": valuation,
                "property_cost_method": costing,
            }
        )
        return env["product.product"].create(
            {
                "name": f"Part, {valuation}",
                "is_storable": True,
                "list_price": PART_PRICE,
                "categ_id": category.id,
                **vals,
            }
        )

    @classmethod
    def _buy(cls, part, cost):
        cls._receive(part, cost, BOUGHT)
        cls._post_bill(part, [(cost, BOUGHT)])

    @classmethod
    def _receive(cls, part, cost, quantity, lots=()):
        """
        :param lots: what of a tracked part is received: pairs of a ``stock.lot`` and its quantity
        """
        env = part.env
        warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        receipt = env["stock.move"].create(
            {
                "product_id": part.id,
                "product_uom_qty": quantity,
                "value_manual": quantity * cost,
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
            }
        )
        receipt._action_confirm()
        if lots:
            line = receipt._prepare_move_line_vals()
            received = [Command.create({**line, "lot_id": lot.id, "quantity": count}) for lot, count in lots]
            receipt.move_line_ids = [Command.clear(), *received]
        else:
            receipt.quantity = quantity
        receipt.picked = True
        receipt._action_done()

    @classmethod
    def _post_bill(cls, part, bought):
        """
        :param bought: pairs of cost and quantity
        """
        env = part.env
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": env["res.partner"].create({"name": "Supplier"}).id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"product_id": part.id, "quantity": quantity, "price_unit": cost, "tax_ids": []})
                    for cost, quantity in bought
                ],
            }
        )
        bill.action_post()

    @classmethod
    def _create_covered_asset(cls, share, **vals):
        policy = {
            0: cls.env["raya.warranty.policy"],
            50: cls.policy_half,
            100: cls.policy_whole,
        }[share]
        cls.fridge.raya_policy_ids = policy
        cls.serial += 1
        return cls._create_asset(serial=f"RF-{cls.serial}", **vals)

    @classmethod
    def _report(cls, share=100, part=None, hours=HOURS, used=USED, fault=None, **vals):
        """A submitted work order: the technician has done it and reported it."""
        call = cls._create_call(asset_id=cls._create_covered_asset(share).id)
        call.with_user(cls.dispatcher).action_refer()
        workorder = cls._create_workorder(
            call_id=call.id,
            diagnosis_ids=[Command.create({"symptom_id": cls.symptom.id, "fault_id": (fault or cls.fault).id})],
            work_line_ids=[Command.create({"operation_id": cls.operation.id, "hours": hours})],
            part_ids=[Command.create({"product_id": part.id, "quantity": used})] if part else [],
            **vals,
        ).with_user(cls.technician)
        if part:
            workorder.action_request_parts()
            cls._issue(workorder.sudo())
            workorder.part_ids.action_use_all()
        workorder.action_submit()
        return workorder

    @classmethod
    def _approve(cls, share=100, part=None, **vals):
        """A work order that the supervisor has approved."""
        workorder = cls._report(share, part, **vals)
        workorder.with_user(cls.dispatcher).action_approve()
        return workorder.sudo().with_user(cls.env.user)

    def _invoice(self, workorder):
        """The accountant confirms the order and posts its invoice."""
        order = workorder.sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _return_one(self, job):
        """The warehouse takes one of the used parts back, by the return of Odoo.

        :return: its ``stock.move``
        """
        slip = job.charge_ids.use_move_ids.picking_id
        wizard = self.env["stock.return.picking"].with_context(
            active_id=slip.id, active_ids=slip.ids, active_model="stock.picking"
        )
        back = wizard.create({})
        back.product_return_moves.quantity = 1.0
        picking = self.env["stock.picking"].browse(back.action_create_returns()["res_id"])
        picking.move_ids.picked = True
        picking.button_validate()
        return picking.move_ids

    def _close(self):
        self._invalidate_stock_values()
        self.env.company.action_close_stock_valuation(auto_post=True)

    def _close_if_open(self):
        if not self._is_closed():
            self._close()

    def _is_closed(self):
        """Whether a closing would post nothing."""
        self._invalidate_stock_values()
        return not self.env.company._action_close_stock_valuation()

    def _invalidate_stock_values(self):
        """Odoo values and counts lots once in a transaction, whatever moves in it; a closing has one of its own."""
        self.env["stock.lot"].invalidate_model(["total_value"])
        self.env["product.product"].invalidate_model(["total_value", "qty_available"])

    def _get_balances(self):
        """Posted balance of every account of interest, by its role."""
        balances = dict(
            self.env["account.move.line"]._read_group(
                [("company_id", "=", self.env.company.id), ("parent_state", "=", "posted")],
                ["account_id"],
                ["balance:sum"],
            )
        )
        roles = {account: role for role, account in self.accounts.items()}
        return {roles.get(account, account.code): balance for account, balance in balances.items()}

    @contextmanager
    def assertPosts(self, **expected):
        """What happens inside posts exactly these debits (+) and credits (-)."""
        before = self._get_balances()
        yield
        after = self._get_balances()
        posted = {role: round(after.get(role, 0) - before.get(role, 0), 2) for role in before.keys() | after.keys()}
        self.assertEqual({role: value for role, value in posted.items() if value}, expected)
