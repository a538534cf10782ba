from collections import defaultdict
from typing import NamedTuple

from odoo import Command, api, models

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import inserting

# What a sale promises by the product alone; a repair grants its warranty itself.
PROMISED_KINDS = ("warranty", "extended", "commitment", "supplier")
CHUNK = 500


def _as_columns(values):
    """Values of a coverage with its lines, as the database has them."""
    lines = [
        (command, number, {name: value or None for name, value in line.items()})
        for command, number, line in values["line_ids"]
    ]
    days = {name: values[name] or None for name in ("date_sold", "date_start", "date_end")}
    return {**values, **days, "line_ids": lines}


class SaleTerms(NamedTuple):
    """What of a sale decides which policies are promised; units sold alike share them."""

    template: object
    company: object
    country: object
    day: object


class RayaAssetPromiseMixin(models.AbstractModel):
    """What the policies of the day of the sale promise to a unit, and how that is kept true."""

    _name = "raya.asset.promise.mixin"
    _description = "Policies Promised to a Product File"

    # --- the promise ---------------------------------------------------------

    def _sync_warranties(self):
        """Promise each sold unit what its product's policies grant, and keep the dates true.

        The promise is made once, when the file goes live: what changes later on
        the product or its policies changes nothing for units already sold. A
        coverage waits for its dates until the event that starts it has happened.
        """
        # Coverage follows from the product and the documents, not from the
        # rights of the person who happens to open the file.
        files = self.sudo()
        known = files.warranty_ids
        fresh = files._get_unpromised()
        if fresh:
            fresh.is_promised = True
            fresh._grant_promised()
        known._sync_dates()
        # What queues behind the warranty follows it, also when both are promised at once.
        files.warranty_ids.filtered(lambda warranty: warranty._is_queued())._sync_dates()

    def _sync_versions_sold(self):
        """Units whose day of sale was corrected get the version that was sold on the right day."""
        sales = defaultdict(self.env["raya.warranty"].sudo().browse)
        # The sale of a unit decides on its coverages, whoever corrects it.
        for warranty in self.sudo().warranty_ids.filtered(lambda each: not each.origin and not each.continues_id):
            day = warranty.asset_id._get_day_of_sale()
            if day and day != warranty.date_sold:
                sales[warranty.policy_id, warranty.date_sold, day] |= warranty
        for (_policy, former, day), warranties in sales.items():
            warranties._follow_sale(former, day)

    def _get_day_of_sale(self):
        """The day on which the unit was sold, as far as it is known."""
        return self.date_invoice or self.date_delivery

    def _grant_promised(self):
        """Grant these units what was promised on the day of their sale."""
        self._grant(self._get_policies(), self.warranty_ids)

    def _get_unpromised(self):
        """Those of these units that are sold and not yet promised anything.

        A unit given for another carries on what that one was promised, nothing new.
        """
        return self.filtered(
            lambda asset: asset.state in sync.LIVE and not asset.is_promised and not asset.replaced_asset_id
        )

    def _grant(self, policies, known):
        """Give each of these units the policies it lacks, with their dates at once.

        :param dict policies: policies by file, as from :meth:`_get_policies`
        :param known: the coverages that these units have
        """
        held = {(warranty.asset_id, warranty.policy_id) for warranty in known if not warranty.origin}
        grants = list(self._prepare_grants(policies, held))
        lines = [grant.pop("line_ids") for grant in grants]
        granted = inserting.insert(known.browse(), grants)
        inserting.insert(
            known.line_ids.browse(),
            [
                {"warranty_id": warranty.id, **values}
                for warranty, own in zip(granted, lines, strict=True)
                for _command, _id, values in own
            ],
        )
        # What was counted of these units before counts anew.
        counted = [name for name, field in self._fields.items() if field.compute and not field.store]
        self.invalidate_recordset(["warranty_ids", *counted], flush=False)
        # What waits may wait for the end of another coverage.
        waiting = [warranty.id for warranty, grant in zip(granted, grants, strict=True) if not grant["date_start"]]
        granted.browse(waiting)._sync_dates()

    def _prepare_grants(self, policies, held):
        """Values of the coverages that are missing; units sold alike share their terms."""
        terms = {}
        for asset in self:
            evidence = asset._get_evidence()
            for policy in policies[asset]:
                key = (policy, *evidence.values())
                if (asset, policy) not in held:
                    terms[key] = terms.get(key) or _as_columns(policy._prepare_coverage_values(evidence))
                    yield {
                        "asset_id": asset.id,
                        "policy_id": policy.id,
                        "company_id": asset.company_id.id,
                        **terms[key],
                    }

    def _prepare_warranty_values(self, policy):
        """A coverage of this unit by one policy; its dates follow by ``_sync_dates()``."""
        return {
            "asset_id": self.id,
            "policy_id": policy.id,
            "company_id": self.company_id.id,
            "date_sold": self._get_day_of_sale(),
            "line_ids": [Command.create({"policy_line_id": line.id}) for line in policy.line_ids],
        }

    def _get_evidence(self):
        """Date of each event that may start a coverage; ``False`` while unknown."""
        return {
            "invoice": self.date_invoice,
            "delivery": self.date_delivery,
            "installation": self.date_installation,
            "activation": self.date_activation,
            "receipt": self.date_receipt,
            "manufacture": self.date_manufacture,
            # No start event: a commitment may count from the last sale of the model.
            "last_sale": self.product_id.product_tmpl_id.raya_last_sold_on,
        }

    # --- the finder ----------------------------------------------------------

    def _get_policies(self, kinds=PROMISED_KINDS):
        """Policies of these kinds that fit the sale of these units.

        Kind by kind the nearest level wins: the product's own policies, else
        those of its category, else of the category above. Only policies that
        fit the company, the customer's country and the day of the sale count;
        archived ones do not. Costs the same few queries for one unit and for
        a thousand.

        :return: dict of ``raya.warranty.policy`` by file
        """
        # A seller need not see the policies of what they sell.
        files = self.sudo()
        levels = files.product_id.product_tmpl_id._raya_get_policy_levels()
        by_country = any(level._depends_on_country() for own in levels.values() for level in own)
        sales = {asset: asset._get_sale_terms(by_country) for asset in files}
        found = {}
        for sale in sales.values():
            if sale not in found:
                found[sale] = files.env["raya.warranty.policy"]._choose(levels.get(sale.template, []), sale, kinds)
        return {asset: found[sale] for asset, sale in sales.items()}

    def _get_sale_terms(self, by_country=True):
        """What decides on the policies of this unit.

        An address without country lies in the company's own; a file without
        any date is looked at as sold today.

        :param bool by_country: whether a policy asks for the country
        """
        return SaleTerms(
            template=self.product_id.product_tmpl_id,
            company=self.company_id,
            country=by_country and self._get_country(),
            day=self._get_day_of_sale() or self.company_id._raya_get_day(),
        )

    def _get_country(self):
        return self.site_id.country_id or self.partner_id.country_id or self.company_id.country_id

    def _sync_product_policies(self):
        """Give up the coverages of the former product, unless something hangs on them, for those of the new one."""
        files = self.sudo().filtered("is_promised")
        policies = files._get_policies()
        former = files.warranty_ids.filtered(
            lambda warranty: not warranty.origin and warranty.policy_id not in policies[warranty.asset_id]
        )
        (former - former._get_with_history()).unlink()
        files._grant(policies, files.warranty_ids)

    # --- nightly -------------------------------------------------------------

    @api.model
    def _cron_sync_warranties(self):
        """Bring coverages to what they should be, chunk by chunk.

        Files that were never promised anything get their promise; policies for
        units already sold reach these; coverages that wait look for the event
        that starts them; commitments follow the last sale of their model.
        Doing it again changes nothing.
        """
        self._sync_unpromised()
        self.env["raya.warranty.policy"]._reach_sold_units()
        self._sync_waiting()
        self.env["product.template"]._raya_refresh_last_sales()

    @api.model
    def _sync_unpromised(self):
        domain = [("is_promised", "=", False), ("state", "in", sync.LIVE)]
        for files in self.env["ir.cron"]._raya_walk(self, domain, CHUNK):
            files._sync_warranties()

    @api.model
    def _sync_waiting(self):
        """Look again for the evidence of units that wait for it."""
        domain = [("warranty_ids.date_start", "=", False), ("warranty_ids", "!=", False)]
        position = "raya_service_warranty.waiting_position"
        for files in self.env["ir.cron"]._raya_walk(self, domain, CHUNK, position):
            files._compute_date_receipt()
            files._sync_warranties()
