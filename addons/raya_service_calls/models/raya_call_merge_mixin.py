from odoo import fields, models


class RayaCallMergeMixin(models.AbstractModel):
    """Two calls for one request become one; the other stays as its tombstone."""

    _name = "raya.call.merge.mixin"
    _description = "Merged Calls"

    merged_into_id = fields.Many2one(
        "raya.call",
        "Merged Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )

    def _get_living(self):
        """The call in which each of these lives on; itself where it was not merged. Chains are resolved.

        :return: as many living calls as there are, each once
        """
        # A tombstone leads everybody who may read it to the call that answers for it.
        living = self
        while merged := living.filtered("merged_into_id"):
            living = (living - merged) | merged.sudo().merged_into_id.sudo(self.env.su)
        return living
