from odoo import api, fields, models


class RayaWarranty(models.Model):
    """Coverages that a document grants, and takes back when it is undone."""

    _inherit = "raya.warranty"

    date_granted = fields.Date(
        "Granted On", readonly=True, help="The day of the document that granted this coverage, such as its invoice."
    )
    is_withdrawn = fields.Boolean(
        "Taken Back", readonly=True, help="The document that granted it was undone: it is void as long as that holds."
    )

    origin_name = fields.Char("Name of Its Document", compute="_compute_origin_document", compute_sudo=False)
    can_open_origin = fields.Boolean(compute="_compute_origin_document", compute_sudo=False)

    _origin_idx = models.Index("(origin) WHERE origin IS NOT NULL")

    @api.depends("origin")
    @api.depends_context("uid")
    def _compute_origin_document(self):
        for warranty in self:
            document = warranty._get_origin_document()
            warranty.origin_name = document.display_name if document else False
            # Who reads a coverage reads the name of what granted it, and opens it if he may.
            warranty.can_open_origin = bool(document) and document.sudo(False).has_access("read")

    def _get_origin_document(self):
        """The order, invoice or other document that people open, in superuser mode."""
        line = self.origin.sudo().exists() if self.origin else None
        if not line:
            return line
        header = {"sale.order.line": "order_id", "account.move.line": "move_id"}.get(line._name)
        return line[header] if header else line

    def action_view_origin(self):
        self.ensure_one()
        return self._get_origin_document().sudo(False)._get_records_action()

    @api.model
    def _selection_origin(self):
        lines = {"sale.order.line": self.env._("Order Line"), "account.move.line": self.env._("Invoice Line")}
        return [*super()._selection_origin(), *lines.items()]

    def _get_evidence(self):
        """Of a granted coverage its document is the sale, or the repair."""
        evidence = super()._get_evidence()
        if self.date_granted:
            evidence |= {"invoice": self.date_granted, "repair": self.date_granted}
        return evidence

    @api.model
    def _sync_grants(self, papers, grants):
        """Bring the coverages that documents grant to what they grant now.

        Safe to call after every event and as often as one likes. A coverage that
        is granted no more is deleted; one that may have decided something stays,
        void, with an event that says why.

        :param dict papers: by reference of each document looked at, such as
            ``sale.order.line,7``, the names of the papers that say what it grants
        :param list grants: values of every coverage that these documents grant:
            ``asset_id``, ``policy_id``, ``origin``, ``date_granted``, ``line_ids``
        """
        wanted = {(values["asset_id"], values["policy_id"], values["origin"]): values for values in grants}
        known = self.search([("origin", "in", list(papers))])
        present = {key: warranty for warranty in known for key in warranty._get_grant_keys() if key in wanted}
        gone = known.filtered(lambda warranty: not present.keys() & warranty._get_grant_keys())
        assets = known.asset_id
        gone._take_back(papers)
        for key, warranty in present.items():
            warranty._confirm_grant(wanted[key]["date_granted"], papers)
        fresh = self.create([values for key, values in wanted.items() if key not in present])
        # Also those that stay: extensions queue up behind one another.
        (assets | fresh.asset_id).warranty_ids._sync_dates()

    def _get_origin_key(self):
        return f"{self.origin._name},{self.origin.id}"

    def _get_grant_key(self):
        return self.asset_id.id, self.policy_id.id, self._get_origin_key()

    def _get_grant_keys(self):
        """What a document granted may have moved to another unit since then."""
        return {warranty._get_grant_key() for warranty in self._get_lineage()}

    def _take_back(self, papers):
        kept = self._get_touched()
        (self - kept).unlink()
        # A coverage that people voided stays theirs, and so does one that they
        # reinstated after it was taken back.
        # What has moved to another unit is taken back there.
        standing = kept.filtered(lambda warranty: warranty.standing not in ("void", "moved"))
        for warranty in standing.filtered(lambda warranty: not warranty.is_withdrawn):
            reason = self.env._("Taken back: see %(documents)s.", documents=papers[warranty._get_origin_key()])
            warranty._record_event("void", reason, warranty._get_next_event_date())
            warranty.is_withdrawn = True

    def _confirm_grant(self, date_granted, papers):
        if self.is_withdrawn:
            self.is_withdrawn = False
            if self.standing == "void":
                reason = self.env._("Granted again: see %(documents)s.", documents=papers[self._get_origin_key()])
                self._record_event("reinstate", reason, self._get_next_event_date())
        if self.date_granted != date_granted:
            self.date_granted = date_granted

    def _get_next_event_date(self):
        """Today, or the day of a later event that people entered before."""
        return max([self.company_id._raya_get_day(), *self._get_marking_dates()])
