from typing import NamedTuple

from odoo import SUPERUSER_ID, Command, api, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import typed


class Goods(NamedTuple):
    """One unit that moves.

    :param product: ``product.product``
    :param lot: ``stock.lot``, empty where the product is not tracked
    :param owner: ``res.partner`` whose unit it is, empty for one of ours
    """

    product: object
    lot: object
    owner: object


class RayaUnitMove(models.AbstractModel):
    """The one way in which whole units move between customers, workshop and stock.

    Keeps no records: what moved is in the transfers. Rows are the caller's to lock, access is theirs to check.
    """

    _name = "raya.unit.move"
    _description = "Movement of units"

    @api.model
    def _move(self, operation, document, goods, source, dest):
        """Make and do one slip.

        :param str operation: field of the company with its operation type
        :param document: ``raya.reception`` or ``raya.loan`` that says why
        :param Goods goods: what moves
        :return: the ``stock.picking``, in superuser mode; empty for what is no goods
        """
        company = document.company_id
        if goods.product.type == "service":
            return self.env["stock.picking"].sudo()
        # Superuser mode is not enough: to value first-in-first-out goods stock_account drops it and reads
        # the moves as the acting user, and whoever receives units has no rights on the stock.
        mine = self.with_user(SUPERUSER_ID).with_company(company)
        operation_type = company.with_env(mine.env)._raya_get_unit_operation(operation)
        picking = mine.env["stock.picking"].create(
            mine._prepare_slip_values(operation_type, document, goods, source, dest)
        )
        picking._action_done()
        return picking.sudo()

    @api.model
    def _prepare_slip_values(self, operation, document, goods, source, dest):
        places = {"location_id": source.id, "location_dest_id": dest.id}
        common = {
            "product_id": goods.product.id,
            "product_uom": goods.product.uom_id.id,
            "company_id": document.company_id.id,
            "picking_type_id": operation.id,
            **places,
        }
        return {
            "picking_type_id": operation.id,
            "partner_id": document.partner_id.id,
            "owner_id": goods.owner.id,
            "company_id": document.company_id.id,
            "origin": document.name,
            document._slip_field: document.id,
            **places,
            "move_ids": [
                Command.create(
                    {
                        **common,
                        "product_uom_qty": 1.0,
                        "origin": document.name,
                        "procure_method": "make_to_stock",
                        # What is done already needs no confirmation, which would search stock for it.
                        "state": "assigned",
                        "picked": True,
                        "move_line_ids": [Command.create(self._prepare_line_values(document, goods, places))],
                    }
                )
            ],
        }

    @api.model
    def _prepare_line_values(self, document, goods, places):
        return {
            "product_id": goods.product.id,
            "product_uom_id": goods.product.uom_id.id,
            "company_id": document.company_id.id,
            "quantity": 1.0,
            "lot_id": goods.lot.id,
            "owner_id": goods.owner.id,
            "picked": True,
            **places,
        }

    @api.model
    def _get_lot(self, product, known, serial, company):
        """The unit's own lot or serial number where its product has such, also when the stock sees it first now.

        :param known: ``stock.lot`` that its file names, perhaps none
        :param str serial: as people call it
        :raises UserError: when the serial number is not known
        """
        if product.tracking == "none":
            return self.env["stock.lot"]
        if known:
            return known
        if not typed.serial_key(serial):
            raise UserError(
                self.env._(
                    "Enter the serial number of the %s that is received: the stock keeps each by its own.",
                    product.display_name,
                )
            )
        # Whoever receives units has no rights on the stock.
        return self.env["stock.lot"].sudo()._raya_find_or_make(product, serial, company)

    @api.model
    def _find(self, company, goods, locations):
        """Where such a unit lies that nobody else was promised.

        :param locations: domain of ``stock.location`` among which it may be
        :return: ``stock.location``, empty where there is none
        """
        quants = (
            self.env["stock.quant"]
            # Whoever receives units has no rights on the stock.
            .sudo()
            .search(
                [
                    ("product_id", "=", goods.product.id),
                    ("lot_id", "=", goods.lot.id),
                    ("owner_id", "=", goods.owner.id),
                    ("company_id", "=", company.id),
                    ("location_id", "any", list(locations)),
                ],
                order="in_date, id",
            )
        )
        return quants.filtered(lambda quant: quant.available_quantity >= 1)[:1].location_id
