import re

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list, is_html_empty

from ..tools import comparing

SECOND_PERSON = "raya_service_knowledge.second_person"


class RayaProcedureVersion(models.Model):
    """One state of a procedure's text. Once published it stays as people read it."""

    _name = "raya.procedure.version"
    _description = "Version of a Procedure"
    _inherit = ["raya.approval.mixin", "raya.version.mixin"]
    _order = "procedure_id, number desc"

    _protected_fields = frozenset({"state", "editor_id", "writer_ids", "published_by_id", "published_date"})
    _submitted_state = "review"
    _approved_state = "published"
    _approver_role = "raya_service_base.group_knowledge_editor"
    _approval_activity = "raya_service_knowledge.mail_activity_type_review"
    _version_field = "number"
    # What readers rely on: it stands still from the publication on.
    _content_fields = frozenset({"body", "minutes", "tools", "video_url", "attachment_ids", "change_note"})

    procedure_id = fields.Many2one("raya.procedure", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Version", compute="_compute_number", store=True, readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("review", "In Review"), ("published", "Published"), ("retired", "Retired")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_closed = fields.Boolean(compute="_compute_is_closed")
    body = fields.Html("Text", translate=True)
    minutes = fields.Integer(help="How long the work takes.")
    tools = fields.Text("Tools Needed", translate=True)
    video_url = fields.Char("Video", help="Address of a video, beginning with https:// or http://.")
    change_note = fields.Text(help="What is new in this version and why.", copy=False)
    step_ids = fields.One2many("raya.procedure.step", "version_id", "Steps", copy=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Documents", copy=True)
    editor_id = fields.Many2one(
        "res.users",
        "Last Written By",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    writer_ids = fields.Many2many(
        "res.users",
        "raya_procedure_version_writer_rel",
        string="Written By",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
    )
    other_writers = fields.Char(compute="_compute_other_writers")
    published_by_id = fields.Many2one(related="approved_by_id", string="Published By")
    published_date = fields.Datetime(related="approved_date", string="Published On")
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    reading_ids = fields.One2many("raya.procedure.reading", "version_id", "Readers")
    reading_count = fields.Integer("Read By", compute="_compute_reading_count")
    missing_user_ids = fields.Many2many("res.users", string="Still to Read", compute="_compute_missing_user_ids")
    is_read = fields.Boolean("Read and Understood", compute="_compute_is_read", search="_search_is_read")
    feedback_ids = fields.One2many("raya.procedure.feedback", "version_id")

    _number_unique = models.UniqueIndex(
        "(procedure_id, number)", "Somebody else began this version just now. Reload the page."
    )
    _published_once = models.UniqueIndex(
        "(procedure_id) WHERE state = 'published'",
        "A procedure has one published version. Retire the other one first.",
    )
    _minutes_not_negative = models.Constraint("CHECK (minutes >= 0)", "The minutes of a procedure cannot be negative.")

    @api.depends("procedure_id")
    def _compute_number(self):
        numbered = [("procedure_id", "in", self.procedure_id.ids), ("id", "not in", self.ids)]
        highest = dict(self.sudo()._read_group(numbered, ["procedure_id"], ["number:max"]))
        for version in self:
            number = highest.get(version.procedure_id, 0) + 1
            highest[version.procedure_id] = version.number = number

    @api.depends("state")
    def _compute_is_closed(self):
        for version in self:
            version.is_closed = version._is_closed()

    @api.depends("procedure_id", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(procedure)s, version %(number)s",
                procedure=version.procedure_id.display_name or "",
                number=self.env["res.lang"]._raya_format_number(version.number),
            )

    @api.depends("state", "writer_ids")
    @api.depends_context("uid")
    def _compute_other_writers(self):
        """Who else writes in a draft, by name."""
        for version in self:
            others = version._get_other_writers() if version.state == "draft" else self.env["res.users"]
            version.other_writers = format_list(self.env, others.mapped("name"), "unit") if others else False

    @api.depends("procedure_id", "number", "step_ids", *_content_fields)
    @api.depends_context("lang")
    def _compute_changes(self):
        for version in self:
            before = version._get_previous_version()
            version.changes = comparing.compare(before._get_outline(), version._get_outline()) if before else False

    @api.depends("reading_ids")
    def _compute_reading_count(self):
        counts = dict(
            self.env["raya.procedure.reading"]._read_group(
                [("version_id", "in", self.ids)], ["version_id"], ["__count"]
            )
        )
        for version in self:
            version.reading_count = counts.get(version, 0)

    @api.depends("reading_ids.user_id", "procedure_id.company_ids")
    def _compute_missing_user_ids(self):
        # Everybody may know who the technicians are, not everybody may read groups.
        technicians = self.env.ref("raya_service_base.group_service_technician").sudo().all_user_ids
        for version in self:
            companies = version.procedure_id.company_ids
            concerned = technicians.filtered(
                lambda user, companies=companies: user.active and (not companies or user.company_ids & companies)
            )
            version.missing_user_ids = concerned - version.reading_ids.user_id

    @api.depends("reading_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_read(self):
        own = [("version_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        read = self.env["raya.procedure.reading"].search(own).version_id
        for version in self:
            version.is_read = version in read

    def _search_is_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("reading_ids", "any", [("user_id", "=", self.env.uid)])]

    @api.constrains("video_url")
    def _check_video_url(self):
        for version in self:
            if version.video_url and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", version.video_url):
                raise ValidationError(
                    self.env._(
                        "%s is not the address of a video. It begins with https:// or http://, without spaces.",
                        version.video_url,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._adopt_attachments()
        return versions

    def write(self, vals):
        if vals.get("procedure_id") and self.procedure_id.ids != [vals["procedure_id"]]:
            raise UserError(self.env._("A version stays with its procedure. Write a version of the other one instead."))
        done = super().write(vals)
        if not vals.keys().isdisjoint(self._content_fields):
            self._note_writer()
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    # Actions

    def action_send_back(self, reason=None):
        """Open the versions for writing again; who may not decide on their own calls them back."""
        own = self.filtered(lambda version: version._is_own(self.env.user))
        own.action_call_back()
        others = self - own
        if not others:
            return None
        return super(RayaProcedureVersion, others).action_send_back(reason or self.env._("Back to draft."))

    def action_publish(self):
        """Put the versions into use; those in use until now retire."""
        self.action_approve()

    def action_retire(self):
        """Take the versions out of use without a successor."""
        self._transition("retired")

    def action_new_version(self):
        return self.procedure_id.action_new_version()

    def action_acknowledge(self):
        """The user has read and understood the versions."""
        self.check_access("read")
        unpublished = self.filtered(lambda version: version.state != "published")
        if unpublished or not self:
            raise UserError(self.env._("Only a published version is read and understood. Open the published one."))
        values = [{"version_id": version.id, "user_id": self.env.uid} for version in self if not version.is_read]
        # Nobody has the right to create readings: each is made here, for oneself.
        self.env["raya.procedure.reading"].sudo().create(values)

    def action_helped(self):
        return self._get_feedback_action(helped=True)

    def action_not_helped(self):
        return self._get_feedback_action(helped=False)

    # Business

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "review"),
            ("review", "draft"),
            ("review", "published"),
            ("published", "retired"),
        }

    def _write_transition(self, target):
        """A version that comes into use takes the place of the one in use until now."""
        if target == self._approved_state:
            in_use = [("procedure_id", "in", self.procedure_id.ids), ("state", "=", "published")]
            replaced = self.search(in_use) - self
            replaced._transition("retired")
            # One published version at a time, for the database as well.
            replaced.flush_recordset(["state"])
        return super()._write_transition(target)

    # Approval

    def _get_authors(self):
        return self.submitted_by_id | self.writer_ids

    def _is_own_decision_allowed(self):
        """One editor may be all that a company has: a setting asks for a second person."""
        # A setting of the whole database, which nobody but administrators reads.
        return not self.env["ir.config_parameter"].sudo().get_param(SECOND_PERSON)

    def _get_own_work_message(self):
        return self.env._("You wrote or submitted %s yourself. Another editor has to publish it.", self.display_name)

    def _check_submission(self):
        for version in self:
            if is_html_empty(version.body) and not version.step_ids and not version.attachment_ids:
                raise UserError(
                    self.env._("%s is empty. Write its text, steps or add a document first.", version.display_name)
                )
        return super()._check_submission()

    def _on_approve(self):
        result = super()._on_approve()
        for procedure in self.procedure_id:
            procedure.review_date = procedure._get_next_review_date()
        return result

    def _is_closed(self):
        return self.state in ("published", "retired")

    def _get_versions(self):
        return self.procedure_id.version_ids.sorted("number")

    def _get_closed_message(self):
        labels = self._get_state_labels()
        return self.env._(
            "%(version)s is %(state)s and stays as it was read. Write a new version instead.",
            version=self.display_name,
            state=labels[self.state],
        )

    def _touch(self):
        """Steps of the versions are written by this user."""
        self._check_open()
        self._note_writer()

    def _note_writer(self):
        """The user has written in these versions; who wrote there before is told when another one joins them."""
        for version in self.filtered(lambda version: self.env.user not in version.writer_ids):
            others = version._get_other_writers()
            if others and version.ids:
                version.message_notify(
                    partner_ids=others.partner_id.ids,
                    subject=version.display_name,
                    body=self.env._(
                        "%(writer)s writes in %(version)s, too. Agree who goes on: what is saved last stays.",
                        writer=self.env.user.name,
                        version=version.display_name,
                    ),
                )
        # Who may write a version may not say that somebody else did.
        self.sudo().write({"editor_id": self.env.uid, "writer_ids": [Command.link(self.env.uid)]})

    def _get_other_writers(self):
        """People who wrote in this version, without the user."""
        self.ensure_one()
        # Names of people are no secret to editors.
        return self.sudo().writer_ids.filtered("active") - self.env.user

    def _check_open(self):
        """What waits for its decision is not changed under the eyes of who reads it.

        :raises UserError: for closed versions, and those in review
        """
        result = super()._check_open()
        waiting = self.filtered(lambda version: version.state == version._submitted_state)
        if waiting:
            raise UserError(
                self.env._(
                    "%s is in review, and its text stays as it was submitted. Send it back to draft first.",
                    waiting[0].display_name,
                )
            )
        return result

    def _adopt_attachments(self):
        """Who may read a version may read its documents: those that the user has
        just uploaded and that belong to nothing yet become its own."""
        for version in self:
            loose = version.attachment_ids.sudo().filtered(
                lambda document: not document.res_id and document.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": version.id})

    def _get_outline(self):
        """What is compared, as ``(title, lines)``."""
        self.ensure_one()
        labels = {name: self._fields[name]._description_string(self.env) for name in ("minutes", "tools", "video_url")}
        return [
            (self._fields["body"]._description_string(self.env), comparing.get_lines(self.body)),
            (self._fields["step_ids"]._description_string(self.env), [step._get_line() for step in self.step_ids]),
            (labels["tools"], (self.tools or "").splitlines()),
            (labels["minutes"], [str(self.minutes)] if self.minutes else []),
            (labels["video_url"], [self.video_url] if self.video_url else []),
            (
                self._fields["attachment_ids"]._description_string(self.env),
                sorted(self.attachment_ids.mapped("name")),
            ),
        ]

    def _get_form_action(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_knowledge.raya_procedure_version_action")
        return {**action, "views": [[False, "form"]], "res_id": self.id, "context": {}}

    def _get_feedback_action(self, *, helped):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "raya_service_knowledge.raya_procedure_feedback_wizard_action"
        )
        return {**action, "context": {"default_version_id": self.id, "default_helped": helped}}
