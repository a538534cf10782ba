from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = {
    "dispatcher": "raya_service_base.group_service_dispatcher",
    "accountant": "raya_service_base.group_service_accountant",
    "manager": "raya_service_base.group_service_manager",
    "editor": "raya_service_base.group_knowledge_editor",
}


class RayaApprovalRule(models.Model):
    """Who has to approve which documents; add-ons above paint their conditions onto it."""

    _name = "raya.approval.rule"
    _description = "Approval Rule"
    _inherit = ["raya.bounds.mixin"]
    _order = "order, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    document = fields.Selection("_selection_document", required=True, index=True)
    order = fields.Integer(
        default=10, required=True, help="Rules are asked one after the other; those of the same order at once."
    )
    approver = fields.Selection(
        [("leader", "Team Leader"), ("role", "Everybody of a Role"), ("users", "Named People")],
        "Who Is Asked",
        default="leader",
        required=True,
        help="Nobody decides on their own work: then the next in line is asked.",
    )
    role = fields.Selection(
        [
            ("dispatcher", "Dispatcher / Team Leader"),
            ("accountant", "Service Accountant"),
            ("manager", "Manager"),
            ("editor", "Editor"),
        ]
    )
    user_ids = fields.Many2many("res.users", string="People", domain=[("share", "=", False)], check_company=True)
    minimum = fields.Integer("Approvals Needed", default=1, required=True)
    amount = fields.Monetary("From an Amount Of", help="Before taxes. 0: whatever the amount.")
    exception = fields.Selection("_selection_exception", help="Empty: whether there is an exception or not.")
    is_automatic = fields.Boolean(
        "Approve Clean Documents by Themselves", help="Where nothing is exceptional, nobody is asked by this rule."
    )
    conditions = fields.Char(compute="_compute_conditions", help="Conditions that the document knows.")

    _minimum_positive = models.Constraint("CHECK (minimum > 0)", "A rule needs at least one approval.")
    _amount_not_negative = models.Constraint("CHECK (amount >= 0)", "The amount of a rule cannot be negative.")

    @api.model
    def _get_documents(self):
        """Models whose records are submitted and approved, by name."""
        models_ = self.env.values()
        return {model._name: model for model in models_ if hasattr(model, "_get_approval_exceptions") and model._auto}

    @api.model
    def _selection_document(self):
        return [(name, self.env["ir.model"]._get(name).name) for name in self._get_documents()]

    @api.model
    def _selection_exception(self):
        labels = {}
        for model in self._get_documents().values():
            labels |= model._get_approval_exception_labels()
        return [("any", self.env._("Any Exception")), *labels.items()]

    @api.depends("document")
    def _compute_conditions(self):
        documents = self._get_documents()
        for rule in self:
            known = documents[rule.document]._approval_conditions if rule.document in documents else ()
            rule.conditions = ",".join(known)

    @api.constrains("approver", "role", "user_ids", "minimum")
    def _check_somebody_is_asked(self):
        for rule in self:
            if rule.approver == "role" and not rule.role:
                raise ValidationError(self.env._("%s: choose the role that is asked.", rule.name))
            if rule.approver == "users" and len(rule.user_ids) < rule.minimum:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: name at least %(count)s people.",
                        rule=rule.name,
                        count=self.env["res.lang"]._raya_format_number(rule.minimum),
                    )
                )

    @api.model
    def _get_rules(self, documents):
        """The rules for these documents, of all their companies."""
        companies = self.env["res.company"].union(*(document._get_approval_company() for document in documents))
        return self._find(documents._name, companies)

    @api.model
    def _find(self, document, companies):
        """The rules of some companies for documents of a model.

        :param document: name of the model
        """
        return self.search([("document", "=", document), ("company_id", "in", companies.ids)])

    def _get_fitting(self, document, exceptions):
        """Those of these rules that ask somebody about a document.

        :param dict exceptions: of the document, from its ``_get_approval_exceptions()``
        """
        company = document._get_approval_company()
        return self.filtered(
            lambda rule: rule.company_id == company and document._matches_approval_rule(rule, exceptions)
        )

    def _get_approvers(self, document):
        """``res.users`` whom this rule asks about a document."""
        return getattr(self, f"_get_approvers_{self.approver}")(document)

    def _get_approvers_leader(self, document):
        return document._get_approvers()

    def _get_approvers_role(self, document):
        return self.company_id._raya_get_role_holders(ROLES[self.role])

    def _get_approvers_users(self, document):
        return self.user_ids
