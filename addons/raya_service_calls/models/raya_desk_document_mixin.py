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
    def _find_documents(self, sought, limit, is_whole):
        """Calls, and orders, deliveries and invoices, whose number this is, or ends with it.

        Whoever may see a unit may be asked for it by the number of what sold it; the
        documents themselves are not shown, so that nobody needs the right to read them.

        :param bool is_whole: whether the end of the number of what sold units is not enough
        :return: dict by model of dicts of quality by id
        """
        found = {name: {} for name in ("raya.call", *SOLD_BY)}
        if not sought.is_document:
            return found
        parts = self._select_numbered("raya.call", sought, limit)
        if len(sought.text) > desk_text.SHORTEST_INSIDE:
            for name in SOLD_BY:
                parts += self.sudo()._select_numbered(name, sought, limit, is_whole)
        # One query, because each of them is asked with every text.
        for name, id_, quality in self.env.execute_query(SQL(" UNION ALL ").join(parts)):
            if len(found[name]) < limit:
                found[name].setdefault(id_, quality)
        return found

    @api.model
    def _find_sold(self, documents, limit):
        """Units that these documents sold: quality by id.

        :param dict documents: see :meth:`_find_documents`
        """
        found = {}
        for name, condition in SOLD_BY.items():
            known = documents[name]
            for quality in sorted(set(known.values())):
                ids = [id_ for id_, own in known.items() if own == quality]
                rules = self.env["raya.asset"]._search([], order="id desc", limit=limit)
                rules.add_where(SQL(condition, ids=ids))
                for (unit,) in self.env.execute_query(rules.select()):
                    found.setdefault(unit, quality)
        return found

    @api.model
    def _select_numbered(self, name, sought, limit, is_whole=False):
        """Queries of the records whose number this is, or ends with it, that the reader may see, the best first."""
        model = self.env[name].with_context(active_test=False)
        unaccent = self.env.registry.unaccent
        column = unaccent(SQL("%s.name", SQL.identifier(model._table), to_flush=model._fields["name"]))
        parts = []
        for quality, condition in self._get_number_conditions(column, sought, is_whole).items():
            rules = model._search([])
            rules.add_where(condition)
            rules.limit = limit
            columns = SQL("%s", name), SQL.identifier(model._table, "id"), SQL("%s", quality)
            parts.append(SQL("(%s)", rules.select(*columns)))
        return parts

    @api.model
    def _get_number_conditions(self, column, sought, is_whole):
        text = sought.text
        conditions = {EXACT: self._is_number(column, "", text)}
        if is_whole:
            return conditions
        # Few digits are the end of every number, or of its year: then they are a whole one without its zeros.
        ends = ["%"] if len(text) > desk_text.SHORTEST_INSIDE else ["%/", "%00"]
        patterns = [self._is_number(column, end, text) for end in ends]
        conditions[ENDS] = SQL("(%s)", SQL(" OR ").join(patterns))
        return conditions

    @api.model
    def _is_number(self, column, before, text):
        whole, last = before + escape_psql(text), desk_text.last_part(text)
        if last == text:
            return SQL("%s ILIKE %s", column, whole)
        # What all numbers begin with would be looked up in the index for each of them.
        return SQL("(%s ILIKE %s AND (%s || '') ILIKE %s)", column, f"%{escape_psql(last)}", column, whole)
