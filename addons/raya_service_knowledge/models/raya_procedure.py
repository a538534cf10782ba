from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import folding
from odoo.addons.raya_service_base.tools.notices import notice

REVIEW_ACTIVITY = "raya_service_knowledge.mail_activity_type_still_right"


class RayaProcedure(models.Model):
    """How a piece of work is done. Its text lives in versions, one of which is in use."""

    _name = "raya.procedure"
    _description = "Procedure"
    _inherit = [
        "raya.knowledge.mixin",
        "raya.applicability.mixin",
        "raya.protected.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _protected_fields = frozenset({"published_version_id", "is_review_reminded"})

    author_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        required=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        index=True,
        tracking=True,
        help="Gets the remarks of technicians and the reminder to review.",
    )
    operation_ids = fields.Many2many("raya.operation", string="Services")
    fault_ids = fields.Many2many("raya.fault", string="Faults")
    review_months = fields.Integer("Review Every", default=12, help="Months between two reviews. 0: no review.")
    review_date = fields.Date(
        "Next Review", copy=False, tracking=True, help="On this day the author is reminded to look at it again."
    )
    is_review_reminded = fields.Boolean(compute="_compute_is_review_reminded", store=True, copy=False)
    version_ids = fields.One2many("raya.procedure.version", "procedure_id", "Versions")
    version_count = fields.Integer("Number of Versions", compute="_compute_version_count")
    published_version_id = fields.Many2one(
        "raya.procedure.version",
        compute="_compute_published_version_id",
        store=True,
        index="btree_not_null",
        tracking=True,
    )
    open_version_id = fields.Many2one(
        "raya.procedure.version", "Version at Work", compute="_compute_open_version_id", help="Draft or in review."
    )
    is_review_due = fields.Boolean(compute="_compute_is_review_due", search="_search_is_review_due")
    body = fields.Html(related="published_version_id.body")
    minutes = fields.Integer(related="published_version_id.minutes")
    tools = fields.Text(related="published_version_id.tools")
    video_url = fields.Char(related="published_version_id.video_url")
    step_ids = fields.One2many(related="published_version_id.step_ids", string="Steps")
    attachment_ids = fields.Many2many(related="published_version_id.attachment_ids", string="Documents")
    is_read = fields.Boolean(related="published_version_id.is_read", depends_context=["uid"])
    reading_count = fields.Integer(related="published_version_id.reading_count")
    feedback_count = fields.Integer(compute="_compute_feedback_count")
    helped_count = fields.Integer(compute="_compute_feedback_count")

    _code_key_unique = models.UniqueIndex(
        f"({folding.fold_sql('code')})", "Another procedure has this code already. Choose another code."
    )
    _review_months_not_negative = models.Constraint(
        "CHECK (review_months >= 0)", "The months between two reviews cannot be negative. Enter 0 for no review."
    )

    @api.depends("review_date")
    def _compute_is_review_reminded(self):
        self.is_review_reminded = False

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["raya.procedure.version"]._read_group(
                [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
            )
        )
        for procedure in self:
            procedure.version_count = counts.get(procedure, 0)

    @api.depends("version_ids.state")
    def _compute_published_version_id(self):
        for procedure in self:
            procedure.published_version_id = procedure.version_ids.filtered(lambda v: v.state == "published")[:1]

    @api.depends("version_ids.state")
    def _compute_open_version_id(self):
        for procedure in self:
            at_work = procedure.version_ids.filtered(lambda v: v.state in ("draft", "review"))
            procedure.open_version_id = at_work[:1]

    @api.depends("review_date")
    def _compute_is_review_due(self):
        today = self.env.company._raya_get_day()
        for procedure in self:
            procedure.is_review_due = bool(procedure.review_date) and procedure.review_date <= today

    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("review_date", "<=", self.env.company._raya_get_day())

    def _compute_feedback_count(self):
        counts = self.env["raya.procedure.feedback"]._read_group(
            [("procedure_id", "in", self.ids)], ["procedure_id", "helped"], ["__count"]
        )
        by_answer = {(procedure.id, helped): count for procedure, helped, count in counts}
        for procedure in self:
            procedure.helped_count = by_answer.get((procedure.id, True), 0)
            procedure.feedback_count = procedure.helped_count + by_answer.get((procedure.id, False), 0)

    def copy_data(self, default=None):
        values = super().copy_data(default)
        for procedure, vals in zip(self, values, strict=True):
            if vals["code"] == procedure.code:
                vals["code"] = self.env._("%s (copy)", procedure.code)
        return values

    def copy(self, default=None):
        """A copy begins with a draft of the published text."""
        copies = super().copy(default)
        for procedure, copied in zip(self, copies, strict=True):
            if procedure.published_version_id:
                procedure.published_version_id.copy({"procedure_id": copied.id})
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published_once(self):
        kept = self.version_ids.filtered("is_closed").procedure_id
        if kept:
            raise UserError(
                self.env._(
                    "%s has been published: jobs and readers refer to it. Archive it instead.", kept[0].display_name
                )
            )

    # Actions

    def action_new_version(self):
        """Open the version at work; where there is none, a draft copied from the published one."""
        self.ensure_one()
        version = self.open_version_id or self._create_draft()
        opened = version._get_form_action()
        if not version.other_writers:
            return opened
        message = self.env._(
            "%(writers)s: already writing in %(version)s. Agree who goes on: what is saved last stays.",
            writers=version.other_writers,
            version=version.display_name,
        )
        return notice(message, "warning", following=opened, sticky=True)

    def action_read(self):
        self.ensure_one()
        return self.published_version_id._get_form_action()

    def action_acknowledge(self):
        return self.published_version_id.action_acknowledge()

    def action_helped(self):
        return self.published_version_id.action_helped()

    def action_not_helped(self):
        return self.published_version_id.action_not_helped()

    def action_mark_reviewed(self):
        """The procedure is still right: the next review is due an interval from today."""
        for procedure in self:
            procedure.review_date = procedure._get_next_review_date()
        self.activity_feedback([REVIEW_ACTIVITY], feedback=self.env._("Reviewed, still right."))

    def action_view_versions(self):
        return self._get_related_action("raya_procedure_version_action")

    def action_view_readings(self):
        return self._get_related_action("raya_procedure_reading_action")

    def action_view_feedback(self):
        return self._get_related_action("raya_procedure_feedback_action")

    # Business

    def _get_related_action(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"raya_service_knowledge.{name}")
        context = {"default_procedure_id": self.id} if len(self) == 1 else {}
        return {**action, "domain": [("procedure_id", "in", self.ids)], "context": context}

    def _create_draft(self):
        published = self.published_version_id
        if not published:
            return self.env["raya.procedure.version"].create({"procedure_id": self.id})
        return published._create_next_version()

    def _get_next_review_date(self):
        self.ensure_one()
        months = self.review_months
        return months and self.env.company._raya_get_day() + relativedelta(months=months)

    def _get_caretaker(self):
        """Who looks after the procedure: its author; who published it when the
        author is gone. Empty when nobody of them may read it any longer."""
        self.ensure_one()
        for user in self.author_id | self.published_version_id.published_by_id:
            if user.active and self.with_user(user).has_access("read"):
                return user
        return self.env["res.users"]

    @api.model
    def _cron_remind_review(self, limit=500):
        """Remind authors, once for each review date."""
        domain = Domain("review_date", "<=", self.env.company._raya_get_day()) & Domain(
            "is_review_reminded", "=", False
        )
        due = self.search(domain & Domain("published_version_id", "!=", False), limit=limit)
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for procedure in due.try_lock_for_update():
            procedure._remind_review()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _remind_review(self):
        """One activity for whoever looks after each procedure."""
        for procedure in self:
            user = procedure._get_caretaker()
            localized = procedure.with_context(lang=user.lang)
            if user:
                localized.activity_schedule(
                    REVIEW_ACTIVITY,
                    date_deadline=procedure.review_date,
                    summary=localized.env._("Review the procedure"),
                    note=localized.env._("Is it still right? Write a new version, or press Still Right."),
                    user_id=user.id,
                )
        # Who reminds need not write procedures.
        self.sudo().is_review_reminded = True
