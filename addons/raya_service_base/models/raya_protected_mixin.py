from odoo import api, models
from odoo.exceptions import AccessError


class RayaProtectedMixin(models.AbstractModel):
    """Facts that only the program writes, never a person, also not by RPC."""

    _name = "raya.protected.mixin"
    _description = "Facts Written by the Program"

    # Each class names its own; those of the classes it inherits stay protected.
    _protected_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        protected = self._get_protected_fields()
        self._check_unprotected(protected.intersection(set().union(*vals_list)))
        # A new record in a column of the kanban view is not yet what the column says.
        # Only leaving the keys out brings the fields' own defaults back.
        hidden = {f"default_{name}" for name in protected}
        kept = {key: value for key, value in self.env.context.items() if key not in hidden}
        without_column = self.with_context(kept)  # pylint: disable=context-overridden
        return super(RayaProtectedMixin, without_column).create(vals_list)

    def write(self, vals):
        self._check_unprotected(self._get_protected_fields() & vals.keys())
        return super().write(vals)

    @api.model
    def _get_protected_fields(self):
        """Names of all fields that only the program writes."""
        return frozenset().union(*(vars(cls).get("_protected_fields", ()) for cls in type(self).__mro__))

    @api.model
    def _check_unprotected(self, names):
        """Refuse that a person sets these fields.

        :raises AccessError: when there are any, outside superuser mode
        """
        if names and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(field)s of %(model)s is set by the buttons of the form and by documents, not written.",
                    field=self._fields[min(names)]._description_string(self.env),
                    model=self.env["ir.model"]._get(self._name).name,
                )
            )
