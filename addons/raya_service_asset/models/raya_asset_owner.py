from odoo import api, fields, models


class RayaAssetOwner(models.Model):
    """Who owned a unit, and how they came to it. It is never edited."""

    _name = "raya.asset.owner"
    _description = "Owner of a Unit"
    _inherit = ["raya.bounds.mixin"]
    # Its own fields say who wrote it and since when it holds.
    _log_access = False
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    # Not read-only: told on creation, it is not computed once more for each.
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, readonly=False, index=True
    )
    partner_id = fields.Many2one("res.partner", "Owner", required=True, index=True, ondelete="restrict")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", help="The day on which the unit changed hands. Empty: the owner of today.")
    how = fields.Selection(
        [
            ("sale", "Sale"),
            ("transfer", "Transferred"),
            ("import", "Recorded"),
            ("correction", "Correction"),
        ],
        "Came By",
        required=True,
    )
    note = fields.Text("Reason")
    user_id = fields.Many2one("res.users", "Author", required=True, default=lambda self: self.env.user)

    _one_today = models.UniqueIndex("(asset_id) WHERE date_to IS NULL", "A unit has one owner at a time.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "Owners cannot give a unit away before they had it."
    )

    @api.depends("asset_id.company_id")
    def _compute_company_id(self):
        for owner in self:
            owner.company_id = owner.asset_id.company_id
