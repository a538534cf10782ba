from odoo import api, models
from odoo.exceptions import AccessError


class RayaLinkedMixin(models.AbstractModel):
    """A record of Odoo with links of ours, which the program sets when it makes or joins records, and nobody types.

    What Odoo lets its users do goes on as before; only these fields are not typed, at no door: by RPC neither when a
    record is made nor later. A light kin of ``raya.protected.mixin``, which also says how records are made.
    """

    _name = "raya.linked.mixin"
    _description = "Record of Odoo with Links of the Program"

    # Each class names its own; those of all classes count together.
    _linked_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            linked = self._get_linked_fields()
            # Odoo may pass on what is empty, as it does with what it copies.
            self._check_unlinked({name for vals in vals_list for name in linked & vals.keys() if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_unlinked(self._get_linked_fields() & vals.keys())
        return super().write(vals)

    def _check_unlinked(self, names):
        """:raises AccessError: names the first of these fields, if there is any"""
        if names:
            raise AccessError(
                self.env._(
                    "%(field)s of %(record)s is set by the documents of the service. Change it there.",
                    field=self._fields[min(names)]._description_string(self.env),
                    record=self[:1].display_name or self._description,
                )
            )

    @api.model
    def _get_linked_fields(self):
        """Names of all fields that only the program writes."""
        return frozenset().union(*(vars(cls).get("_linked_fields", ()) for cls in type(self).__mro__))
