import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, MissingError, RedirectWarning, UserError
from odoo.tools import float_round
from psycopg2 import IntegrityError, OperationalError

from odoo.addons.raya_service_base.tools.locking import lock

from ..tools import phone
from ..tools.phone_operations import OPERATIONS

_logger = logging.getLogger(__name__)


class RayaMyJobs(models.AbstractModel):
    """The technician's page: their jobs, and what they do on them, also later than they did it.

    An operation is a fact with the moment in which it happened. Each has its method
    ``_run_<name>(job, date, …)``, called once, in the rights of whoever did it, with
    the row of the job locked; it returns what :meth:`_done` and its like return.
    """

    _name = "raya.my.jobs"
    _description = "My Jobs"
    _inherit = [
        "raya.my.jobs.reading.mixin",
        "raya.my.jobs.visit.mixin",
        "raya.my.jobs.diagnosis.mixin",
        "raya.my.jobs.part.mixin",
        "raya.my.jobs.report.mixin",
    ]

    @api.model
    def run(self, operations, sent):
        """Do what was done on a phone, each thing once.

        :param list operations: dicts ``uuid`` (made by the phone), ``name`` (a key of
            ``tools.phone_operations.OPERATIONS``), ``job_id``, ``args`` and ``at``, the moment
            in seconds by the phone's clock
        :param float sent: the moment of sending by the same clock
        :return: list of dicts, one for each operation: ``uuid``, ``status`` (``done``;
            ``skipped``: nothing was left to do; ``conflict``: somebody else wrote there
            meanwhile, ``theirs`` is the text that they wrote; ``failed``: nothing happened),
            ``message`` for the person, and ``job`` as it stands now (see :meth:`get_jobs`)
        :raises AccessError: for people who do no jobs
        """
        self._check_technician()
        return [self._run_alone(operation, sent) for operation in operations]

    @api.model
    def _check_technician(self):
        if not self.env.user.has_group("raya_service_base.group_service_technician"):
            raise AccessError(self.env._("Only technicians have jobs here. Open the work order instead."))

    @api.model
    def _run_alone(self, given, sent):
        """Run one operation; what is refused leaves nothing behind and stops no other."""
        answer = {"uuid": given.get("uuid") if isinstance(given, dict) else False}
        try:
            with self.env.cr.savepoint():
                return answer | self._run_once(self._read_operation(given, sent))
        except (OperationalError, ConcurrencyError):
            # Another transaction was faster: Odoo does all of it once more.
            raise
        except Exception as error:
            return answer | {"status": "failed", "message": self._get_refusal(error), "job": False}

    @api.model
    def _get_refusal(self, error):
        """Why something was not done, in words; what is no refusal but a fault is logged.

        :param Exception error: what was raised, in whatever floor
        """
        if isinstance(error, UserError | RedirectWarning):
            return str(error.args[0])
        if isinstance(error, IntegrityError):
            models_ = (self.env[name] for name in self.env.registry)
            table = error.diag.table_name
            model = next((each for each in models_ if each._auto and each._table == table), self)
            return model._sql_error_to_message(error)
        _logger.error("An operation of a phone failed", exc_info=error)
        return self.env._(
            "The server could not do this (%s). It stays on your phone: tell your service manager, or do it on the form.",
            type(error).__name__,
        )

    @api.model
    def _read_operation(self, given, sent):
        try:
            return phone.read_operation(given, sent, OPERATIONS)
        except ValueError as error:
            raise UserError(
                self.env._("The server does not understand this (%s). Reload the page and do it again.", error)
            ) from error

    @api.model
    def _run_once(self, operation):
        Log = self.env["raya.phone.operation"]
        taken = Log._get_taken(operation.uuid)
        if taken:
            return taken.result | {"job": self._get_job(taken.workorder_id)}
        job = self._get_own_job(operation.job_id)
        # Two phones on one job go one after the other, and so does one phone that sends twice.
        lock(job)
        date = phone.believe(operation.waited, fields.Datetime.now())
        taken, is_new = Log._take(operation, job, date)
        if is_new:
            taken.result = getattr(self, f"_run_{operation.name}")(job, date, **operation.arguments)
        return taken.result | {"job": self._get_job(job)}

    @api.model
    def _get_own_job(self, job_id):
        """A job on which the user may work.

        :raises MissingError, AccessError:
        """
        job = self.env["raya.workorder"].browse(job_id).exists()
        if not job:
            raise MissingError(self.env._("This job is not there any more."))
        job.check_access("write")
        return job

    @api.model
    def _find(self, lines, line_id):
        """One of these lines of a job.

        :raises MissingError: when somebody took it away meanwhile, or it never was among them
        """
        line = lines.filtered(lambda line: line.id == line_id)
        if not line:
            raise MissingError(self.env._("This line is not on the job any more. Look at the job again."))
        return line

    # Answers

    @api.model
    def _done(self, message, **more):
        return {"status": "done", "message": message, **more}

    @api.model
    def _skipped(self, message):
        """Nothing was left to do: somebody did it before."""
        return {"status": "skipped", "message": message}

    @api.model
    def _write_text(self, record, field, text, base):
        """Write a text, unless somebody else wrote there since it was read."""
        theirs = record[field] or ""
        answer = phone.merge(theirs.strip(), base, text)
        if answer == "conflict":
            message = self.env._("Somebody else wrote here meanwhile. Your text is kept: choose one.")
            return {"status": "conflict", "message": message, "theirs": theirs}
        if answer == "written":
            record[field] = text
        return self._done(self.env._("Saved."))

    @api.model
    def _is_other_number(self, record, field, number, base):
        """Whether somebody else wrote another number there since it was read.

        :param float number: what the user wrote
        :param float base: what stood there on their phone
        """
        digits = record._fields[field].get_digits(self.env)
        # The page has the number as it is kept, a phone that waits for a connection as it was typed.
        seen, mine = (float_round(value, digits[1]) if digits else value for value in (base, number))
        return phone.merge(record[field], seen, mine) == "conflict"

    @api.model
    def _refuse_number(self, theirs, mine):
        """Unlike words, two numbers cannot stand side by side until somebody chooses."""
        written = self.env["res.lang"]._raya_format_number
        message = self.env._(
            "Somebody else wrote %(theirs)s here meanwhile, so your %(mine)s is not saved. Enter it again if it is right.",
            theirs=written(theirs),
            mine=written(mine),
        )
        return {"status": "conflict", "message": message}
