"""Models that exist only while the mixins of this add-on are tested.

No registry loads them with the add-on: a test class puts those that it needs into
its own, makes their tables in its own transaction, and takes them out at the end.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.model_classes import add_to_registry
from odoo.orm.models import MetaModel

from .common import ServiceCommon


def fake(model):
    """Keep a class out of the models that every registry loads with this add-on."""
    MetaModel._module_to_models__[model._module].remove(model)
    return model


class FakeModelsCommon(ServiceCommon):
    """Test classes name the models that they need in ``fake_models``."""

    fake_models = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls._remove_models)
        names = [add_to_registry(cls.registry, model)._name for model in cls.fake_models]
        cls.registry._setup_models__(cls.cr, [])
        cls.registry.init_models(cls.cr, names, {})
        # No other process is to hear of them, and a refused import does not set the models up anew.
        cls.registry.registry_invalidated = False

    @classmethod
    def _remove_models(cls):
        for model in cls.fake_models:
            if model._name in cls.registry:
                del cls.registry[model._name]
        # The cleanup of Odoo's own test class sets up what is left.
        cls.registry.registry_invalidated = True

    @classmethod
    def _allow(cls, model_name, role, **operations):
        """Give a role of ours rights on a model: ``read``, ``write``, ``create``, ``unlink``."""
        cls.env["ir.model.access"].create(
            {
                "name": f"{model_name} {role}",
                "model_id": cls.env["ir.model"]._get_id(model_name),
                "group_id": cls.env.ref(f"raya_service_base.group_{role}").id,
                **{f"perm_{name}": allowed for name, allowed in operations.items()},
            }
        )

    @classmethod
    def _allow_all(cls, model_name, role):
        cls._allow(model_name, role, read=True, write=True, create=True, unlink=True)


@fake
class RayaFakePaper(models.Model):
    _name = "raya.fake.paper"
    _description = "Paper"
    _inherit = ["raya.transition.mixin", "raya.print.mixin"]
    _protected_fields = frozenset({"state", "stamp"})

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner")
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("done", "Done"), ("void", "Void")], default="draft", required=True
    )
    stamp = fields.Char()

    def _get_transitions(self):
        return super()._get_transitions() | {("draft", "open"), ("open", "done"), ("open", "void"), ("void", "draft")}

    def _prepare_transition_values(self, target):
        return {**super()._prepare_transition_values(target), "stamp": f"as {target}"}


@fake
class RayaFakeTerm(models.Model):
    _name = "raya.fake.term"
    _description = "Term"
    _inherit = ["raya.import.mixin", "raya.applicability.mixin"]
    _order = "code"
    _import_line_keys = {"line_ids": "name"}

    code = fields.Char(required=True)
    name = fields.Char(translate=True)
    active = fields.Boolean(default=True)
    hours = fields.Float()
    parent_id = fields.Many2one("raya.fake.term")
    related_ids = fields.Many2many("raya.fake.term", "raya_fake_term_related", "term_id", "related_id")
    title_id = fields.Many2one("res.partner.category")
    line_ids = fields.One2many("raya.fake.term.line", "term_id")

    _hours_positive = models.Constraint("CHECK(hours >= 0)", "The hours of a term cannot be negative.")

    @api.depends("code", "name")
    @api.depends_context("lang", "import_compat")
    def _compute_display_name(self):
        if self.env.context.get("import_compat"):
            self._compute_import_name()
            return
        for term in self:
            term.display_name = f"[{term.code}] {term.name}"


@fake
class RayaFakeTermLine(models.Model):
    _name = "raya.fake.term.line"
    _description = "Line of a Term"

    term_id = fields.Many2one("raya.fake.term", required=True, ondelete="cascade")
    other_id = fields.Many2one("raya.fake.term")
    name = fields.Char()
    quantity = fields.Float()

    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "The quantity of a line cannot be negative.")


@fake
class RayaFakeUnit(models.Model):
    _name = "raya.fake.unit"
    _description = "Unit"
    _inherit = ["raya.import.contact.mixin"]

    code = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner")
    payer_id = fields.Many2one("res.partner")
    product_id = fields.Many2one("product.product")


@fake
class RayaFakeReference(models.Model):
    _name = "raya.fake.reference"
    _description = "Reference"

    reference = fields.Reference([("res.partner", "Contact"), ("res.partner.category", "Tag")])
    other_ids = fields.Many2many("raya.fake.reference", "raya_fake_reference_other", "reference_id", "other_id")


@fake
class RayaFakeTicket(models.Model):
    _name = "raya.fake.ticket"
    _description = "Ticket"
    _inherit = ["raya.number.mixin"]
    _sequence_code = "raya.fake.ticket"
    _number_date = "day"

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    day = fields.Date()
    note = fields.Char()


@fake
class RayaFakeJob(models.Model):
    _name = "raya.fake.job"
    _description = "Job"
    _inherit = ["raya.approval.mixin"]
    _approver_role = "raya_service_base.group_service_dispatcher"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "mail.mail_activity_data_todo"
    _approval_conditions = ("amount", "exception")

    name = fields.Char()
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    leader_id = fields.Many2one("res.users")
    is_complete = fields.Boolean(default=True)
    amount = fields.Float()
    oddity = fields.Char()
    effect = fields.Char(readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To Approve"), ("approved", "Approved")], default="draft", required=True
    )
    _protected_fields = frozenset({"state", "effect"})

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "submitted"),
            ("submitted", "approved"),
            ("submitted", "draft"),
        }

    def _get_approvers(self):
        return self.leader_id

    def _get_approval_amount(self):
        return self.amount

    def _get_approval_exception_labels(self):
        return {**super()._get_approval_exception_labels(), "odd": "Odd", "late": "Late"}

    def _get_approval_exceptions(self):
        found = super()._get_approval_exceptions()
        return {job: {**told, **({job.oddity: "It is so."} if job.oddity else {})} for job, told in found.items()}

    def _check_submission(self):
        reason = "Complete the job first."
        if not all(self.mapped("is_complete")):
            raise UserError(reason)
        return super()._check_submission()

    def _on_approve(self):
        self.sudo().effect = f"{len(self)} approved"
        return super()._on_approve()


@fake
class RayaFakeEdition(models.Model):
    _name = "raya.fake.edition"
    _description = "Edition"
    _inherit = ["raya.version.mixin"]
    _order = "title, version"
    _content_fields = frozenset({"text", "tag_ids"})

    title = fields.Char()
    version = fields.Integer(default=1)
    text = fields.Char(translate=True)
    tag_ids = fields.Many2many("res.partner.category")
    remark = fields.Char()
    is_issued = fields.Boolean()

    def _is_closed(self):
        return self.is_issued

    def _get_closed_message(self):
        return f"{self.title} {self.version} is issued. Create a new version."

    def _get_versions(self):
        return self.search([("title", "=", self.title)])

    def _prepare_version_values(self):
        last = max(self._get_versions().mapped("version"))
        return {**super()._prepare_version_values(), "version": last + 1, "is_issued": False}


@fake
class RayaFakeRun(models.Model):
    _name = "raya.fake.run"
    _description = "Run"
    _inherit = ["raya.run.mixin"]
    _run_cron = "raya_service_base.ir_cron_raya_fake_run"
    _run_size = 2

    reference = fields.Char()

    def _get_run_source(self):
        # Whoever starts a run need not read contacts.
        return self.env["res.partner"].sudo(), Domain("ref", "=", self.reference)

    def _work_on(self, records):
        for record in records:
            record.comment = f"{record.comment or ''}x"
