from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.raya_asset_merge_mixin import list_other_serials


class RayaAssetMerge(models.TransientModel):
    """Asks which of several files of one unit stays."""

    _name = "raya.asset.merge"
    _description = "Merge Product Files"
    _inherit = ["raya.form.mixin"]

    asset_ids = fields.Many2many("raya.asset", string="Files of One Unit", required=True)
    kept_id = fields.Many2one(
        "raya.asset",
        "File That Stays",
        compute="_compute_kept_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('id', 'in', asset_ids)]",
        ondelete="cascade",
    )
    wrong_serials = fields.Char("Serial Numbers That Go", compute="_compute_wrong_serials")
    is_one_unit = fields.Boolean(
        "They are one unit: a serial number was typed wrongly",
        help="The file that stays tells which other serial numbers were typed for it.",
    )

    @api.depends("asset_ids")
    def _compute_kept_id(self):
        """The file that a document of sale opened, else the oldest in use."""
        for merge in self:
            oldest = merge.asset_ids.sorted(
                lambda asset: (
                    asset.state not in ("active", "pending"),
                    not (asset.sale_line_id or asset.invoice_line_id),
                    asset.id,
                )
            )
            merge.kept_id = oldest[:1]

    @api.depends("asset_ids", "kept_id")
    def _compute_wrong_serials(self):
        for merge in self:
            merge.wrong_serials = list_other_serials(merge.kept_id, merge.asset_ids)

    def action_merge(self):
        self.ensure_one()
        self.asset_ids.check_access("write")
        if self.wrong_serials and not self.is_one_unit:
            raise UserError(
                self.env._(
                    "%(others)s is the serial number of another unit, as it stands. If it was typed wrongly and these "
                    "files are of one unit, say so in the form; else leave them apart.",
                    others=self.wrong_serials,
                )
            )
        # Managers decide, as the access rights of this form say; what belongs to
        # the files may be out of their reach.
        self.asset_ids.sudo()._merge_into(self.kept_id.sudo())
        return self.kept_id._get_records_action()
