from collections import defaultdict

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import allotment

WAITING_ACTIVITY = "raya_service_warranty.mail_activity_type_extension"


class RayaAssetExtensionMixin(models.AbstractModel):
    """Extended warranties that were sold for a unit."""

    _name = "raya.asset.extension.mixin"
    _description = "Extended Warranties of a Product File"

    @api.model
    def _grant_extensions(self, sources):
        """Bring the extended warranties that these lines sold to what the documents say.

        Whole documents at a time: their lines share the units. Lines that sold
        more than there are units wait, and somebody is told.

        :param list sources: dicts from ``_raya_prepare_extension_source()`` of order
            lines, or of invoice lines without order, in the order of the documents
        """
        requests = [(source["pool"], source["assets"]._get_units(), source["units"]) for source in sources]
        grants, waiting = [], defaultdict(int)
        for source, assets in zip(sources, allotment.deal(requests), strict=True):
            waiting[source["document"]] += source["units"] - len(assets)
            grants += [asset._prepare_extension_values(source) for asset in dict.fromkeys(assets)]
        papers = {f"{source['line']._name},{source['line'].id}": source["papers"] for source in sources}
        self.env["raya.warranty"]._sync_grants(papers, grants)
        for document, count in waiting.items():
            self._notify_extensions_wait(document, count)

    def _prepare_extension_values(self, source):
        return self._prepare_grant_values(source["policy"], source["line"], source["sold_on"])

    def _prepare_grant_values(self, policy, document, day):
        """A coverage of this unit that a document grants; its dates follow by ``_sync_dates()``."""
        return {
            **self._prepare_warranty_values(policy),
            "origin": f"{document._name},{document.id}",
            "date_granted": day,
        }

    @api.model
    def _notify_extensions_wait(self, document, count):
        """Keep one activity on an order or invoice as long as what it sold waits for units."""
        told = document.activity_search([WAITING_ACTIVITY])
        if told and not count:
            told.unlink()
        elif count and not told:
            seller = document.user_id if document._name == "sale.order" else document.invoice_user_id
            note = self._describe_waiting(count)
            document.activity_schedule(WAITING_ACTIVITY, note=note, user_id=(seller or self.env.user).id)

    @api.model
    def _describe_waiting(self, count):
        if count == 1:
            return self.env._(
                "No unit was found for one extended warranty of this document. Choose the unit on the line that sells "
                "it, or credit what was sold too many."
            )
        return self.env._(
            "No unit was found for %(count)s extended warranties of this document. Choose the unit on the line "
            "that sells it, or credit what was sold too many.",
            count=self.env["res.lang"]._raya_format_number(count),
        )

    def _get_units(self):
        """These files as often as they have units: one file may stand for many, nobody extends more than so many."""
        return [
            asset
            for asset in self
            for _unit in range(max(1, min(sync.MOST_UNITS, allotment.whole_units(asset.quantity))))
        ]

    def _get_live(self):
        return self.filtered(lambda asset: asset.state in sync.LIVE)

    def action_sell_extension(self, origin=False):
        """A quotation to the owner, with an extended warranty for each of these units.

        :param str origin: what it is about, such as the number of the call in which it was offered
        """
        product = self.env["product.product"].search(self._extension_product_domain(), limit=1)
        if not product:
            raise UserError(
                self.env._(
                    "No product sells an extended warranty yet. Create a service product and choose the policy that "
                    "it sells on its page After-Sales Service."
                )
            )
        owners = self.grouped("partner_id")
        orders = self.env["sale.order"].create(
            [
                {**assets._prepare_extension_order_values(owner, product), "origin": origin}
                for owner, assets in owners.items()
            ]
        )
        return orders._get_records_action(name=self.env._("Quotations"))

    def _extension_product_domain(self):
        return (
            Domain("raya_extension_policy_id", "!=", False)
            & Domain("sale_ok", "=", True)
            & Domain("company_id", "in", [False, *self.company_id.ids])
        )

    def _prepare_extension_order_values(self, owner, product):
        if not owner:
            raise UserError(self.env._("Enter the owner of %(unit)s first.", unit=self[0].display_name))
        return {
            "partner_id": owner.id,
            "company_id": self.company_id[:1].id,
            "order_line": [Command.create({"product_id": product.id, "raya_asset_id": asset.id}) for asset in self],
        }

    def _get_repair_policies(self):
        """Policies of the warranty that a repair of this unit grants."""
        self.ensure_one()
        return self._get_policies(("repair",))[self]
