import base64

from odoo import api, fields, models

from ..tools import changes

REPORT = "raya_service_workorder.report_workorder"


class RayaWorkorderVersion(models.Model):
    """A report as it was approved once, before it was amended. Nobody edits it."""

    _name = "raya.workorder.version"
    _description = "Earlier version of a report"
    _order = "workorder_id, number desc"
    _rec_name = "number"

    workorder_id = fields.Many2one("raya.workorder", "Work Order", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    number = fields.Integer("Version", required=True, aggregator=None)
    content = fields.Json("What It Said", required=True)
    reason = fields.Text("Why It Was Amended", required=True)
    user_id = fields.Many2one("res.users", "Amended By", required=True, default=lambda self: self.env.user)
    date = fields.Datetime("Amended On", required=True, default=fields.Datetime.now)
    approved_by_id = fields.Many2one("res.users")
    approved_date = fields.Datetime("Approved On")
    paper = fields.Binary("Report", attachment=True)
    paper_name = fields.Char()
    changes = fields.Text("What Changed Since", compute="_compute_changes")

    _once = models.Constraint("UNIQUE (workorder_id, number)", "This version of the report is kept already.")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_changes(self):
        """What the version after it says otherwise; the last one is compared with the job as it stands."""
        for version in self:
            later = version.workorder_id.version_ids.filtered(lambda other, own=version: other.number == own.number + 1)
            after = later.content or version.workorder_id._prepare_version_values()
            found = changes.compare(version.content, after)
            version.changes = "\n".join(version._tell_change(change) for change in found) or False

    def _tell_change(self, change):
        Model = self.env[change.model or "raya.workorder"]
        what = self.env["ir.model"]._get(Model._name).name
        if change.name is None:
            line = change.before or change.after
            name = _show(line.get(Model._rec_name), None)
            sentence = (
                self.env._("%(line)s left out: %(name)s") if change.before else self.env._("%(line)s added: %(name)s")
            )
            return sentence % {"line": what, "name": name}
        field = Model._fields[change.name]
        labels = dict(field._description_selection(self.env)) if field.type == "selection" else None
        label = field._description_string(self.env)
        return self.env._(
            "%(label)s: %(before)s → %(after)s",
            label=f"{what}, {label}" if change.model else label,
            before=_show(change.before, labels),
            after=_show(change.after, labels),
        )

    @api.model
    def _keep(self, workorders, reason):
        """Write down what these approved reports say, with their papers, before they are opened again."""
        values = [self._prepare_kept_values(workorder, reason) for workorder in workorders]
        return self.create(values)

    def _prepare_kept_values(self, workorder, reason):
        paper, kind = self._print(workorder)
        return {
            "workorder_id": workorder.id,
            "number": workorder.version,
            "content": workorder._prepare_version_values(),
            "reason": reason,
            "approved_by_id": workorder.approved_by_id.id,
            "approved_date": workorder.approved_date,
            "paper": base64.b64encode(paper),
            "paper_name": f"{workorder.name} v{workorder.version}.{kind}".replace("/", "-"),
        }

    def _print(self, workorder):
        """The paper of a report as it stands; as a page where the server prints no PDF."""
        Report = self.env["ir.actions.report"]
        render = Report._render_qweb_html if Report.get_wkhtmltopdf_state() == "install" else Report._render_qweb_pdf
        return render(REPORT, workorder.ids)


def _show(value, labels):
    if isinstance(value, (list, tuple)):
        return value[1]
    if value is None or value is False or value == "":
        return "–"
    return labels.get(value, value) if labels else f"{value:g}" if isinstance(value, float) else value
