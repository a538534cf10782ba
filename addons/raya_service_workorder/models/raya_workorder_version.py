import base64

from odoo import api, fields, models
from odoo.tools import format_list

from ..tools import changes, durations
from .raya_workorder_paper_mixin import PRINTED

REPORT = "raya_service_workorder.report_workorder"
# Kept in hours, and read as hours and minutes.
HOURS = ("hours", "hours_planned")
# What the customer has before them when they sign.
SIGNED = {**PRINTED, None: PRINTED[None] - {"outcome"}, "raya.time": frozenset()}
# A time is told once, and in hours.
TOLD_OTHERWISE = frozenset({("raya.time", "seconds")})


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
            version.changes = "\n".join(version._get_changes()) or False

    def _get_changes(self, shown=None):
        """What the version after this one says otherwise, one sentence for each value; nothing for no version.

        :param dict shown: names of the fields that are told, by model, ``None`` for the job itself;
            lines that came or went are told of these models. Without it all is told
        """
        if not self:
            return []
        later = self.workorder_id.version_ids.filtered(lambda other: other.number == self.number + 1)
        return self._tell_changes(self.content, later.content or read_report(self.workorder_id), shown)

    def _tell_changes(self, before, after, shown=None):
        return [self._tell_change(change) for change in changes.compare(before, after) if self._is_told(change, shown)]

    @api.model
    def _get_changes_since_signed(self, workorder):
        """What the paper says otherwise than when the customer signed it; form as above.

        Time, and how the job ended, is told when the report is submitted, mostly after the signature.
        """
        # Whoever looks at a signature may have no right on all lines.
        job = workorder.sudo()
        return self._tell_changes(job.signed_content, read_report(job), SIGNED) if job.signed_content else []

    @api.model
    def _take_off_signatures(self, workorders):
        """Under a report that says something else than what was signed stands nobody's name."""
        for workorder in workorders:
            told = self._get_changes_since_signed(workorder)
            if told:
                name = workorder.signed_by
                # Nobody signs for the customer.
                workorder.sudo().signature = False
                workorder.message_post(
                    body=self.env._(
                        "The report has changed since %(person)s signed it, and their signature is taken off: %(changes)s",
                        person=name,
                        changes=format_list(self.env, told),
                    ),
                    subtype_xmlid="mail.mt_note",
                )

    def _is_told(self, change, shown):
        if (change.model, change.name) in TOLD_OTHERWISE:
            return False
        if shown is None:
            return True
        told = shown.get(change.model, ())
        return change.name in told if change.name else bool(told)

    def _tell_change(self, change):
        Model = self.env[change.model or "raya.workorder"]
        what = self.env["ir.model"]._get(Model._name).name
        if change.name is None:
            line = change.before or change.after
            name = self._show(Model._fields[Model._rec_name], line.get(Model._rec_name))
            sentence = (
                self.env._("%(line)s left out: %(name)s") if change.before else self.env._("%(line)s added: %(name)s")
            )
            return sentence % {"line": what, "name": name}
        field = Model._fields[change.name]
        label = field._description_string(self.env)
        return self.env._(
            "%(label)s: %(before)s → %(after)s",
            label=f"{what}, {label}" if change.model else label,
            before=self._show(field, change.before),
            after=self._show(field, change.after),
        )

    def _show(self, field, value):
        """A kept value as its reader writes it, in their language and calendar."""
        if value is None or value is False or value == "":
            return "–"
        show = getattr(self, f"_show_{field.type}", None)
        return show(field, value) if show else value

    def _show_many2one(self, field, value):
        Named = self.env[field.comodel_name]
        is_translated = Named._rec_name and getattr(Named._fields[Named._rec_name], "translate", False)
        found = Named.browse(value[0]).exists() if is_translated else Named
        return found.display_name or value[1]

    def _show_many2many(self, _field, value):
        return value[1]

    def _show_selection(self, field, value):
        return dict(field._description_selection(self.env)).get(value, value)

    def _show_float(self, field, value):
        Lang = self.env["res.lang"]
        if field.name in HOURS:
            return Lang._raya_write_digits(durations.text(durations.typed(value)))
        return Lang._raya_format_number(value)

    def _show_date(self, _field, value):
        return self.env["res.lang"]._raya_format_day(value)

    def _show_datetime(self, _field, value):
        zone = self.company_id._raya_get_timezone()
        return self.env["res.lang"]._raya_format_moment(fields.Datetime.to_datetime(value), zone)

    def _show_binary(self, _field, _value):
        return self.env._("Enclosed")

    def _show_boolean(self, _field, _value):
        return self.env._("Yes")

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
            "content": read_report(workorder),
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


def read_report(workorder):
    """What a report says, as plain values for :mod:`~.tools.changes`."""
    values = _read_plain(workorder, workorder._get_report_fields())
    values["lines"] = {}
    for name in get_line_fields(workorder):
        names = [each for each in workorder[name]._get_report_fields() if each != "workorder_id"]
        values["lines"][workorder[name]._name] = [
            {"id": line.id, **_read_plain(line, names)} for line in workorder[name]
        ]
    return values


def get_line_fields(workorder):
    """Names of the fields of a job that hold lines of its report."""
    fields_ = workorder._fields.items()
    Lines = {name: workorder.env[field.comodel_name] for name, field in fields_ if field.type == "one2many"}
    return [name for name, Line in Lines.items() if hasattr(Line, "_get_report_fields")]


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
