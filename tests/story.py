"""The people of a company and what they do, for the story in `test_end_to_end.py`.

Everybody does their own part with their own rights: the seller sells, the clerk
moves goods, the operator takes the call, the technician works, the supervisor
approves, the accountant invoices, the manager decides. Nobody is an administrator.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import Command, fields
from odoo.tests import Form, new_test_user

FRIDGE_COST, FRIDGE_PRICE = 600.0, 900.0
PART_COST, PART_PRICE = 6.0, 14.0
# The tariff is dearer than what the product says.
HOURS, HOUR_COST, LIST_PRICE, HOUR_PRICE = 1.5, 20.0, 40.0, 48.0
TAX = 0.15  # of Odoo's generic chart of accounts


class Story:
    """A company of one kind of stock valuation, its people and their goods."""

    valuation = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": f"Appliances ({cls.valuation})", "currency_id": cls.env.ref("base.USD").id}
        )
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company)
        cls.company.inventory_valuation = cls.valuation
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.company_ids += cls.company
        cls._make_people()
        cls._make_products()
        cls._make_knowledge()
        cls.customer = cls.env["res.partner"].create({"name": "Sara Karimi"})
        cls.sold_on = fields.Date.today() - relativedelta(months=25)

    @classmethod
    def _make_people(cls):
        roles = {
            "seller": "sales_team.group_sale_salesman_all_leads",
            "clerk": "stock.group_stock_user",
            "operator": "raya_service_base.group_service_operator",
            "technician": "raya_service_base.group_service_technician",
            "supervisor": "raya_service_base.group_service_dispatcher",
            "accountant": "raya_service_base.group_service_accountant",
            "manager": "raya_service_base.group_service_manager",
        }
        for role, group in roles.items():
            user = new_test_user(cls.env, f"e2e_{role}", group, company_id=cls.company.id, company_ids=cls.company.ids)
            setattr(cls, role, user)
        cls.env["hr.employee"].create(
            {
                "name": "Omid Rahimi",
                "user_id": cls.technician.id,
                "company_id": cls.company.id,
                "hourly_cost": HOUR_COST,
            }
        )
        cls.team = cls.env["raya.team"].create(
            {
                "name": "Cooling",
                "company_id": cls.company.id,
                "leader_id": cls.supervisor.id,
                "user_ids": cls.technician.ids,
            }
        )

    @classmethod
    def _make_products(cls):
        everything = [Command.create({"scope": "all", "share": 100})]
        cls.maker = cls.env["res.partner"].create({"name": "Maker"})
        cls.policy, cls.maker_policy = cls.env["raya.warranty.policy"].create(
            [
                {"name": "24 months", "duration": 24, "line_ids": everything},
                {
                    "name": "36 months by the maker",
                    "kind": "supplier",
                    "partner_id": cls.maker.id,
                    "duration": 36,
                    "line_ids": everything,
                },
            ]
        )
        Product = cls.env["product.product"]
        cls.fridge = Product.create(
            {
                "name": "Refrigerator",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "standard_price": FRIDGE_COST,
                "list_price": FRIDGE_PRICE,
                "raya_policy_ids": (cls.policy | cls.maker_policy).ids,
            }
        )
        cls.relay = Product.create(
            {
                "name": "Start relay",
                "type": "consu",
                "is_storable": True,
                "standard_price": PART_COST,
                "list_price": PART_PRICE,
            }
        )
        cls.labour = Product.create(
            {
                "name": "Repair labour",
                "type": "service",
                "uom_id": cls.env.ref("uom.product_uom_hour").id,
                "list_price": LIST_PRICE,
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.lots = cls.env["stock.lot"].create(
            [{"name": f"RF-{number}", "product_id": cls.fridge.id} for number in (1, 2)]
        )
        Quant = cls.env["stock.quant"]
        for lot in cls.lots:
            Quant._update_available_quantity(cls.fridge, cls.warehouse.lot_stock_id, 1, lot_id=lot)
        Quant._update_available_quantity(cls.relay, cls.warehouse.lot_stock_id, 10)

    @classmethod
    def _make_knowledge(cls):
        cls.symptom = cls.env["raya.symptom"].create({"code": "E2E-COOL", "name": "Does not cool"})
        cls.operation = cls.env["raya.operation"].create(
            {"code": "E2E-RELAY", "name": "Replace the relay", "product_id": cls.labour.id, "duration": 0.5}
        )
        cls.fault = cls.env["raya.fault"].create(
            {
                "code": "E2E-RELAY",
                "name": "Relay burnt",
                "symptom_ids": cls.symptom.ids,
                "operation_ids": cls.operation.ids,
                "part_need_ids": [Command.create({"product_id": cls.relay.id})],
            }
        )

    # --- what people do ---------------------------------------------------

    def _sell(self):
        """Two refrigerators on one invoice, delivered first."""
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [Command.create({"product_id": self.fridge.id, "product_uom_qty": 2})],
                }
            )
        )
        order.action_confirm()
        delivery = order.picking_ids.with_user(self.clerk)
        delivery.move_ids.lot_ids = self.lots
        delivery.move_ids.picked = True
        delivery.with_context(skip_sms=True).button_validate()
        invoice = order._create_invoices().with_user(self.accountant)
        invoice.invoice_date = self.sold_on
        invoice.action_post()
        return invoice

    def _take_call(self, asset, day):
        """The operator takes the call and refers it."""
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.asset_id = asset
            with form.statement_ids.new() as told:
                told.symptom_id = self.symptom
                told.words = "It does not get cold."
            form.date_reported = fields.Datetime.to_datetime(day) + timedelta(hours=12)
            form.team_id = self.team
            form.user_id = self.technician
        call = form.record
        call.action_refer()
        return call

    def _plan(self, call):
        """The technician begins the job and plans a service and two relays."""
        workorder = call.with_user(self.technician)
        workorder.action_create_workorder()
        workorder = workorder.workorder_ids
        workorder.action_start()
        workorder.diagnosis_ids.fault_id = self.fault
        workorder.write(
            {
                "work_line_ids": [Command.create({"operation_id": self.operation.id, "hours_planned": HOURS})],
                "part_ids": [Command.create({"product_id": self.relay.id, "quantity": 2})],
            }
        )
        return workorder

    def _agree(self, workorder):
        """The customer accepts what the office asks them for."""
        workorder.action_create_estimate()
        estimate = workorder.sudo().estimate_ids
        # As the portal confirms what was signed.
        estimate._validate_order()
        return estimate

    def _work(self, workorder):
        """The technician asks for two relays, uses one, gives the other back and reports."""
        workorder.action_request_parts()
        self._validate(workorder)
        workorder.work_line_ids.hours = HOURS
        workorder.part_ids.qty_reported = 1
        workorder.action_return_parts()
        self._validate(workorder)
        workorder.action_submit()

    def _validate(self, workorder):
        """The clerk validates the slips that wait for them."""
        slips = workorder.sudo().picking_ids.filtered(lambda slip: slip.state != "done")
        self.assertEqual(len(slips), 1)
        slips = slips.with_user(self.clerk)
        slips.move_ids.picked = True
        slips.button_validate()
        self.assertEqual(slips.state, "done")

    def _do_job(self, asset, day, is_agreed=False):
        workorder = self._plan(self._take_call(asset, day))
        if is_agreed:
            self._agree(workorder)
        self._work(workorder)
        workorder.with_user(self.supervisor).action_approve()
        return workorder.sudo().with_user(self.env.user)

    def _set_prices(self):
        """The accountant makes a tariff, and the manager puts it in force."""
        price = {"operation_id": self.operation.id, "pricing": "hour", "price": HOUR_PRICE}
        tariff = (
            self.env["raya.tariff"]
            .with_user(self.accountant)
            .create({"name": "Repairs", "date_from": self.sold_on, "line_ids": [Command.create(price)]})
        )
        tariff.action_submit()
        tariff.with_user(self.manager).action_approve()

    def _claim(self, voucher):
        """The accountant sends the cost to the maker, who credits it and pays."""
        action = voucher.with_user(self.accountant).line_ids.action_claim()
        claim = self.env["raya.supplier.claim"].with_user(self.accountant).browse(action["res_id"])
        claim.action_send()
        claim.action_accept_all()
        credit = self.env["account.move"].with_user(self.accountant).browse(claim.action_create_document()["res_id"])
        credit.action_post()
        self._pay(credit)
        claim.action_settle()
        return claim

    def _pay(self, document):
        payment = self.env["account.payment.register"].with_user(self.accountant)
        payment = payment.with_context(active_model="account.move", active_ids=document.ids)
        payment.create({})._create_payments()

    # --- what is looked at ------------------------------------------------

    def _get_balances(self):
        """Posted balance by account; debits above zero."""
        groups = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            ["account_id"],
            ["balance:sum"],
        )
        return dict(groups)

    def _get_posted(self, before):
        after = self._get_balances()
        return {
            account: round(after[account] - before.get(account, 0.0), 2)
            for account in after
            if round(after[account] - before.get(account, 0.0), 2)
        }

    def _get_account(self, role):
        company = self.company
        return {
            "warranty": company.raya_warranty_account_id,
            "labour": company.raya_labour_account_id,
            "expense": company.expense_account_id,
            "recovery": company.raya_recovery_account_id,
            "income": company.income_account_id,
            "stock": company.account_stock_valuation_id,
            "tax": company.account_sale_tax_id.invoice_repartition_line_ids.account_id,
            "receivable": self.customer.property_account_receivable_id,
        }[role]

    def assertPosted(self, before, expected):
        """Exactly these debits (+) and credits (-) came to the books since ``before``."""
        wanted = {self._get_account(role): amount for role, amount in expected.items()}
        self.assertEqual(self._get_posted(before), wanted)

    def assertMoves(self, workorder, place):
        """Two out, one back, one used at ``place``: real moves between real locations."""
        stock = self.warehouse.lot_stock_id
        van = self.env["stock.location"].search(
            [("raya_technician_id", "=", self.technician.id), ("company_id", "=", self.company.id)]
        )
        moves = workorder.part_ids.move_ids.sorted("id").filtered(lambda move: move.state == "done")
        self.assertEqual(
            {(move.location_id, move.location_dest_id, move.quantity) for move in moves},
            {(stock, van, 2.0), (van, stock, 1.0), (van, place, 1.0)},
        )
        self.assertEqual(workorder.picking_ids, moves.picking_id)
        self.assertEqual(set(workorder.picking_ids.mapped("state")), {"done"})
        self.assertRecordValues(
            workorder.part_ids,
            [{"qty_requested": 2, "qty_issued": 2, "qty_used": 1, "qty_returned": 1, "qty_held": 0}],
        )
