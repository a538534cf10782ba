from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking


class RayaWorkorderAmendmentMixin(models.AbstractModel):
    """An approved report is never changed: it is opened again as its next version."""

    _name = "raya.workorder.amendment.mixin"
    _description = "Amendment of a Job"
    _protected_fields = frozenset({"version"})

    version = fields.Integer(default=1, readonly=True, required=True, copy=False, aggregator=None)
    version_ids = fields.One2many("raya.workorder.version", "workorder_id", "Earlier Versions", readonly=True)
    amendment_reason = fields.Text("Why It Is Amended", compute="_compute_amendment_reason")

    @api.depends("version_ids.reason")
    def _compute_amendment_reason(self):
        for workorder in self:
            workorder.amendment_reason = workorder.version_ids[:1].reason

    def action_amend(self, reason):
        """Open approved reports again, each as its next version, once all that the approval caused is undone.

        :param str reason: why, as everybody reads it in the history
        :raises UserError: when no reason is given, a report is not approved, or something
            that followed from it cannot be undone; nothing is changed then
        """
        self._check_approver()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the report is amended: it stands in its history for good."))
        self._check_state("approved")
        self._check_amendable()
        locking.lock(self)
        # Versions are kept by the program only.
        self.env["raya.workorder.version"].sudo()._keep(self, reason)
        self._transition("progress", only_from="approved")
        self._on_reopen(reason)
        for workorder in self:
            workorder.sudo().version += 1
            workorder.message_post(
                body=self.env._(
                    "Opened again as version %(version)s: %(reason)s", version=workorder.version, reason=reason
                ),
                partner_ids=workorder._get_authors().partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )

    def _check_amendable(self):
        """Refuse reports that were never approved here; extended by what cannot be undone.

        :raises UserError: one sentence that names the job and the way to go
        """
        old = self.filtered("date_taken_over")[:1]
        if old:
            raise UserError(
                self.env._(
                    "%s was done before this system and stays as it was taken over. Make a new work order.",
                    old.display_name,
                )
            )

    def _prepare_version_values(self):
        """What the report says, as plain values for :mod:`~.tools.changes`."""
        self.ensure_one()
        values = _read_plain(self, self._get_report_fields())
        lines = {name: self[name] for name, field in self._fields.items() if self._holds_report_lines(field)}
        values["lines"] = {
            records._name: [
                {
                    "id": line.id,
                    **_read_plain(line, [each for each in line._get_report_fields() if each != "workorder_id"]),
                }
                for line in records
            ]
            for records in lines.values()
        }
        return values

    def _holds_report_lines(self, field):
        return field.type == "one2many" and hasattr(self.env[field.comodel_name], "_get_report_fields")


def _read_plain(record, names):
    """Values of a record as JSON keeps them; a pair of id and name for what names another one."""

    def plain(name):
        field, value = record._fields[name], record[name]
        if field.type == "many2one":
            return [value.id, value.display_name] if value else False
        if field.relational:
            return [sorted(value.ids), ", ".join(value.mapped("display_name"))] if value else False
        if field.type in ("date", "datetime"):
            return field.to_string(value) if value else False
        return bool(value) if field.type == "binary" else value

    return {name: plain(name) for name in names}
