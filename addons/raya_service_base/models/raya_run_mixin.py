from odoo import api, fields, models
from odoo.fields import Domain
from psycopg2 import OperationalError

from ..tools import collecting

ATTEMPTS = 5


class RayaRunMixin(models.AbstractModel):
    """Work on many records in the background.

    A run remembers the last record it has worked on, and its cron job commits
    after a few of them: it can be paused, and goes on after a crash or a restart
    where it was.
    """

    _name = "raya.run.mixin"
    _description = "Run over Many Records"
    _inherit = ["raya.transition.mixin"]
    _order = "id desc"
    _protected_fields = frozenset({"state", "position", "total", "done", "date_done"})

    # xml id of the cron job that calls ``_cron_run()``.
    _run_cron = None
    # How many records are worked on between two commits.
    _run_size = 500

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    position = fields.Integer("Looked at Until", readonly=True, copy=False)
    total = fields.Integer("Found", readonly=True, copy=False)
    done = fields.Integer("Looked At", readonly=True, copy=False)
    date_done = fields.Datetime("Finished On", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")

    @api.depends("total", "done")
    def _compute_progress(self):
        for run in self:
            run.progress = 100.0 * run.done / run.total if run.total else 0.0

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "running"),
            ("running", "paused"),
            ("paused", "running"),
            ("running", "cancelled"),
            ("paused", "cancelled"),
            ("running", "done"),
        }

    def _prepare_transition_values(self, target):
        values = super()._prepare_transition_values(target)
        return {**values, "date_done": fields.Datetime.now()} if target == "done" else values

    def action_pause(self):
        self._transition("paused")

    def action_resume(self):
        self._transition("running", only_from="paused")
        self._wake()

    def action_cancel(self):
        """Stop for good; what was done so far stays."""
        self._transition("cancelled")

    # Hooks

    def _get_run_source(self):
        """What a run works on: a model, with the rights by which it is searched, and a domain.

        Defined by each model.
        """
        raise NotImplementedError

    def _work_on(self, records):
        """Do the work on the next records of the run. Defined by each model."""
        raise NotImplementedError

    # In the background

    def _start(self):
        """Find out how much there is to do, and let the cron job do it."""
        self._transition("running", only_from="draft")
        for run in self:
            run._update_total()
        self._wake()

    def _wake(self):
        # Whoever may start a run need not touch the scheduler.
        self.env.ref(self._run_cron).sudo()._trigger()

    def _count_records(self):
        source, domain = self._get_run_source()
        return source.search_count(domain)

    def _search_next(self, size):
        source, domain = self._get_run_source()
        return source.search(domain & Domain("id", ">", self.position), order="id", limit=size)

    def _update_total(self):
        # Progress is written by the program alone.
        self.sudo().total = self._count_records()

    @api.model
    def _cron_run(self):
        """Go on with the runs, a few records at a time, until the time of the job is over."""
        runs = self.search([("state", "=", "running")], order="id")
        left = sum(run.total - run.done for run in runs)
        self.env["ir.cron"]._commit_progress(remaining=max(0, left))
        for run_id in runs.ids:
            while count := self._run_next_again(run_id):
                if not self.env["ir.cron"]._commit_progress(count):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _run_next_again(self, run_id):
        """The next records of a run, again when another transaction was in the way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.env.cr.savepoint():
                    return self.browse(run_id)._run_next(self._run_size)
            except OperationalError:
                if attempt == ATTEMPTS:
                    raise
                self.env.cr.rollback()
        return 0

    def _run_next(self, size):
        """Work on the next records, and remember how far that is.

        :return: how many they were; none when the run is over, is paused, or is
            being changed by somebody
        """
        # The pause button writes the same record: one waits for the other.
        run = self.try_lock_for_update()
        if not run or run.state != "running":
            return 0
        records = run._search_next(size)
        if records:
            with collecting.paused():
                run._work_on(records)
            run.sudo().write({"position": records[-1:].id, "done": run.done + len(records)})
        if len(records) < size:
            run._transition("done")
        return len(records)
