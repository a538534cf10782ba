from collections import defaultdict
from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import bounds

from ..tools import period
from .raya_asset_promise_mixin import PROMISED_KINDS

# Units shown before and changed at once; more than that are changed in the background.
SHOWN = 1000

RESULTS = [
    ("added", "Added"),
    ("replaced", "Replaced"),
    ("moved", "Dates Changed"),
    ("removed", "Removed"),
    ("voided", "Voided"),
    ("kept", "Kept, Though No Longer Promised"),
    ("unchanged", "Unchanged"),
]


class Step(NamedTuple):
    """What becomes of one coverage; without ``warranty`` it is new, without ``policy`` it goes."""

    asset: object
    warranty: object
    policy: object
    result: str

    def _prepare_line_values(self, before, after, has_history):
        """Values of a line; what was to be moved and has the dates it had is unchanged."""
        is_same = self.result == "moved" and [*before.values()] == [*after.values()]
        return {
            "asset_id": self.asset.id,
            "warranty_id": self.warranty.id,
            "result": "unchanged" if is_same else self.result,
            "has_history": has_history,
            **before,
            **after,
        }


class RayaWarrantyReapply(models.Model):
    """Brings units already sold to the policies of today, after showing what would change."""

    _name = "raya.warranty.reapply"
    _description = "Re-application of Policies"
    _inherit = ["raya.run.mixin", "raya.bounds.mixin"]
    _rec_name = "reason"
    _check_company_auto = True
    _protected_fields = frozenset({"line_ids", "user_id"})
    _run_cron = "raya_service_warranty.ir_cron_raya_warranty_reapply"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    policy_ids = fields.Many2many(
        "raya.warranty.policy", check_company=True, help="Only these policies and their other versions. Empty: all."
    )
    product_tmpl_ids = fields.Many2many("product.template", string="Products", check_company=True)
    asset_ids = fields.Many2many("raya.asset", string="Units", check_company=True)
    date_from = fields.Date("Sold From")
    date_to = fields.Date("Sold Until")
    is_removing = fields.Boolean(
        "Take Away What Is No Longer Promised",
        help="Coverages with events, or with a call after they began, are not removed but voided.",
    )
    reason = fields.Char(help="It stays in the history of every coverage that changes.")
    user_id = fields.Many2one("res.users", "Confirmed By", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("running", "In Progress"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ]
    )
    total = fields.Integer("Number of Units")
    is_partial = fields.Boolean(compute="_compute_is_partial")
    line_ids = fields.One2many("raya.warranty.reapply.line", "reapply_id", "Changes", readonly=True, copy=False)
    totals = fields.Text(compute="_compute_totals")

    @api.depends("total")
    def _compute_is_partial(self):
        for run in self:
            run.is_partial = run.total > SHOWN

    @api.depends("line_ids.result")
    @api.depends_context("lang")
    def _compute_totals(self):
        groups = self.env["raya.warranty.reapply.line"]._read_group(
            [("reapply_id", "in", self.ids)], ["reapply_id", "result"], ["__count"]
        )
        labels = dict(self.line_ids._fields["result"]._description_selection(self.env))
        for run in self:
            counts = [(result, count) for owner, result, count in groups if owner == run]
            run.totals = " · ".join(f"{labels[result]}: {count}" for result, count in counts)

    # --- what people press ---------------------------------------------------

    def action_preview(self):
        """Show what would change; nothing changes yet."""
        for run in self:
            files = run._search_next(SHOWN)
            # Nothing is shown that would not happen: it is done, read and undone.
            savepoint = self.env.cr.savepoint()
            rows = run._apply(files)
            savepoint.rollback()
            savepoint.close(rollback=False)
            run._store_lines(rows)
            run._update_total()

    def action_apply(self):
        """Change the units at once, or in the background where there are many."""
        for run in self:
            if not run.reason:
                raise UserError(self.env._("Say why: the reason stays in the history of every coverage that changes."))
            run._start()
            run.sudo().user_id = self.env.user
            if not run._run_next(SHOWN):
                # The lines tell what is done now, not what was shown before.
                run._store_lines([])

    # --- in the background ---------------------------------------------------

    def _get_run_source(self):
        return self.env["raya.asset"], self._asset_domain()

    def _work_on(self, records):
        """Change these units; the lines tell of the first ones."""
        rows = self._apply(records)
        if not self.position:
            self._store_lines(rows)

    # --- which units ---------------------------------------------------------

    def _asset_domain(self):
        domain = Domain([("company_id", "=", self.company_id.id), ("state", "in", sync.LIVE)])
        if self.asset_ids:
            domain &= Domain("id", "in", self.asset_ids.ids)
        if self.product_tmpl_ids:
            domain &= Domain("product_id.product_tmpl_id", "in", self.product_tmpl_ids.ids)
        if self.date_from:
            domain &= Domain("date_invoice", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("date_invoice", "<=", self.date_to)
        if self.policy_ids:
            domain &= self._policy_domain()
        return domain

    def _policy_domain(self):
        """Units that have one of the chosen policies, or whose product does."""
        versions = self._get_versions()
        return (
            Domain("warranty_ids.policy_id", "in", versions.ids)
            | Domain("product_id.product_tmpl_id", "in", versions.product_tmpl_ids.ids)
            | Domain("product_id.categ_id", "child_of", versions.categ_ids.ids)
        )

    def _get_versions(self):
        return self.policy_ids.union(*(policy._get_versions() for policy in self.policy_ids))

    # --- what becomes of their coverages -------------------------------------

    def _apply(self, files):
        """Bring these units to what their policies promise today.

        :return: values of ``raya.warranty.reapply.line``, one for each coverage
        """
        # Nobody may write coverages: their methods do, after the rights on this
        # record let the person through.
        steps = self._plan(files.sudo())
        with_history = self.env["raya.warranty"].sudo().union(*(step.warranty for step in steps))._get_with_history()
        before = [step.warranty._prepare_reapply_values("before") for step in steps]
        done = self._carry_out(self._add_missing(steps))
        rows = [
            step._prepare_line_values(
                former, step.warranty._prepare_reapply_values("after"), step.warranty in with_history
            )
            for step, former in zip(done, before, strict=True)
        ]
        self._record(rows)
        return rows

    def _plan(self, files):
        policies = files._get_policies()
        scope = self._get_versions()
        steps = []
        for asset in files:
            held = asset.warranty_ids.filtered(
                lambda warranty: (
                    not warranty.origin
                    and warranty.kind in PROMISED_KINDS
                    and (not scope or warranty.policy_id in scope)
                )
            )
            found = policies[asset] & scope if scope else policies[asset]
            steps += self._plan_unit(asset, held, found)
        files.is_promised = True
        return steps

    def _plan_unit(self, asset, held, found):
        """Steps of one unit; what goes makes place for what comes, of the same kind."""
        none = held.browse()
        steps = [Step(asset, warranty, warranty.policy_id, "moved") for warranty in held if warranty.policy_id in found]
        stale = held.filtered(lambda warranty: warranty.policy_id not in found)
        for policy in found - held.policy_id:
            former = stale._choose_replaced(policy)
            stale -= former
            steps.append(Step(asset, former, policy, "replaced" if former else "added"))
        with_history = stale._get_with_history() if self.is_removing else none
        for warranty in stale:
            gone = "voided" if warranty in with_history else "removed"
            is_kept = not self.is_removing or warranty.standing == "void"
            steps.append(Step(asset, warranty, held.policy_id.browse(), "kept" if is_kept else gone))
        return steps

    def _add_missing(self, steps):
        """Make what is new, all at once."""
        missing = defaultdict(self.env["raya.warranty.policy"].browse)
        for step in steps:
            if step.result == "added":
                missing[step.asset] |= step.policy
        values = self.env["raya.asset"].union(*missing)._prepare_grants(missing, held=())
        created = self.env["raya.warranty"].sudo().create(list(values))
        made = {(warranty.asset_id, warranty.policy_id): warranty for warranty in created}
        return [
            step._replace(warranty=made[step.asset, step.policy]) if step.result == "added" else step for step in steps
        ]

    def _carry_out(self, steps):
        """Do all steps; those that stay come last: they may queue behind what was added or replaced."""
        done = {}
        for step in sorted(steps, key=lambda step: step.result in ("added", "moved")):
            done[step] = getattr(self, f"_do_{step.result}")(step)
        return [done[step] for step in steps]

    def _do_added(self, step):
        step.warranty._sync_dates()
        return step

    def _do_replaced(self, step):
        step.warranty._replace_policy(step.policy)
        return step

    def _do_moved(self, step):
        step.warranty._sync_dates()
        return step

    def _do_removed(self, step):
        step.warranty.unlink()
        return step._replace(warranty=step.warranty.browse())

    def _do_voided(self, step):
        step.warranty._record_event("void", self._get_reason())
        return step

    def _do_kept(self, step):
        return step

    def _get_reason(self):
        return self.reason or self.env._("Policies re-applied.")

    def _record(self, rows):
        """Leave an event on every coverage that changed, which says what it was before."""
        author = self.user_id or self.env.user
        self.env["raya.warranty.event"].sudo().create(
            [
                {
                    "warranty_id": row["warranty_id"],
                    "kind": "reapply",
                    "date": self.company_id._raya_get_day(),
                    "reason": f"{self._get_reason()} {self._describe_before(row)}".strip(),
                    "user_id": author.id,
                }
                for row in rows
                if row["result"] in ("added", "replaced", "moved")
            ]
        )

    def _describe_before(self, row):
        if not row.get("policy_before_id"):
            return ""
        policy = self.env["raya.warranty.policy"].sudo().browse(row["policy_before_id"]).display_name
        if not row["start_before"]:
            return self.env._("Before: %(policy)s, which had not started.", policy=policy)
        day = self.env["res.lang"]._raya_format_day
        end = self.env._("for life") if period.is_lifelong(row["end_before"]) else day(row["end_before"])
        return self.env._(
            "Before: %(policy)s, %(start)s – %(end)s.", policy=policy, start=day(row["start_before"]), end=end
        )

    def _store_lines(self, rows):
        """Keep what was found on this record, changes first."""
        order = [result for result, _label in RESULTS]
        there = self.env["raya.warranty"].browse(filter(None, (row["warranty_id"] for row in rows))).exists().ids
        # What was only tried, or is gone, cannot be pointed at.
        rows = [{**row, "warranty_id": row["warranty_id"] in there and row["warranty_id"]} for row in rows]
        rows.sort(key=lambda row: order.index(row["result"]))
        self.sudo().write({"line_ids": [Command.clear(), *map(Command.create, rows)]})


class RayaWarrantyReapplyLine(models.Model):
    """What a re-application does, or did, to one coverage."""

    _name = "raya.warranty.reapply.line"
    _description = "Change by a Re-application of Policies"
    _inherit = ["raya.bounds.mixin"]
    _bounds = dict.fromkeys(("start_before", "end_before", "start_after", "end_after"), bounds.PROMISED)
    _order = "id"
    _rec_name = "asset_id"

    reapply_id = fields.Many2one("raya.warranty.reapply", required=True, index=True, ondelete="cascade")
    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    warranty_id = fields.Many2one("raya.warranty", "Coverage", index="btree_not_null", ondelete="set null")
    result = fields.Selection(RESULTS, required=True)
    policy_before_id = fields.Many2one("raya.warranty.policy", ondelete="cascade")
    start_before = fields.Date("From (Before)")
    end_before = fields.Date("Until (Before)")
    policy_after_id = fields.Many2one("raya.warranty.policy", ondelete="cascade")
    start_after = fields.Date("From (After)")
    end_after = fields.Date("Until (After)")
    has_history = fields.Boolean(help="It has events, or a call came after it began.")
