from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal

from odoo import fields
from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.matrix import choose_cells

from .common import HOURLY_COST, HOURS, LABOUR_PRICE, PART_PRICE, USED, BillingCommon

# The tracked parts, and those of which Odoo keeps a cost for each lot (field "Valuation by Lot/Serial Number").
TRACKING = {
    "none": {"tracking": "none"},
    "lot": {"tracking": "lot"},
    "serial": {"tracking": "serial"},
    "valuated_lot": {"tracking": "lot", "lot_valuated": True},
    "valuated_serial": {"tracking": "serial", "lot_valuated": True},
}
CELLS = choose_cells(
    share=(0, 50, 100),
    valuation=("periodic", "real_time"),
    costing=("standard", "average", "fifo"),
    tracking=tuple(TRACKING),
    then=("nothing", "credit_note", "invoice_cancelled", "amended", "part_back"),
)

# One was bought at 10.01, then two at 13.35. A job uses the first and one of the others.
STANDARD_PRICE = 11.57
RECEIPTS = ((10.01, 1), (13.35, 2))
DEARER = 21.37
COST_OF_TWO = {
    "standard": 23.14,
    "average": 24.47,  # 2/3 of 36.71
    "fifo": 23.36,
}
LABOUR_COST = HOURS * HOURLY_COST
PRICE = HOURS * LABOUR_PRICE + USED * PART_PRICE
TAX = 15


def share_of(amount, percent):
    """A share of an amount to the cent, halves away from zero, told apart from the code under test."""
    share = Decimal(str(amount)) * Decimal(percent) / 100
    return float(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


class MatrixCommon(BillingCommon):
    """Parts with every costing and tracking, bought at two costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.action_close_stock_valuation(auto_post=True)
        cls.other_stock = cls._get_balances(cls)["stock"]

    def _create_bought_part(self, cell):
        """A part with two costs, and the lots or serial numbers of which a job takes one each."""
        part = self._create_unbought_part(
            cell.valuation, cell.costing, standard_price=STANDARD_PRICE, **TRACKING[cell.tracking]
        )
        used = self.env["stock.lot"]
        for number, (cost, quantity) in enumerate(RECEIPTS):
            lots = self._create_lots_of(part, f"{number}", quantity)
            self._receive(part, cost, quantity, lots)
            used |= lots[0][0] if lots else used
        self._post_bill(part, RECEIPTS)
        if not self._is_closed():
            self._close()
        return part, used

    def _create_lots_of(self, part, name, quantity):
        """Pairs of lot and quantity: one lot of all, or a serial number of each."""
        sizes = {"none": [], "lot": [quantity], "serial": [1] * quantity}[part.tracking]
        return [
            (self.env["stock.lot"].create({"name": f"{name}-{index}", "product_id": part.id}), size)
            for index, size in enumerate(sizes)
        ]

    def _get_cost(self, cell):
        """What the two parts of a job are worth: what is valued by lot, at the cost of its own lot."""
        if cell.tracking.startswith("valuated") and cell.costing != "standard":
            return COST_OF_TWO["fifo"]
        return COST_OF_TWO[cell.costing]

    def _get_entries(self):
        return self.env["account.move"].search([("company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestMatrix(MatrixCommon):
    """The books of one approved job, with whatever costing and tracking its part has: its cost stands in them once."""

    def test_books_of_a_job_in_every_combination(self):
        for cell in CELLS:
            with self.subTest(**cell._asdict()), closing(self.cr.savepoint()):
                self._assert_books(cell)

    def _assert_books(self, cell):
        part, lots = self._create_bought_part(cell)
        known, before = self._get_entries(), self._get_balances()
        report = self._report(cell.share, part)
        with self.assertPosts(**self._expect_approval(cell)):
            report.with_user(self.dispatcher).action_approve()
        workorder = report.sudo().with_user(self.env.user)
        self._assert_left_once(cell, workorder, lots)
        self._assert_voucher(cell, workorder)
        with self.assertPosts(**self._expect_invoice(cell)):
            invoice = self._assert_invoiced(cell, workorder)
        self._assert_left_once(cell, workorder, lots)
        self._assert_entries(cell, workorder, invoice, self._get_entries() - known)
        self._assert_closed(cell, before)

        self._assert_afterwards(cell, workorder, invoice, lots)

    def _assert_afterwards(self, cell, workorder, invoice, lots):
        """Later, when a dearer receipt and a closing stand in between, something happens to the job: what came back
        counts as stock again and nothing else, and what is credited is."""
        part = workorder.part_ids.product_id
        self._receive(part, DEARER, 1, self._create_lots_of(part, "dearer", 1))
        self._post_bill(part, [(DEARER, 1)])
        self._close_if_open()
        before, moves = self._get_balances(), self._get_moves(part)
        getattr(self, f"_then_{cell.then}")(workorder, invoice)
        back = sum((self._get_moves(part) - moves).mapped("value"))
        self._close_if_open()
        with self.assertPosts():
            self._close_if_open()
        self.assertEqual(self._get_change(before), self._expect_afterwards(cell, back))
        self.assertEqual(bool(back), cell.then in ("amended", "part_back"))
        if cell.then == "amended":
            self.assertAlmostEqual(back, self._get_cost(cell), 2)
        self.assertAlmostEqual(part.total_value, self._get_balances()["stock"] - self.other_stock, 2)

    # What happens later

    def _then_nothing(self, workorder, invoice):
        pass

    def _then_credit_note(self, workorder, invoice):
        if invoice:
            invoice._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)

    def _then_invoice_cancelled(self, workorder, invoice):
        if invoice:
            invoice.button_draft()
            invoice.button_cancel()

    def _then_amended(self, workorder, invoice):
        workorder.with_user(self.dispatcher).action_amend("Wrong part")

    def _then_part_back(self, workorder, invoice):
        self._return_one(workorder)

    def _get_moves(self, part):
        return self.env["stock.move"].search([("product_id", "=", part.id), ("state", "=", "done")])

    def _get_change(self, before):
        """What was posted since, by role, all costs in one; zeros left out."""
        after = self._get_balances()
        change = {role: after.get(role, 0) - before.get(role, 0) for role in {**before, **after}}
        change["cost"] = sum(change.pop(role, 0) for role in ("warranty", "labour", "expense", "variation"))
        return {role: round(amount, 2) for role, amount in change.items() if round(amount, 2)}

    # Rules

    def _expect_afterwards(self, cell, back):
        """
        :param back: worth of the parts that came back
        """
        change = {"stock": round(back, 2), "cost": -round(back, 2)} if back else {}
        if cell.share < 100 and cell.then in ("credit_note", "invoice_cancelled", "amended"):
            price = share_of(PRICE, 100 - cell.share)
            tax = share_of(price, TAX)
            change |= {"receivable": -round(price + tax, 2), "revenue": price, "tax": tax}
        return change

    def _get_covered_cost(self, cell):
        """Covered cost of all, and of the part alone: cents that halves leave over are the last line's."""
        whole = share_of(LABOUR_COST + self._get_cost(cell), cell.share)
        return whole, round(whole - share_of(LABOUR_COST, cell.share), 2)

    def _expect_approval(self, cell):
        """The voucher takes the covered cost from where it rests: Odoo itself takes a part that the company bears
        alone out of the stock, when valuation is perpetual."""
        if not cell.share:
            return {}
        whole, part = self._get_covered_cost(cell)
        role = "stock" if self._is_posted_by_odoo(cell) else "expense"
        return {"warranty": whole, "labour": -share_of(LABOUR_COST, cell.share), role: -part}

    def _expect_invoice(self, cell):
        if cell.share == 100:
            return {}
        price = share_of(PRICE, 100 - cell.share)
        tax = share_of(price, TAX)
        posted = {"receivable": round(price + tax, 2), "revenue": -price, "tax": -tax}
        if cell.valuation == "real_time":
            posted |= {"stock": -COST_OF_TWO[cell.costing], "expense": COST_OF_TWO[cell.costing]}
        return posted

    def _expect_closing(self, cell):
        """The stock is worth less by what left it; what of it was posted before is not posted again.

        An invoice of Odoo takes the average of all lots also where each lot has its cost: the closing mends it.
        """
        posted = COST_OF_TWO[cell.costing] if cell.share < 100 else self._get_cost(cell)
        left = round(self._get_cost(cell) - (posted if cell.valuation == "real_time" else 0), 2)
        return {"stock": -left, "variation": left} if left else {}

    def _is_posted_by_odoo(self, cell):
        return cell.share == 100 and cell.valuation == "real_time"

    # Results

    def _assert_left_once(self, cell, workorder, lots):
        """The parts went from the technician's place to where they belong, and nothing else of them goes anywhere."""
        part, technician = workorder.part_ids.product_id, workorder._get_technician_location()
        moves = self.env["stock.move"].search([("product_id", "=", part.id), ("state", "!=", "cancel")])
        left = moves.filtered(lambda move: not move.location_dest_id._should_be_valued())
        customers = self.customer.property_stock_customer
        self.assertRecordValues(
            left,
            [
                {
                    "state": "done",
                    "quantity": USED,
                    "value": self._get_cost(cell),
                    "location_id": technician.id,
                    "location_dest_id": (self.company.raya_warranty_location_id if cell.share == 100 else customers).id,
                    "lot_ids": lots.ids,
                }
            ],
        )
        self.assertEqual(bool(left.account_move_id), self._is_posted_by_odoo(cell))
        bought = sum(quantity for _cost, quantity in RECEIPTS)
        self.assertEqual(self._get_on_hand(technician, part), 0)
        self.assertEqual(self._get_on_hand(self.stock, part), bought - USED)

    def _assert_voucher(self, cell, workorder):
        voucher = workorder.voucher_ids
        if not cell.share:
            self.assertFalse(voucher)
            return
        whole, part = self._get_covered_cost(cell)
        self.assertRecordValues(voucher, [{"state": "posted", "amount_total": whole}])
        labour_line, part_line = voucher.line_ids
        self.assertEqual((labour_line.amount, part_line.amount), (share_of(LABOUR_COST, cell.share), part))
        self.assertEqual((labour_line.cost, part_line.cost), (LABOUR_COST, self._get_cost(cell)))
        products = labour_line.product_id if self._is_posted_by_odoo(cell) else voucher.line_ids.product_id
        self.assertEqual(voucher.move_id.line_ids.product_id, products)
        self.assertEqual(bool(part_line.stock_entry_ids), self._is_posted_by_odoo(cell))

    def _assert_invoiced(self, cell, workorder):
        """What the customer pays is ordered and invoiced, as delivered already.

        :return: the posted invoice, or none
        """
        order = workorder.sale_order_ids
        if cell.share == 100:
            self.assertFalse(order)
            return self.env["account.move"]
        price = share_of(PRICE, 100 - cell.share)
        self.assertRecordValues(order, [{"amount_untaxed": price, "amount_tax": share_of(price, TAX)}])
        invoice = self._invoice(workorder)
        self.assertRecordValues(invoice, [{"amount_untaxed": price, "amount_tax": share_of(price, TAX)}])
        self.assertEqual(order.order_line.mapped("qty_delivered"), [HOURS, USED])
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [HOURS, USED])
        self.assertEqual(order.invoice_status, "invoiced")
        return invoice

    def _assert_entries(self, cell, workorder, invoice, entries):
        """No entry but those of the job, each once and balanced."""
        voucher = workorder.voucher_ids
        self.assertEqual(len(entries), (cell.share > 0) + (cell.share < 100) + self._is_posted_by_odoo(cell))
        self.assertEqual(entries, voucher.move_id | voucher.line_ids.stock_entry_ids | invoice)
        for entry in entries:
            self.assertEqual(self.company.currency_id.round(sum(entry.line_ids.mapped("balance"))), 0)

    def _assert_closed(self, cell, before):
        """The closing posts what is missing, the next one nothing; then the cost of the parts stands in the books once.

        Labour is neutral: wages are expensed in payroll.
        """
        with self.assertPosts(**self._expect_closing(cell)):
            if self._expect_closing(cell):
                self._close()
        with self.assertPosts():
            self._close_if_open()
        after = self._get_balances()
        change = {role: after[role] - before.get(role, 0) for role in after}
        cost = sum(change.get(role, 0) for role in ("warranty", "labour", "expense", "variation"))
        self.assertAlmostEqual(cost, self._get_cost(cell), 2)
        self.assertAlmostEqual(sum(change.values()), 0, 2)
