from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_asset.tools import sync

from .raya_asset_coverage_mixin import COVERAGE_STATUSES


class RayaAsset(models.Model):
    """What becomes of the coverages of a unit in the course of its life."""

    _name = "raya.asset"
    _inherit = [
        "raya.asset",
        "raya.asset.coverage.mixin",
        "raya.asset.extension.mixin",
        "raya.asset.promise.mixin",
    ]
    _protected_fields = frozenset({"is_promised"})

    warranty_ids = fields.One2many("raya.warranty", "asset_id", "Coverages")
    warranty_count = fields.Integer("Number of Coverages", compute="_compute_warranty_count")
    coverage_status = fields.Selection(
        COVERAGE_STATUSES,
        "Warranty Today",
        compute="_compute_coverage",
    )
    coverage_reason = fields.Text(compute="_compute_coverage")
    is_promised = fields.Boolean(
        readonly=True, copy=False, help="The policies of the day of the sale are fixed for this unit."
    )

    # The nightly job looks only at these.
    _unpromised_idx = models.Index("(id) WHERE is_promised IS NOT TRUE")

    @api.depends("warranty_ids")
    def _compute_warranty_count(self):
        Warranty = self.env["raya.warranty"]
        counts = dict(Warranty._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["__count"]))
        for asset in self:
            asset.warranty_count = counts.get(asset, 0)

    @api.depends("warranty_ids")
    def _compute_meter(self):
        return super()._compute_meter()

    @api.constrains("date_activation")
    def _check_activation(self):
        """Nobody activates what was not sold yet."""
        for asset in self.filtered("date_activation"):
            sold = asset._get_first_day_of_sale()
            if sold and asset.date_activation < sold:
                day = self.env["res.lang"]._raya_format_day
                raise ValidationError(
                    self.env._(
                        "%(unit)s was sold on %(sold)s, so it cannot have been activated on %(day)s. Look at the day of "
                        "activation again.",
                        unit=asset.display_name,
                        sold=day(sold),
                        day=day(asset.date_activation),
                    )
                )

    @api.constrains("date_invoice", "date_delivery")
    def _check_activation_after_sale(self):
        """What people type of the sale; documents are right, whatever was typed of the activation before."""
        self.filtered(lambda asset: not asset.sale_line_id and not asset.invoice_line_id)._check_activation()

    def _get_first_day_of_sale(self):
        """The first day on which the buyer may have had the unit, or ``None``: goods may come before their invoice."""
        order = self.sudo().sale_order_id
        ordered = order and self.company_id._raya_get_day(order.date_order)
        return min((day for day in (ordered, self.date_invoice, self.date_delivery) if day), default=None)

    def action_view_warranties(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_warranty.raya_warranty_action")
        return {**action, "domain": [("asset_id", "=", self.id)]}

    def action_simulate(self):
        """What if: the coverage decision for other facts."""
        return self._open_form_for_unit("raya_service_warranty.raya_coverage_simulation_action")

    # --- the life of the unit -------------------------------------------------------

    def _prepare_opened_values(self, state, is_replacing):
        values = super()._prepare_opened_values(state, is_replacing)
        return {**values, "is_promised": state in sync.LIVE and not is_replacing}

    def _on_opened(self):
        result = super()._on_opened()
        # Coverage follows from the product and the documents, not from the rights
        # of the person who happens to open the file.
        files = self.sudo()
        promised = files.filtered("is_promised")
        promised._grant_promised()
        (files - promised)._sync_warranties()
        return result

    def _on_evidence_changed(self):
        """Coverages exist as soon as their evidence does, whoever enters it and when."""
        result = super()._on_evidence_changed()
        self._sync_versions_sold()
        self._sync_warranties()
        return result

    def _on_product_changed(self):
        result = super()._on_product_changed()
        self._sync_product_policies()
        return result

    def _on_replaced(self, reason=None):
        """The rest of the coverages of the unit before goes on for these units; once is enough."""
        result = super()._on_replaced(reason)
        for asset in self.filtered("replaced_asset_id"):
            old = asset.replaced_asset_id
            asset.is_promised = True
            day = asset.date_delivery or asset.company_id._raya_get_day()
            told = reason or self.env._(
                "%(old)s was exchanged for %(new)s.", old=old.display_name, new=asset.display_name
            )
            old.warranty_ids._move_to(asset, day, told)
        return result

    def _on_exchange_undone(self, given, date, reason):
        """The rest of the coverages goes back to this unit."""
        result = super()._on_exchange_undone(given, date, reason)
        self.warranty_ids._take_back_from(given, date, reason)
        return result

    def _on_handed_over(self, reason, date):
        result = super()._on_handed_over(reason, date)
        self.warranty_ids._record_transfer(reason, date)
        return result

    def _on_merging(self, kept):
        """One unit has one coverage of a policy: it hands its events over to that of the file that stays."""
        result = super()._on_merging(kept)
        for warranty in self.warranty_ids:
            warranty._merge_into(kept)
        return result

    def _get_known_meters(self):
        """Also those that limit a coverage."""
        limiting = [meter for warranty in self.sudo().warranty_ids for meter in sorted(warranty._get_limiting_meters())]
        return list(dict.fromkeys([*super()._get_known_meters(), *limiting]))

    def _on_meter_corrected(self, meter, date, reason):
        """Coverages that end by this meter say that it was corrected."""
        result = super()._on_meter_corrected(meter, date, reason)
        # Their history is written by the program alone.
        limited = self.sudo().warranty_ids.filtered(lambda warranty: meter in warranty._get_limiting_meters())
        self.env["raya.warranty.event"].sudo().create(
            [{"warranty_id": warranty.id, "kind": "meter", "date": date, "reason": reason} for warranty in limited]
        )
        return result

    # --- what others are told of it ---------------------------------------------------

    def _get_certificate_covers(self):
        """What the certificate promises: a list of dicts, one for each coverage that is not over or void.

        :return: ``name``, ``kind``, and ``lines`` of ``what``, ``share``, ``start`` and ``end``
        """
        self.ensure_one()
        # The certificate is the customer's own paper, whoever prints it.
        covers = self.sudo().warranty_ids.filtered(
            lambda cover: cover.state not in ("expired", "void", "empty") and cover.kind != "supplier"
        )
        return [cover._prepare_certificate() for cover in covers]

    @api.model
    def _get_portal_fields(self):
        return super()._get_portal_fields() | {"coverage_status", "coverage_reason"}

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.env._('Warranty Certificate')} {self.display_name}"

    def _get_timeline_entries(self):
        return [
            *super()._get_timeline_entries(),
            *self._get_timeline_warranty(),
            *self._get_timeline_warranty_event(),
        ]

    def _get_timeline_warranty(self):
        """First and last day of each coverage; days to come are shown as such."""
        entries = []
        for warranty in self.warranty_ids.filtered("date_start"):
            days = [(warranty.date_start, self.env._("Coverage begins"))]
            # Nothing is to come for a unit that is out of use.
            if not warranty.is_lifelong and warranty.state not in ("out_of_use", "void"):
                days.append((warranty.date_end, self.env._("Last day of coverage")))
            for day, title in days:
                entries.append(
                    self._prepare_timeline_entry(
                        "warranty", day, title, icon="fa-shield", detail=warranty.policy_id.name, record=warranty
                    )
                )
        return entries

    def _get_timeline_warranty_event(self):
        events = self.warranty_ids.event_ids
        labels = dict(events._fields["kind"]._description_selection(self.env))
        return [
            self._prepare_timeline_entry(
                "event",
                event.date,
                self.env._("Coverage: %(event)s", event=labels[event.kind]),
                icon="fa-gavel",
                detail=" – ".join([event.warranty_id.policy_id.name, event.reason]),
                author=event.user_id,
                record=event.warranty_id,
            )
            for event in events.sorted("id")
        ]
