from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import split_every

from ..tools import coverage, registration

# Files are opened by documents, hundreds at once; nobody follows them yet.
SILENT = {"mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_notrack": True}
CREATE_CHUNK = 1000


class RayaAsset(models.Model):
    """The file of one sold unit and its life."""

    _name = "raya.asset"
    _description = "Product File"
    _inherit = ["raya.transition.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["serial", "product_id.name", "partner_id.name"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Serial in Stock",
        domain="[('product_id', '=', product_id)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    serial = fields.Char("Serial Number", compute="_compute_serial", store=True, readonly=False, index="trigram")
    quantity = fields.Float(default=1.0, digits="Product Unit")
    partner_id = fields.Many2one(
        "res.partner", "Owner", check_company=True, index=True, ondelete="restrict", tracking=True
    )
    site_id = fields.Many2one("res.partner", check_company=True, index="btree_not_null", tracking=True)
    state = fields.Selection(
        [
            ("pending", "Awaiting Serial"),
            ("active", "In Use"),
            ("returned", "Returned"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="active",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", copy=False, readonly=True, index="btree_not_null")
    sale_order_id = fields.Many2one(related="sale_line_id.order_id")
    invoice_line_id = fields.Many2one("account.move.line", copy=False, readonly=True, index="btree_not_null")
    invoice_id = fields.Many2one(related="invoice_line_id.move_id")
    unit_number = fields.Integer(copy=False, readonly=True, help="Number of this unit within the line that sold it.")
    date_invoice = fields.Date("Invoiced On", copy=False, tracking=True)
    date_delivery = fields.Date("Delivered On", copy=False, tracking=True)
    date_installation = fields.Date("Installed On", copy=False, tracking=True)
    date_activation = fields.Date("Activated On", copy=False, tracking=True)
    warranty_ids = fields.One2many("raya.warranty", "asset_id", "Coverages")
    call_ids = fields.One2many("raya.call", "asset_id", "Calls")
    call_count = fields.Integer("Number of Calls", compute="_compute_call_count")
    coverage_status = fields.Selection(
        [("covered", "In Warranty"), ("partly", "Partly in Warranty"), ("charged", "Out of Warranty")],
        "Warranty Today",
        compute="_compute_coverage",
    )
    coverage_reason = fields.Text(compute="_compute_coverage")
    notes = fields.Html()

    _sale_unit_uniq = models.UniqueIndex(
        "(sale_line_id, unit_number) WHERE sale_line_id IS NOT NULL",
        "This unit of the order has a product file already.",
    )
    _invoice_unit_uniq = models.UniqueIndex(
        "(invoice_line_id, unit_number) WHERE sale_line_id IS NULL AND invoice_line_id IS NOT NULL",
        "This unit of the invoice has a product file already.",
    )
    _lot_in_use_uniq = models.UniqueIndex(
        "(lot_id) WHERE lot_id IS NOT NULL AND state = 'active'",
        "This serial number is in use in another product file.",
    )

    @api.depends("lot_id")
    def _compute_serial(self):
        for asset in self:
            asset.serial = asset.lot_id.name or asset.serial

    @api.depends("product_id", "serial")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for asset in self:
            product = asset.product_id.display_name or ""
            asset.display_name = f"{product} · {asset.serial}" if asset.serial else product

    @api.depends("call_ids")
    def _compute_call_count(self):
        counts = dict(self.env["raya.call"]._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["__count"]))
        for asset in self:
            asset.call_count = counts.get(asset, 0)

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

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("pending", "active"),
            ("pending", "cancelled"),
            ("active", "pending"),
            ("active", "returned"),
            ("active", "cancelled"),
            ("returned", "active"),
            ("returned", "cancelled"),
            ("cancelled", "pending"),
            ("cancelled", "active"),
        }

    @api.constrains("state", "date_invoice", "date_delivery", "date_installation", "date_activation")
    def _constrain_warranties(self):
        """Coverages exist as soon as their evidence does, whoever enters it and when."""
        self._sync_warranties()

    def action_view_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("asset_id", "=", self.id)],
            "context": {"default_asset_id": self.id, "default_partner_id": self.partner_id.id},
        }

    def action_open_call(self):
        """Open a new call for this unit."""
        return {**self.action_view_calls(), "views": [(False, "form")]}

    def action_view_invoice(self):
        self.ensure_one()
        return self.invoice_id._get_records_action()

    # --- registration -----------------------------------------------------

    @api.model
    def _register_sources(self, sources):
        """Bring the product files of sold lines to what the documents say.

        Safe to call after every event and as often as one likes; it looks at
        all events of a line at once, so that their order does not matter.

        :param sources: list of dicts from ``_prepare_registration_source()``
        :return: the files of these lines
        """
        # The documents decide, whoever posts them: an invoicing clerk has no
        # rights on product files.
        Asset = self.sudo().with_context(**SILENT)
        files_by_line = Asset._get_files_by_line(sources)
        changes = [
            (source, change)
            for source in sources
            for change in Asset._plan_registration(source, files_by_line[source["line"]])
        ]
        Asset._release_lots([change for _source, change in changes])
        Asset._apply_changes(changes)
        assets = Asset._create_files(changes)
        for files in files_by_line.values():
            assets |= files
        Asset._update_evidence(sources, assets)
        assets._sync_warranties()
        return assets

    def _get_files_by_line(self, sources):
        """Files by sold line, an order line or an invoice line without order."""
        lines = {source["line"] for source in sources}
        sale_ids = [line.id for line in lines if line._name == "sale.order.line"]
        invoice_ids = [line.id for line in lines if line._name == "account.move.line"]
        files = defaultdict(self.browse)
        for asset in self.search([("sale_line_id", "in", sale_ids)], order="id"):
            files[asset.sale_line_id] |= asset
        domain = [("invoice_line_id", "in", invoice_ids), ("sale_line_id", "=", False)]
        for asset in self.search(domain, order="id"):
            files[asset.invoice_line_id] |= asset
        return files

    def _plan_registration(self, source, files):
        return registration.plan(
            source["units"],
            source["lots"].ids,
            [registration.File(file.id, file.unit_number, file.lot_id.id or None, file.state) for file in files],
            needs_lot=source["needs_lot"],
        )

    def _release_lots(self, changes):
        """A serial number that a customer holds now is with nobody else: files
        that still claim it are returned goods."""
        claimed = {change.lot: change.id for change in changes if change.lot and change.state == registration.ACTIVE}
        holders = self.search([("lot_id", "in", list(claimed)), ("state", "=", "active")])
        holders.filtered(lambda asset: claimed[asset.lot_id.id] != asset.id)._transition("returned")

    def _apply_changes(self, changes):
        """Move known files to their new state, those that let go of goods first."""
        known = [change for _source, change in changes if change.id]
        for state in ("cancelled", "returned", "pending", "active"):
            assets = self.browse([change.id for change in known if change.state == state])
            (assets - assets.filtered_domain([("state", "=", state)]))._transition(state)
        for change in known:
            self.browse(change.id).lot_id = change.lot

    def _create_files(self, changes):
        vals_list = [
            {
                **source["values"],
                "unit_number": change.unit,
                "lot_id": change.lot,
                "state": change.state,
            }
            for source, change in changes
            if not change.id
        ]
        assets = self.browse()
        for chunk in split_every(CREATE_CHUNK, vals_list):
            assets |= self.create(list(chunk))
        return assets

    def _update_evidence(self, sources, assets):
        """Keep the dates and the invoice that the documents prove."""
        by_line = {source["line"]: source for source in sources}
        changes = defaultdict(self.browse)
        for asset in assets:
            changed = asset._get_changed_evidence(by_line[asset.sale_line_id or asset.invoice_line_id])
            changes[tuple(changed.items())] |= asset
        for changed, alike in changes.items():
            if changed:
                alike.write(dict(changed))

    def _get_changed_evidence(self, source):
        evidence = {
            "invoice_line_id": source["values"]["invoice_line_id"] or self.invoice_line_id.id,
            "date_invoice": source["values"]["date_invoice"] or self.date_invoice,
            "date_delivery": source["delivered_on"].get(self.lot_id.id) or self.date_delivery,
            "quantity": source["values"]["quantity"] or self.quantity,
        }
        return {
            name: value
            for name, value in evidence.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }

    # --- coverage ---------------------------------------------------------

    def _sync_warranties(self):
        """Give each sold unit the coverages of its product's policies, once each.

        A coverage waits until the event that starts it has happened, or until
        the cap of its policy is known.
        """
        # Coverage follows from the product and the documents, not from the
        # rights of the person who happens to open the file.
        Warranty = self.env["raya.warranty"].sudo()
        known = Warranty.search([("asset_id", "in", self.ids)])
        pairs = {(warranty.asset_id, warranty.policy_id) for warranty in known}
        known._follow_evidence()
        Warranty.create(
            [
                asset._prepare_warranty_values(policy, start)
                for asset in self.filtered(lambda asset: asset.state in registration.LIVE)
                for policy in asset._get_policies()
                if (asset, policy) not in pairs and (start := policy._get_start(asset._get_evidence()))
            ]
        )

    def _get_policies(self):
        """Policies that this unit's product carries in this unit's company."""
        return self.product_id.sudo().raya_policy_ids.filtered(
            lambda policy: policy.company_id in (self.company_id, self.env["res.company"])
        )

    def _get_evidence(self):
        """Date of each event that may start a coverage; ``False`` while unknown."""
        return {
            "invoice": self.date_invoice,
            "delivery": self.date_delivery,
            "installation": self.date_installation,
            "activation": self.date_activation,
        }

    def _prepare_warranty_values(self, policy, start):
        return {
            "asset_id": self.id,
            "policy_id": policy.id,
            "is_start_assumed": not self._get_evidence()[policy.start_event],
            **self.env["raya.warranty"]._prepare_dates(policy, start),
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
