from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaApprovalStep(models.Model):
    """One yes that a submitted document needs, frozen when it was submitted."""

    _name = "raya.approval.step"
    _description = "Approval Step"
    _inherit = ["raya.transition.mixin"]
    _order = "id desc"

    _protected_fields = frozenset({"state"})

    res_model = fields.Char("Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    rule_id = fields.Many2one("raya.approval.rule", readonly=True, index="btree_not_null", ondelete="restrict")
    name = fields.Char("Step", required=True, readonly=True)
    order = fields.Integer(readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("asked", "Asked"),
            ("approved", "Approved"),
            ("sent_back", "Sent Back"),
            ("dropped", "Dropped"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    is_current = fields.Boolean(default=True, readonly=True, help="Of the submission that stands.")
    is_automatic = fields.Boolean("By Itself", readonly=True, help="A clean document was approved by its rule.")
    user_ids = fields.Many2many("res.users", "raya_approval_step_user_rel", string="Approvers", readonly=True)
    author_ids = fields.Many2many("res.users", "raya_approval_step_author_rel", string="Authors", readonly=True)
    asked_ids = fields.Many2many(
        "res.users",
        "raya_approval_step_asked_rel",
        string="Asked Today",
        readonly=True,
        help="The approvers, and in the place of those who are absent their deputies.",
    )
    user_id = fields.Many2one("res.users", "Decided By", readonly=True, ondelete="restrict")
    date = fields.Datetime("Decided On", readonly=True)
    reason = fields.Text(readonly=True)

    _document_index = models.Index("(res_model, res_id)")
    _asked_index = models.Index("(res_model, res_id) WHERE state = 'asked'")

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("waiting", "asked"),
            ("waiting", "dropped"),
            ("asked", "approved"),
            ("asked", "sent_back"),
            ("asked", "dropped"),
        }

    def _get_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _get_absent(self):
        """:return: dict of ``res.users`` who are away today, by company of these steps"""
        return {company: self.env["res.users"]._raya_find_absent(company) for company in self.company_id}

    # Submission

    @api.model
    def _freeze(self, documents):
        """Make the steps of documents that are submitted now; later rules do not change them.

        :raises UserError: when a rule needs more people than there are
        """
        rules = self.env["raya.approval.rule"]._get_rules(documents)
        exceptions = documents._get_approval_exceptions() if rules else {}
        self.create(
            [
                values
                for document in documents
                for values in self._prepare_document_values(document, rules, exceptions.get(document, {}))
            ]
        )

    def _prepare_document_values(self, document, rules, exceptions):
        """Values of the steps of one document, a list."""
        fitting = rules._get_fitting(document, exceptions)
        if not fitting:
            approvers = self._get_others(document, document._get_approvers(), minimum=1)
            return [self._prepare_step_values(document, approvers, self.env._("Approval"))]
        return [
            values for rule in fitting for values in self._prepare_rule_values(document, rule, is_clean=not exceptions)
        ]

    def _prepare_rule_values(self, document, rule, *, is_clean):
        """One step for each yes that a rule asks for."""
        if rule.is_automatic and is_clean:
            decided = {"state": "approved", "is_automatic": True, "date": fields.Datetime.now()}
            return [self._prepare_step_values(document, self.env["res.users"], rule.name, rule) | decided]
        approvers = self._get_others(document, rule._get_approvers(document), rule.minimum)
        if len(approvers) < rule.minimum:
            raise UserError(
                self.env._(
                    "%(rule)s asks %(minimum)s people about %(record)s, and only %(count)s may decide on it."
                    " Ask your service manager to name more people in the rule.",
                    rule=rule.name,
                    minimum=rule.minimum,
                    record=document.display_name,
                    count=len(approvers),
                )
            )
        return [self._prepare_step_values(document, approvers, rule.name, rule)] * rule.minimum

    def _get_others(self, document, approvers, minimum):
        """Approvers who are not the authors; the next in line with them, where they are too few."""
        others = self._get_with_a_say(document, approvers)
        return others if len(others) >= minimum else others | self._get_next_in_line(document)

    def _prepare_step_values(self, document, approvers, name, rule=None):
        return {
            "res_model": document._name,
            "res_id": document.id,
            "company_id": document._get_approval_company().id,
            "rule_id": rule.id if rule else False,
            "name": name,
            "order": rule.order if rule else 0,
            "user_ids": approvers.ids,
            "author_ids": document._get_authors().ids,
        }

    # Decision

    def _ask_next(self):
        """Ask the first of these steps, those of one document, unless some are asked already."""
        if "asked" not in self.mapped("state"):
            first = min(self.mapped("order"), default=0)
            self.filtered(lambda step: step.order == first)._transition("asked")
        self._update_asked()

    def _update_asked(self):
        """Bring who is asked to those who are there today.

        :return: the steps that ask others than before
        """
        asked = self.filtered(lambda step: step.state == "asked")
        absent, changed = asked._get_absent(), self.browse()
        for model, same in asked.grouped("res_model").items():
            # Documents that are read together.
            for step, document in zip(same, self.env[model].browse(same.mapped("res_id")), strict=True):
                people = step._get_asked(document, absent)
                if people != step.asked_ids:
                    step.asked_ids = people
                    changed |= step
        return changed

    def _get_asked(self, document, absent):
        """Who is asked today: whoever stands in for the absent, the next in line for those who have left.

        :param document: what this step is about
        :param dict absent: from :meth:`_get_absent`
        """
        asked = self.env["res.users"]
        # Also those who have left: somebody has to decide in their place.
        approvers, gone = self.with_context(active_test=False).user_ids, self._get_siblings(document).user_id
        for user in approvers - gone:
            stand_in = document._get_stand_in(user, absent[self.company_id])
            stand_in = self._get_with_a_say(document, stand_in - gone)
            asked |= stand_in or self._get_with_a_say(document, user)
        return asked if asked or not approvers else self._get_next_in_line(document) - gone

    @api.model
    def _get_with_a_say(self, document, users):
        """Those of these people who may decide on a document that is not theirs."""
        return users.filtered(lambda user: user.active and not document._is_own(user))

    @api.model
    def _get_next_in_line(self, document):
        if not document._next_approver_role:
            return self.env["res.users"]
        holders = document._get_approval_company()._raya_get_role_holders(document._next_approver_role)
        return self._get_with_a_say(document, holders)

    def _get_siblings(self, document):
        """The other steps of the same rule in the same submission: one person decides one of them."""
        if not self.rule_id:
            return self.browse()
        steps = document.approval_step_ids
        return steps.filtered(lambda step: step.is_current and step.rule_id == self.rule_id) - self

    def _of_user(self, user, document, absent):
        """Those of these asked steps of one document on which a person may decide, one of each rule.

        :param document: in superuser mode
        :param dict absent: from :meth:`_get_absent`
        """
        found = self.browse()
        for step in self.sorted("id"):
            if not (step.rule_id and step.rule_id in found.rule_id) and step._is_decided_by(user, document, absent):
                found |= step
        return found

    def _is_decided_by(self, user, document, absent):
        if document._is_own(user):
            return False
        if not self.rule_id and user.has_group(document._approver_role):
            return True
        return user in (self.user_ids - self._get_siblings(document).user_id) | self._get_asked(document, absent)

    def _decide(self, target, reason=False):
        """Write down what the user decided on these steps."""
        self._transition(target)
        self.write({"user_id": self.env.uid, "date": fields.Datetime.now(), "reason": reason})
        for step in self.filtered(lambda step: step.state == "approved" and step.rule_id):
            step._get_document().message_post(body=self.env._("Approved: %s", step.name), subtype_xmlid="mail.mt_note")

    @api.model
    def _refresh_asked(self, domain=()):
        """Ask the deputies of those who are absent today, and those who are back again."""
        changed = self.search([("state", "=", "asked"), *domain])._update_asked()
        for model, same in changed.grouped("res_model").items():
            self.env[model].browse(same.mapped("res_id")).exists()._update_activities()
