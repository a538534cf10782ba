from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ..tools import desk_text
from ..tools.desk_text import ENDS, EXACT

# Units of the documents of a number, by the lines that sold them.
SOLD_BY = {
    "sale.order": "raya_asset.sale_line_id = ANY(ARRAY(SELECT id FROM sale_order_line WHERE order_id = ANY(%(ids)s)))",
    # Goods without a serial number cannot be told apart within their order.
    "stock.picking": """
        raya_asset.sale_line_id = ANY(ARRAY(SELECT sale_line_id FROM stock_move WHERE picking_id = ANY(%(ids)s)))
        AND (raya_asset.lot_id IS NULL OR raya_asset.lot_id = ANY(ARRAY(
            SELECT lot_id FROM stock_move_line WHERE picking_id = ANY(%(ids)s))))
    """,
    "account.move": """
        raya_asset.id = ANY(ARRAY(
            SELECT id FROM raya_asset WHERE invoice_line_id = ANY(ARRAY(
                SELECT id FROM account_move_line WHERE move_id = ANY(%(ids)s)))
             UNION ALL
            SELECT id FROM raya_asset WHERE sale_line_id = ANY(ARRAY(
                SELECT order_line_id FROM sale_order_line_invoice_rel JOIN account_move_line ON id = invoice_line_id
                 WHERE move_id = ANY(%(ids)s)))))
    """,
}


class RayaDeskDocumentMixin(models.AbstractModel):
    """Units and calls by the numbers of documents that customers read out."""

    _name = "raya.desk.document.mixin"
    _description = "Call Desk: Documents"

    @api.model
    def _find_calls(self, sought, limit):
        """Service calls by their number: quality by id."""
        return self._find_numbered("raya.call", sought, limit) if sought.is_document else {}

    @api.model
    def _find_sold(self, sought, limit, is_whole):
        """Units that an order, a delivery or an invoice of this number sold: quality by id.

        Whoever may see a unit may be asked for it by such a number; the documents
        themselves are not shown, so that nobody needs the right to read them.

        :param bool is_whole: whether the end of a number is not enough
        """
        found = {}
        if not sought.is_document or len(sought.text) <= desk_text.SHORTEST_INSIDE:
            return found
        for name, condition in SOLD_BY.items():
            documents = self.sudo()._find_numbered(name, sought, limit, is_whole)
            for quality in sorted(set(documents.values())):
                ids = [id_ for id_, known in documents.items() if known == quality]
                rules = self.env["raya.asset"]._search([], order="id desc", limit=limit)
                rules.add_where(SQL(condition, ids=ids))
                for (unit,) in self.env.execute_query(rules.select()):
                    found.setdefault(unit, quality)
        return found

    @api.model
    def _find_numbered(self, name, sought, limit, is_whole=False):
        """Records whose number this is, or ends with it, that the reader may see: quality by id."""
        model = self.env[name].with_context(active_test=False)
        unaccent = self.env.registry.unaccent
        column = unaccent(SQL("%s.name", SQL.identifier(model._table), to_flush=model._fields["name"]))
        parts = []
        for quality, condition in self._get_number_conditions(column, sought, is_whole).items():
            rules = model._search([])
            rules.add_where(condition)
            rules.limit = limit
            parts.append(
                SQL("(%s)", rules.select(SQL("%s.id", SQL.identifier(model._table)), SQL("%s AS quality", quality)))
            )
        found = {}
        for id_, quality in self.env.execute_query(
            SQL("SELECT id, quality FROM (%s) AS found", SQL(" UNION ALL ").join(parts))
        ):
            found.setdefault(id_, quality)
        return dict(list(found.items())[:limit])

    @api.model
    def _get_number_conditions(self, column, sought, is_whole):
        text = sought.text
        conditions = {EXACT: SQL("%s ILIKE %s", column, escape_psql(text))}
        if is_whole:
            return conditions
        # Few digits are the end of every number: then they are a whole one without its zeros.
        ends = ["%"] if len(text) >= desk_text.SHORTEST_INSIDE else ["%/", "%00"]
        patterns = [SQL("%s ILIKE %s", column, end + escape_psql(text)) for end in ends]
        conditions[ENDS] = SQL("(%s)", SQL(" OR ").join(patterns))
        return conditions
