from odoo import Command, api, fields, models

from ..tools import coverage, registration


class RayaAsset(models.Model):
    """What covers a unit, since when, and who bears the work on it."""

    _inherit = "raya.asset"

    warranty_ids = fields.One2many("raya.warranty", "asset_id", "Coverages")
    is_promised = fields.Boolean(
        readonly=True, copy=False, help="The policies of the day of the sale are fixed for this unit."
    )
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

    @api.constrains("state", "date_invoice", "date_delivery", "date_installation", "date_activation")
    def _constrain_warranties(self):
        """Coverages exist as soon as their evidence does, whoever enters it and when."""
        self._sync_warranties()

    def _sync_warranties(self):
        """Promise each sold unit what its product's policies grant, and keep the dates true.

        The promise is made once, when the file goes live: what changes later on
        the product or its policies changes nothing for units already sold. A
        coverage waits for its dates until the event that starts it has happened.
        """
        # Coverage follows from the product and the documents, not from the
        # rights of the person who happens to open the file.
        Warranty = self.env["raya.warranty"].sudo()
        fresh = self.sudo().filtered(lambda asset: asset.state in registration.LIVE and not asset.is_promised)
        known = Warranty.search([("asset_id", "in", self.ids)])
        pairs = {(warranty.asset_id, warranty.policy_id) for warranty in known}
        fresh.is_promised = True
        created = Warranty.create(
            [
                asset._prepare_warranty_values(policy)
                for asset in fresh
                for policy in asset._get_policies()
                if (asset, policy) not in pairs
            ]
        )
        (known | created)._sync_dates()

    def _get_policies(self):
        """Policies that this unit's product carries in this unit's company; repairs grant theirs apart."""
        return self.product_id.sudo().raya_policy_ids.filtered(
            lambda policy: policy.kind != "repair" and policy.company_id in (self.company_id, self.env["res.company"])
        )

    def _get_evidence(self):
        """Date of each event that may start a coverage; ``False`` while unknown."""
        return {
            "invoice": self.date_invoice,
            "delivery": self.date_delivery,
            "installation": self.date_installation,
            "activation": self.date_activation,
        }

    def _prepare_warranty_values(self, policy):
        """A coverage of this unit; its dates follow by ``_sync_dates()``."""
        return {
            "asset_id": self.id,
            "policy_id": policy.id,
            "line_ids": [Command.create({"policy_line_id": line.id}) for line in policy.line_ids],
        }

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
        """Status and sentences before the fault is known.

        Labour and parts in general, and then each component or part that
        fares better: "Parts (Compressor) – Covered until 10 May 2029 by …".
        """
        if not self:
            return False, False
        lines = tuple(self.sudo().warranty_ids._get_coverage_lines())
        general = {kind: coverage.decide(coverage.Facts(kind, report_date, lines=lines)) for kind in ("labour", "part")}
        special = self._get_special_decisions(general, lines, report_date)
        shares = {decision.share for decision in (*general.values(), *special.values())}
        status = "covered" if min(shares) >= 100 else "partly" if max(shares) else "charged"
        return status, self._render_summary(general, special)

    def _get_special_decisions(self, general, lines, report_date):
        """Decisions on what single lines are made for, where they pay more than in general.

        :return: decisions by kind of work and name of the component, part or category
        """
        found = {}
        for line in filter(coverage.is_special, lines):
            for kind, usual in general.items():
                decision = coverage.decide(coverage.typical_facts(line, kind, report_date, lines))
                if decision.share > usual.share and decision.policy_line_id == line.id:
                    found[kind, self._get_special_name(line)] = decision
        return found

    def _get_special_name(self, line):
        # What a cover is made for is part of its name, which is no secret.
        env = self.sudo().env
        for model, record_id in (
            ("product.product", line.product_id),
            ("raya.component", line.component_id),
            ("product.category", line.categ_id),
        ):
            if record_id:
                return env[model].browse(record_id).display_name
        return line.name

    def _render_summary(self, general, special):
        """One line for each kind of work; one sentence where all fare alike."""
        kinds = {"labour": self.env._("Labour"), "part": self.env._("Parts")}
        sentences = {kind: self._render_decision(decision) for kind, decision in general.items()}
        if not special and len(set(sentences.values())) == 1:
            return sentences["labour"]
        told = [f"{kinds[kind]} – {sentence}" for kind, sentence in sentences.items()]
        for (kind, name), decision in special.items():
            told.append(f"{kinds[kind]} ({name}) – {self._render_decision(decision)}")
        return "\n".join(told)

    def _render_decision(self, decision):
        """The sentence of a decision, in the language of the reader."""
        return self.env["raya.warranty"]._get_reason_sentence(decision.reason_key, decision.reason_args)
