from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError


class RayaWarrantyPolicy(models.Model):
    """Versions: other terms for units sold from a day on; units sold before keep theirs."""

    _inherit = "raya.warranty.policy"

    version = fields.Integer(default=1, readonly=True, copy=False)
    is_draft = fields.Boolean("Draft", readonly=True, copy=False)
    previous_version_id = fields.Many2one(
        "raya.warranty.policy", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    next_version_ids = fields.One2many("raya.warranty.policy", "previous_version_id", "Next Versions")
    version_count = fields.Integer("Versions", compute="_compute_version_count")

    _one_successor = models.UniqueIndex(
        "(previous_version_id) WHERE previous_version_id IS NOT NULL", "This version has a successor already."
    )

    @api.depends("previous_version_id", "next_version_ids")
    def _compute_version_count(self):
        for policy in self:
            policy.version_count = len(policy._get_versions())

    @api.depends("name", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for policy in self:
            if policy.version > 1:
                number = self.env["res.lang"]._raya_format_number(policy.version)
                policy.display_name = self.env._("%(policy)s (version %(number)s)", policy=policy.name, number=number)
        return result

    @api.constrains("active")
    def _check_one_version_in_force(self):
        for policy in self.filtered("active").with_context(active_test=False):
            if policy.is_draft:
                raise ValidationError(
                    self.env._("%(policy)s is a draft: press Put in Force.", policy=policy.display_name)
                )
            if policy.next_version_ids.filtered(lambda version: not version.is_draft):
                raise ValidationError(
                    self.env._(
                        "%(policy)s was replaced by a newer version. Make a new version of that one.",
                        policy=policy.display_name,
                    )
                )

    def _get_versions(self):
        """All versions of this policy, the oldest first."""
        self.ensure_one()
        versions = last = self.with_context(active_test=False)
        while last := last.next_version_ids:
            versions |= last
        first = versions[:1]
        while first := first.previous_version_id:
            versions = first | versions
        return versions

    def _get_versions_sold(self, day):
        """For each of these policies the version that was sold on a day.

        A product carries only the newest version; whoever bought before its
        first day was promised the one before.
        """
        sold = self.browse()
        for policy in self:
            while policy.previous_version_id and policy.date_from and day < policy.date_from:
                policy = policy.previous_version_id
            sold |= policy
        return sold

    def _get_version_sold(self, day):
        """Of all versions of this policy the one that was sold on a day; drafts were never sold."""
        return self._get_versions().filtered(lambda version: not version.is_draft)[-1:]._get_versions_sold(day)

    def action_new_version(self):
        """A draft with the terms of this policy, to be changed and put in force."""
        self.ensure_one()
        self.check_access("write")
        successor = self.with_context(active_test=False).next_version_ids or self._create_next_version()
        return {**successor._get_records_action(), "target": "current"}

    def _prepare_version_values(self):
        """What differs between the draft of a new version and this one."""
        return {
            "version": self.version + 1,
            "previous_version_id": self.id,
            "is_draft": True,
            "active": False,
            "date_from": max(filter(None, [self.company_id._raya_get_day(), self.date_from])),
            # It takes its place on them when it is put in force.
            "product_tmpl_ids": [Command.clear()],
            "categ_ids": [Command.clear()],
        }

    def action_put_in_force(self):
        """The draft takes the place of the former version for units sold from its first day on."""
        for policy in self:
            policy._check_ready()
            # An archived product may be sold again.
            former = policy.previous_version_id.with_context(active_test=False)
            policy.write(
                {
                    "product_tmpl_ids": [Command.link(product.id) for product in former.product_tmpl_ids],
                    "categ_ids": [Command.link(category.id) for category in former.categ_ids],
                }
            )
            # Only this button ends a draft.
            policy.sudo().is_draft = False
            former.write(
                {
                    "product_tmpl_ids": [Command.clear()],
                    "categ_ids": [Command.clear()],
                    "date_to": min(filter(None, (former.date_to, fields.Date.subtract(policy.date_from, days=1)))),
                    "active": False,
                }
            )
            policy.active = True

    def _check_ready(self):
        former = self.previous_version_id
        if not self.is_draft:
            raise UserError(self.env._("%(policy)s is in force already.", policy=self.display_name))
        if not self.date_from:
            raise UserError(self.env._("Say from which day on units are sold with this version."))
        if self.is_empty:
            raise UserError(self.env._("%(policy)s covers nothing: add what it covers.", policy=self.display_name))
        if former.date_from and self.date_from <= former.date_from:
            raise UserError(
                self.env._(
                    "%(former)s is sold from %(day)s on. Let the new version begin on a later day.",
                    former=former.display_name,
                    day=self.env["res.lang"]._raya_format_day(former.date_from),
                )
            )

    def action_view_versions(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_warranty.raya_warranty_policy_action")
        return {
            **action,
            "path": False,
            "domain": [("id", "in", self._get_versions().ids)],
            "context": {"active_test": False},
            "display_name": self.env._("Versions"),
        }
