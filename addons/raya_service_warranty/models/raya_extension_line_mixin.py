from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import allotment


class RayaExtensionLineMixin(models.AbstractModel):
    """A line of an order or invoice that may sell an extended warranty.

    The model that inherits it has ``product_id``, ``sequence`` and
    ``raya_asset_ids``, and says by the methods below what its document says.
    """

    _name = "raya.extension.line.mixin"
    _description = "Line That May Sell an Extended Warranty"

    raya_asset_id = fields.Many2one(
        "raya.asset",
        "For Unit",
        copy=False,
        check_company=True,
        index="btree_not_null",
        groups="raya_service_base.group_service_user",
        help="The unit that this extended warranty is for. Empty: the units of the goods sold in the line before it.",
    )
    raya_extension_policy_id = fields.Many2one(
        "raya.warranty.policy",
        "Policy Sold",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_user",
        help="The extended warranty that this line sells, fixed when it is invoiced first.",
    )
    raya_is_extension = fields.Boolean("Sells an Extended Warranty", compute="_compute_raya_is_extension")

    @api.depends("raya_extension_policy_id", "product_id.raya_extension_policy_id")
    def _compute_raya_is_extension(self):
        for line in self:
            line.raya_is_extension = bool(line._raya_get_extension_policy())

    @api.constrains("raya_asset_id")
    def _check_raya_extended_unit(self):
        """An extended warranty for somebody else's unit is a slip, unless the document says for whom it is."""
        for line in self.filtered("raya_asset_id"):
            document = line._raya_get_extension_document()
            # Whoever sells need not read product files, and reads whose unit they chose.
            unit = line.sudo().raya_asset_id
            owner = unit.partner_id.commercial_partner_id
            people = document.partner_id | document.partner_shipping_id
            if owner and owner not in people.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s belongs to %(owner)s, not to %(customer)s. Choose a unit of theirs; or if it is bought "
                        "for %(owner)s, enter %(owner)s as the delivery address.",
                        unit=unit.display_name,
                        owner=owner.display_name,
                        customer=document.partner_id.display_name,
                    )
                )

    def _raya_get_extension_policy(self):
        """The extended warranty that this line sells, whoever asks: the one fixed, else that of its product."""
        # Who sells or invoices sees that a line extends a warranty, not by which policy.
        line = self.sudo()
        return line.raya_extension_policy_id or line.product_id.raya_extension_policy_id

    def _raya_get_extension_document(self):
        """The order or invoice of this line."""
        raise NotImplementedError

    def _raya_get_extension_siblings(self):
        """All lines of the document of this line."""
        raise NotImplementedError

    def _raya_get_extension_units(self):
        """How many were invoiced and not credited, in the product's unit."""
        raise NotImplementedError

    def _raya_get_extension_day(self):
        """The day of the sale, ``False`` while there is none."""
        raise NotImplementedError

    def _raya_get_extension_papers(self):
        """Names of the papers that people look at to see what was sold or credited."""
        raise NotImplementedError

    def _raya_extension_sort_key(self):
        return self._raya_get_extension_document().id, self.sequence, self.id

    def _raya_grant_sold_extensions(self):
        """Bring the extended warranties that these lines sold to what their documents say."""
        # Whoever posts, delivers or cancels has no rights on units and coverages.
        lines = self.sudo().sorted(lambda line: line._raya_extension_sort_key())
        sources = [line._raya_prepare_extension_source() for line in lines]
        if sources:
            self.env["raya.asset"].sudo()._grant_extensions(sources)

    def _raya_prepare_extension_source(self):
        """What the documents of this line say; see ``raya.asset._grant_extensions()``.

        :return: dict of ``line`` and its ``document``; ``policy`` sold; ``units``
            invoiced and not credited; ``assets`` that it may be for and the
            ``pool`` that shares them; ``sold_on``; names of the ``papers``
        """
        units = self._raya_get_extension_units()
        policy = self._raya_get_extension_policy()
        if units > 0 and not self.raya_extension_policy_id:
            self.raya_extension_policy_id = policy
        goods = self._raya_get_extended_goods()
        return {
            "line": self,
            "document": self._raya_get_extension_document(),
            "policy": policy,
            "units": allotment.whole_units(units),
            "assets": (self.raya_asset_id or goods.raya_asset_ids.sorted("unit_number"))._get_live(),
            "pool": (self.id if self.raya_asset_id else goods.id, policy.id),
            "sold_on": self._raya_get_extension_day(),
            "papers": self._raya_get_extension_papers(),
        }

    def _raya_get_extended_goods(self):
        """The nearest line before this one that opens files, or else the first behind it."""
        goods = self._raya_get_extension_siblings().filtered(
            lambda line: (
                line.product_id
                and (line.raya_asset_ids or line.product_id.product_tmpl_id._raya_get_file_policy() != "never")
            )
        )
        goods = goods.sorted(lambda line: line._raya_extension_sort_key())
        return (
            goods.filtered(lambda line: line._raya_extension_sort_key() < self._raya_extension_sort_key())[-1:]
            or goods[:1]
        )
