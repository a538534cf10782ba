from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# Whoever looks for a phone longer than this begins with an empty queue.
KEPT_DAYS = 400


class RayaPhoneOperation(models.Model):
    """What was done on a phone and has reached the server: each once, whatever the connection did."""

    _name = "raya.phone.operation"
    _description = "Operation of a Phone"
    _order = "id desc"
    _rec_name = "name"

    uuid = fields.Char("Key", required=True, readonly=True, help="Made by the phone.")
    name = fields.Char("Operation", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Technician", required=True, readonly=True, index=True, ondelete="cascade")
    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    date = fields.Datetime("Done On", required=True, readonly=True, help="As far as the phone's clock is believed.")
    result = fields.Json(readonly=True)

    _uuid_unique = models.Constraint("UNIQUE (uuid)", "This operation of a phone was received already.")

    @api.model
    def _take(self, operation, job, date):
        """Take an operation that was not taken yet; PostgreSQL decides between two that come at once.

        :param operation: ``tools.phone.Operation``
        :param job: its ``raya.workorder``, which the user may write
        :param datetime date: when it was done
        :return: ``(record, is_new)``, the record in superuser mode: it is nobody's to write
        :raises AccessError: when another user sent this key
        """
        Log = self.sudo()
        values = {
            "uuid": operation.uuid,
            "name": operation.name,
            "user_id": self.env.uid,
            "workorder_id": job.id,
            "company_id": job.company_id.id,
            "date": date,
            "create_uid": self.env.uid,
            "create_date": fields.Datetime.now(),
        }
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO raya_phone_operation (%s) VALUES (%s) ON CONFLICT (uuid) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            )
        )
        if rows:
            return Log.browse(rows[0]), True
        return self._get_taken(operation.uuid), False

    @api.model
    def _get_taken(self, uuid):
        """The operation of this key that the server has, in superuser mode; may be none.

        :raises AccessError: when another user sent this key
        """
        taken = self.sudo().search([("uuid", "=", uuid)])
        if taken and taken.user_id != self.env.user:
            raise AccessError(self.env._("Another user sent this operation. Do it again on your own phone."))
        return taken

    @api.autovacuum
    def _gc_old(self):
        """Forget keys that no phone sends any more."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", limit)], limit=10_000).unlink()
