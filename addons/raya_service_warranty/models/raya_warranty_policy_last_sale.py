from odoo import api, fields, models
from odoo.tools import SQL, split_every

from .raya_asset_promise import CHUNK


class RayaWarrantyPolicy(models.Model):
    """Commitments that count from the last sale of the model (DOMAIN, warranty rule 8)."""

    _inherit = "raya.warranty.policy"

    is_from_last_sale = fields.Boolean(
        "Counts from the Last Sale of the Model",
        help="Parts and service are supplied until this long after the last unit of the product was invoiced, "
        "for all its units alike.",
    )

    _last_sale_of_commitment = models.Constraint(
        "CHECK (kind = 'commitment' OR is_from_last_sale IS NOT TRUE)",
        "Only a commitment counts from the last sale of the model.",
    )

    def _get_anchor(self, start, evidence):
        """The day from which the duration of a coverage counts that begins on ``start``."""
        if not self.is_from_last_sale:
            return start
        return max(filter(None, (start, evidence.get("last_sale"), evidence.get("invoice"))))


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    @api.model
    def _move_commitments(self, template):
        """Let the commitments of all units of a product end where its last sale says.

        Nearly all of them end on the same day and are moved at once; only those
        that somebody changed, or that start later, are looked at one by one.
        """
        day = template.raya_last_sold_on
        hanging = [
            ("asset_id.product_id.product_tmpl_id", "=", template.id),
            ("policy_id.is_from_last_sale", "=", True),
            ("date_start", "!=", False),
        ]
        alike = [("event_ids", "=", False), ("date_start", "<=", day), ("asset_id.date_invoice", "<=", day)]
        moved = self.search([*hanging, *alike]) if day else self.browse()
        for policy, warranties in moved.grouped("policy_id").items():
            warranties._move_ends(policy, day)
        for ids in split_every(CHUNK, (self.search(hanging) - moved).ids):
            self.browse(ids)._sync_dates()

    def _move_ends(self, policy, day):
        """Write the ends that a policy grants from ``day`` on, in one statement for each of its lines."""
        self.flush_model()
        ends = {line: line._get_end(day) for line in policy.line_ids}
        for ids in split_every(CHUNK, self.ids, tuple):
            for line, end in ends.items():
                self.env.cr.execute(
                    SQL(
                        "UPDATE raya_warranty_line SET date_end = %s WHERE policy_line_id = %s AND warranty_id IN %s",
                        end,
                        line.id,
                        ids,
                    )
                )
            last = max(ends.values(), default=policy._get_end(day))
            self.env.cr.execute(SQL("UPDATE raya_warranty SET date_end = %s WHERE id IN %s", last, ids))
        self.invalidate_model(["date_end"])
        self.line_ids.invalidate_model(["date_end"])


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_last_sold_on = fields.Date(
        "Last Sold On",
        readonly=True,
        copy=False,
        help="Day of the last customer invoice, of whichever company. Brought up to date by night for products "
        "whose commitment counts from it.",
    )
    raya_supplied_until = fields.Date("Parts Supplied Until", compute="_compute_raya_supplied_until")

    def _compute_raya_supplied_until(self):
        levels = self._raya_get_policy_levels()
        for template in self:
            found = self.env["raya.warranty.policy"].union(*levels[template]).filtered("is_from_last_sale")
            day = template.raya_last_sold_on
            template.raya_supplied_until = day and max((policy._get_end(day) for policy in found), default=False)

    @api.model
    def _raya_refresh_last_sales(self):
        """Remember the last sale of each product on which a commitment hangs, and move the ends with it."""
        domain = [("warranty_ids.policy_id.is_from_last_sale", "=", True)]
        groups = self.env["raya.asset"]._read_group(domain, ["product_id"])
        products = self.env["product.product"].union(*(product for (product,) in groups))
        for ids in split_every(CHUNK, products.product_tmpl_id.ids):
            if not self.browse(ids)._raya_refresh_last_sale():
                return

    def _raya_refresh_last_sale(self):
        """:return: whether there is time for more"""
        days = self._raya_get_last_sales()
        for template in self.filtered(lambda template: template.raya_last_sold_on != days.get(template, False)):
            template.raya_last_sold_on = days.get(template, False)
            self.env["raya.warranty"]._move_commitments(template)
            if not self.env["ir.cron"]._commit_progress(1):
                return False
        return True

    def _raya_get_last_sales(self):
        """Day of the last posted customer invoice by product, in one query."""
        domain = [
            ("product_id.product_tmpl_id", "in", self.ids),
            ("parent_state", "=", "posted"),
            ("display_type", "=", "product"),
            ("move_id.move_type", "=", "out_invoice"),
        ]
        days = {}
        for product, day in self.env["account.move.line"]._read_group(domain, ["product_id"], ["invoice_date:max"]):
            template = product.product_tmpl_id
            days[template] = max(filter(None, (days.get(template), day)), default=False)
        return days


class RayaAsset(models.Model):
    _inherit = "raya.asset"

    def _summarise(self, facts):
        """A unit out of warranty is told how long parts and service are supplied."""
        status, reason = super()._summarise(facts)
        until = self._get_supplied_until(facts.report_date) if status == "charged" else False
        if not until:
            return status, reason
        supplied = self.env._(
            "Parts and service are supplied against payment until %(date)s.",
            date=self.env["res.lang"]._raya_format_day(until),
        )
        return status, f"{reason}\n{supplied}"

    def _get_supplied_until(self, day):
        """Last day of the commitments that hold on a day, or ``False``."""
        held = self.sudo().warranty_ids.filtered(
            lambda warranty: warranty.kind == "commitment" and warranty._get_state(day) == "active"
        )
        return max(held.mapped("date_end"), default=False)
