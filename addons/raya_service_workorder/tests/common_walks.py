from uuid import uuid4

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.raya_service_base.tests.properties import strategies

from .common_parts import PartMovesCommon

NOTHING_TO_DO = "There is nothing to do this with."
STEPS = (
    "need_more",
    "add_part",
    "leave_part_out",
    "request",
    "issue",
    "issue_some",
    "refuse_request",
    "cancel_request",
    "use",
    "use",
    "use_all",
    "choose_lots",
    "keep",
    "lose",
    "take_from_van",
    "give_back",
    "give_back",
    "receive",
    "receive_some",
    "refuse_return",
    "hand_over",
    "wait",
    "go_on",
    "work",
    "submit",
    "submit",
    "call_back",
    "send_back",
    "approve",
    "approve",
    "amend",
    "cancel",
    "reset",
    "start",
    "used_comes_back",
    "old_comes_in",
)
# Most of what may happen happens only to what was issued.
GIVEN = (("request", 0, 0), ("issue", 0, 0))
REPORTED = (*GIVEN, ("use_all", 0, 0), ("use_all", 0, 1), ("use_all", 0, 2))
TAKEN = (("take_from_van", 1, 1), ("submit", 1, 0), ("approve", 1, 0))
BEGINNINGS = (
    (("request", 0, 0),),
    GIVEN,
    (*GIVEN, ("request", 1, 0), ("issue", 1, 0)),
    (*GIVEN, ("use_all", 0, 0), ("give_back", 0, 0)),
    (*GIVEN, *TAKEN),
    (*REPORTED, ("submit", 0, 0)),
    (*REPORTED, ("submit", 0, 0), ("approve", 0, 0)),
    (*REPORTED, ("use", 0, 0), ("give_back", 0, 0), ("receive", 0, 0), ("submit", 0, 0), ("approve", 0, 0)),
)
# What happens, to which of two jobs, and a number that says how much or of what.
WALKS = strategies.builds(
    lambda beginning, more: [*beginning, *more],
    strategies.sampled_from(BEGINNINGS),
    strategies.lists(
        strategies.tuples(
            strategies.sampled_from(STEPS), strategies.sampled_from((0, 0, 0, 1)), strategies.integers(0, 2)
        ),
        min_size=3,
        max_size=10,
    ),
)


class WalksCommon(PartMovesCommon):
    """Two jobs of one technician, who has parts of their own as well, and all that people may do to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gas = cls._create_product("Gas", tracking="lot")
        cls.relay.raya_is_old_owed = True
        gases = cls.env["stock.lot"].create([{"name": name, "product_id": cls.gas.id} for name in ("G1", "G2")])
        for lot in gases:
            cls._stock_up(cls.gas, 2, lot)
        needs = ((cls.relay, 3), (cls.board, 2), (cls.gas, 3))
        cls.jobs = cls._create_job(*needs) | cls._create_job((cls.relay, 2), (cls.board, 1))
        van = cls.jobs[0]._get_technician_location()
        cls.env["stock.quant"]._update_available_quantity(cls.relay, van, 1)
        cls.products = cls.relay | cls.board | cls.gas
        cls.env.flush_all()

    # What people do

    def _act(self, step, which, number):
        """One thing is done by who does it, if it can be; return whether it was."""
        try:
            with self.cr.savepoint():
                getattr(self, f"_step_{step}")(self.jobs[which], number)
                self.env.flush_all()
        except AccessError:
            raise
        except (UserError, ValidationError):
            return False
        return True

    def _as_technician(self, job):
        return job.with_user(job.user_id)

    def _get_line(self, job, number):
        lines = self._as_technician(job).part_ids
        return lines[number % len(lines)] if lines else lines

    def _get_slips(self, job, is_return):
        slips = job.picking_ids.filtered(lambda slip: slip.state not in ("done", "cancel"))
        return slips.filtered(lambda slip: (slip.picking_type_id == self.warehouse.raya_return_type_id) == is_return)

    def _refuse_nothing(self, records):
        if not records:
            raise UserError(NOTHING_TO_DO)
        return records

    def _run_phone(self, job, name, **arguments):
        """From the phone, where what is refused must undo itself: nobody rolls back the transaction."""
        before = self._tell()
        operation = {"uuid": str(uuid4()), "name": name, "job_id": job.id, "args": arguments, "at": 1000.0}
        (answer,) = self.env["raya.my.jobs"].with_user(job.user_id).run([operation], 1000.0)
        if answer["status"] == "failed":
            self.assertEqual(self._tell(), before, f"{name} was refused on the phone")
            raise UserError(answer["message"])

    def _step_need_more(self, job, number):
        self._refuse_nothing(self._get_line(job, number)).quantity += 1

    def _step_add_part(self, job, number):
        self.env["raya.part"].with_user(job.user_id).create(
            {"workorder_id": job.id, "product_id": self.products[number].id, "quantity": number + 1}
        )

    def _step_leave_part_out(self, job, number):
        self._refuse_nothing(self._get_line(job, number)).unlink()

    def _step_request(self, job, number):
        if number:
            self._as_technician(job).action_request_parts()
        else:
            self._run_phone(job, "request_parts")

    def _validate(self, slips, some=None, backorder=True):
        """The clerk moves what is written on slips, or only so much of the first line and nothing else."""
        slips = self._refuse_nothing(slips).with_user(self.clerk)
        if some is not None:
            slips.move_ids[:1].quantity = some
            slips.move_ids[1:].quantity = 0
            slips.move_ids.picked = True
        left = [] if backorder else slips.ids
        slips.with_context(skip_backorder=True, picking_ids_not_to_backorder=left).button_validate()

    def _step_issue(self, job, number):
        self._validate(self._get_slips(job, False))

    def _step_issue_some(self, job, number):
        self._validate(self._get_slips(job, False), 1, backorder=bool(number))

    def _step_refuse_request(self, job, number):
        self._refuse_nothing(self._get_slips(job, False)).with_user(self.clerk).action_cancel()

    def _step_cancel_request(self, job, number):
        self._as_technician(job).action_cancel_requests("Not needed")

    def _step_use(self, job, number):
        line = self._refuse_nothing(self._get_line(job, 2 * number))
        self._run_phone(job, "use_part", part_id=line.id, quantity=number, base=line.qty_reported)

    def _step_use_all(self, job, number):
        self._refuse_nothing(self._get_line(job, number)).action_use_all()

    def _step_choose_lots(self, job, number):
        """One that the technician has, or any that there is."""
        line = self._refuse_nothing(self._get_line(job, 1 + number % 2))
        domain = line.lot_domain if number < 2 else [("product_id", "=", line.product_id.id)]
        line.lot_ids = [Command.set(self.env["stock.lot"].search(domain)[-1:].ids)]

    def _step_keep(self, job, number):
        self._refuse_nothing(self._get_line(job, number)).write({"qty_kept": number, "kept_reason": "For tomorrow"})

    def _step_lose(self, job, number):
        line = self._refuse_nothing(self._get_line(job, number))
        line.write({"qty_lost": 1 + number // 2, "lost_reason": "Fell down"})

    def _step_take_from_van(self, job, number):
        """Also what was given for the other job, as nobody sees that on a part without a number."""
        product = self.board if number > 1 else self.relay
        values = {"workorder_id": job.id, "product_id": product.id, "source": "van", "quantity": 1 + number % 2}
        self.env["raya.part"].with_user(job.user_id).create(values).action_use_all()

    def _step_give_back(self, job, number):
        if number:
            self._as_technician(job).action_return_parts()
        else:
            self._run_phone(job, "return_parts")

    def _step_receive(self, job, number):
        self._refuse_nothing(self._get_slips(job, True)).with_user(self.clerk).action_raya_receive()

    def _step_receive_some(self, job, number):
        self._validate(self._get_slips(job, True), 1, backorder=bool(number))

    def _step_refuse_return(self, job, number):
        self._refuse_nothing(self._get_slips(job, True)).with_user(self.clerk).action_cancel()

    def _step_hand_over(self, job, number):
        goes_to = self.other if job.user_id == self.technician else self.technician
        job.with_user(self.dispatcher).action_hand_over(goes_to)

    def _step_wait(self, job, number):
        self._as_technician(job).action_wait("parts" if number else "customer")

    def _step_go_on(self, job, number):
        self._as_technician(job).action_go_on()

    def _step_work(self, job, number):
        values = {"workorder_id": job.id, "hours": 0.25 * (number + 1)}
        self.env["raya.time"].with_user(job.user_id).create(values)

    def _step_submit(self, job, number):
        self._as_technician(job).action_submit()

    def _step_call_back(self, job, number):
        self._as_technician(job).action_call_back()

    def _step_send_back(self, job, number):
        job.with_user(self.dispatcher).action_send_back("Count again")

    def _step_approve(self, job, number):
        job.with_user(self.dispatcher).action_approve()

    def _step_amend(self, job, number):
        job.with_user(self.dispatcher).action_amend("Counted wrong")

    def _step_cancel(self, job, number):
        job.with_user(self.dispatcher).action_cancel()

    def _step_reset(self, job, number):
        job.with_user(self.dispatcher).action_reset()

    def _step_start(self, job, number):
        self._as_technician(job).action_start()

    def _step_used_comes_back(self, job, number):
        slip = self._refuse_nothing(job.part_ids._get_used_moves().picking_id)[:1].with_user(self.clerk)
        wizard = self.env["stock.return.picking"].with_user(self.clerk).create({"picking_id": slip.id})
        lines = self._refuse_nothing(wizard.product_return_moves)
        lines[number % len(lines)].quantity = 1
        self._validate(wizard._create_return())

    def _step_old_comes_in(self, job, number):
        self.env.flush_all()
        self._refuse_nothing(self._find_old(job)).with_user(self.clerk).action_receive()
