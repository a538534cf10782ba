from odoo import Command, api, fields, models

from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS
from odoo.addons.raya_service_base.tools import bounds

from ..models.raya_asset_coverage_mixin import COVERAGE_STATUSES
from ..tools import coverage


class RayaCoverageSimulation(models.TransientModel):
    """What if: the coverage decision for facts that somebody supposes. It changes nothing."""

    _name = "raya.coverage.simulation"
    _description = "What If…"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="asset_id.product_id")
    report_date = fields.Date(
        "Reported On", compute="_compute_report_date", store=True, readonly=False, required=True, precompute=True
    )
    kind = fields.Selection(
        [("labour", "Labour"), ("part", "Part"), ("travel", "Travel")], "Kind of Work", default="labour", required=True
    )
    part_id = fields.Many2one("product.product", domain=[("type", "=", "consu")], ondelete="cascade")
    component_id = fields.Many2one("raya.component", ondelete="cascade")
    fault_id = fields.Many2one("raya.fault", ondelete="cascade")
    amount = fields.Monetary("Price of the Work")
    currency_id = fields.Many2one(related="asset_id.company_id.currency_id")
    hours = fields.Float("Hours of Use", compute="_compute_meters", store=True, readonly=False, digits=(16, 1))
    km = fields.Float("Kilometres in All", compute="_compute_meters", store=True, readonly=False, digits=(16, 1))
    cycles = fields.Float("Cycles in All", compute="_compute_meters", store=True, readonly=False, digits=(16, 1))
    has_hours = fields.Boolean(compute="_compute_has_meters")
    has_km = fields.Boolean(compute="_compute_has_meters")
    has_cycles = fields.Boolean(compute="_compute_has_meters")
    share = fields.Float("Covered (%)", compute="_compute_decision", digits=(5, 2))
    status = fields.Selection(
        COVERAGE_STATUSES,
        "Decision",
        compute="_compute_decision",
    )
    sentence = fields.Text("Why", compute="_compute_decision")
    line_ids = fields.One2many(
        "raya.coverage.simulation.line", "simulation_id", "Covers Looked At", compute="_compute_decision"
    )

    @api.depends("asset_id")
    def _compute_report_date(self):
        """Today where the unit belongs, as its file is read; until somebody supposes otherwise."""
        for simulation in self:
            simulation.report_date = simulation.report_date or simulation.asset_id.company_id._raya_get_day()

    @api.depends("asset_id", "report_date")
    def _compute_meters(self):
        """As read on the day of the report, until somebody supposes otherwise."""
        for simulation in self:
            asset = simulation.asset_id
            read = asset._get_meters(simulation.report_date)[asset] if asset and simulation.report_date else {}
            for meter, _label in METERS:
                simulation[meter] = read.get(meter, 0.0)

    @api.depends("asset_id")
    def _compute_has_meters(self):
        for simulation in self:
            known = simulation.asset_id._get_known_meters()
            for meter, _label in METERS:
                simulation[f"has_{meter}"] = meter in known

    @api.depends(
        "asset_id", "report_date", "kind", "part_id", "component_id", "fault_id", "amount", "hours", "km", "cycles"
    )
    @api.depends_context("lang")
    def _compute_decision(self):
        for simulation in self:
            # Typed into a form that is not saved.
            simulation._check_bounds({name: simulation[name] for name in ("report_date", "amount")})
            facts, work = simulation._get_facts(), simulation._get_work()
            decision = coverage.decide(facts, work)
            simulation.share = decision.share
            simulation.status = simulation.asset_id._get_coverage_status([decision])
            simulation.sentence = simulation.asset_id._render_whole(decision, facts.report_date)
            simulation.line_ids = [Command.clear()] + [
                Command.create(simulation._prepare_line_values(candidate, decision, facts, work))
                # What decides comes first, then what fits, in the order of the rules.
                for candidate in sorted(decision.candidates, key=lambda each: (not each.wins, bool(each.refusal)))
            ]

    def _get_facts(self):
        """The facts that somebody supposes, in place of those that are known."""
        asset = self.asset_id
        day = self.report_date or asset.company_id._raya_get_day()
        # Nobody supposes that a meter reads nothing: that one was not read.
        meters = {meter: self[meter] for meter, _label in METERS if self[f"has_{meter}"] and self[meter]}
        return asset._get_facts(day, meters)[asset]

    def _get_work(self):
        """The work that somebody supposes."""
        return self.asset_id._get_work(
            self.kind,
            fault=self.fault_id._origin,
            part=self.part_id._origin if self.kind == "part" else None,
            components=self.component_id._origin,
            amount=self.amount or None,
        )

    def _prepare_line_values(self, candidate, decision, facts, work):
        key, args = coverage.explain(candidate, decision, facts, work)
        verdict = "wins" if candidate.wins else "refused" if candidate.refusal else "fits"
        return {
            "name": self.env["raya.warranty"]._get_cover_name(
                {"line_id": candidate.line.id, "cover": candidate.line.name}
            ),
            "verdict": verdict,
            "date_start": candidate.line.date_start,
            "date_end": candidate.line.date_end,
            "share": candidate.share,
            "reason": self.env["raya.warranty"].with_company(self.asset_id.company_id)._get_reason_sentence(key, args),
        }


class RayaCoverageSimulationLine(models.TransientModel):
    """One cover that was looked at, and why it did or did not decide."""

    _name = "raya.coverage.simulation.line"
    _description = "Cover Looked At"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    _bounds = {"date_start": bounds.PROMISED, "date_end": bounds.PROMISED}

    simulation_id = fields.Many2one("raya.coverage.simulation", required=True, ondelete="cascade")
    name = fields.Char("Cover", readonly=True)
    verdict = fields.Selection(
        [("wins", "Decides"), ("fits", "Fits as Well"), ("refused", "Does Not Apply")], "Outcome", readonly=True
    )
    date_start = fields.Date("From", readonly=True)
    date_end = fields.Date("Until", readonly=True)
    share = fields.Float("Bears (%)", readonly=True, digits=(5, 2))
    reason = fields.Text("Why", readonly=True)
