from odoo import api, models
from odoo.exceptions import AccessError


class RayaLinkedMixin(models.AbstractModel):
    """A record of Odoo with links of ours, which the program sets when it makes or joins records, and nobody types.

    What Odoo lets its users do goes on as before; only these fields are not written, also not by RPC. A light kin of
    ``raya.protected.mixin``, which also says how records are made.
    """

    _name = "raya.linked.mixin"
    _description = "Record of Odoo with Links of the Program"

    # Each class names its own; those of all classes count together.
    _linked_fields = frozenset()

    def write(self, vals):
        names = frozenset() if self.env.su else self._get_linked_fields() & vals.keys()
        if names:
            raise AccessError(
                self.env._(
                    "%(field)s of %(record)s is set by the documents of the service. Change it there.",
                    field=self._fields[min(names)]._description_string(self.env),
                    record=self[:1].display_name or self._description,
                )
            )
        return super().write(vals)

    @api.model
    def _get_linked_fields(self):
        """Names of all fields that only the program writes."""
        return frozenset().union(*(vars(cls).get("_linked_fields", ()) for cls in type(self).__mro__))
