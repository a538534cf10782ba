from odoo import api, fields, models

from ..tools import coverage


class RayaAsset(models.Model):
    """What covers a unit, since when, and who bears the work on it."""

    _inherit = "raya.asset"

    warranty_ids = fields.One2many("raya.warranty", "asset_id", "Coverages")
    coverage_status = fields.Selection(
        [("covered", "In Warranty"), ("partly", "Partly in Warranty"), ("charged", "Out of Warranty")],
        "Warranty Today",
        compute="_compute_coverage",
    )
    coverage_reason = fields.Text(compute="_compute_coverage")

    @api.depends(
        "warranty_ids.line_ids.date_start",
        "warranty_ids.line_ids.date_end",
        "warranty_ids.event_ids.date",
        "state",
    )
    @api.depends_context("lang")
    def _compute_coverage(self):
        today = fields.Date.context_today(self)
        for asset in self:
            asset.coverage_status, asset.coverage_reason = asset._get_coverage_summary(today)

    def _decide_coverage(self, kind, report_date, *, fault=None, part=None):
        """Who bears one line of work on this unit, and why.

        :param str kind: ``labour``, ``part`` or ``travel``
        :param datetime.date report_date: the day the customer called
        :param fault: the ``raya.fault`` found, if one was found yet
        :param part: the ``product.product`` used, for lines of kind ``part``
        :return: a :class:`~.tools.coverage.Decision`
        """
        self.ensure_one()
        return coverage.decide(
            coverage.Facts(
                kind=kind,
                report_date=report_date,
                lines=tuple(self.sudo().warranty_ids._get_coverage_lines()),
                **self._prepare_work_facts(fault, part),
            )
        )

    def _prepare_work_facts(self, fault, part):
        """Fault and part as facts; what stands above them in a tree counts as well."""
        # Who reads a decision need not read the codes behind it; an archived
        # component is still the one that failed.
        fault = (fault or self.env["raya.fault"]).sudo().with_context(active_test=False)
        part = (part or self.env["product.product"]).sudo()
        return {
            "is_customer_caused": bool(fault.is_customer_caused),
            "component_ids": self._get_branch_ids(fault.component_ids),
            "product_id": part.id or None,
            "categ_ids": self._get_branch_ids(part.categ_id),
        }

    @api.model
    def _get_branch_ids(self, nodes):
        """Ids of these records and of all above them in their tree."""
        return frozenset(int(step) for node in nodes for step in node.parent_path.split("/") if step)

    def _get_coverage_summary(self, report_date):
        """Status and sentence before the fault is known: labour and parts."""
        if not self:
            return False, False
        decisions = [self._decide_coverage(kind, report_date) for kind in ("labour", "part")]
        shares = {decision.share for decision in decisions}
        status = "covered" if shares == {100} else "charged" if shares == {0} else "partly"
        sentences = [self._render_decision(decision) for decision in decisions]
        if len(set(sentences)) == 1:
            return status, sentences[0]
        kinds = [self.env._("Labour"), self.env._("Parts")]
        lines = [f"{kind} – {text}" for kind, text in zip(kinds, sentences, strict=True)]
        return status, "\n".join(lines)

    def _render_decision(self, decision):
        """The sentence of a decision, in the language of the reader."""
        return self.env["raya.warranty"]._get_reason_sentence(decision.reason_key, decision.reason_args)
