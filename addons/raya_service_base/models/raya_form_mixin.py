from odoo import api, models


class RayaFormMixin(models.AbstractModel):
    """A form that asks people for something. It tells nothing of records that they may not open."""

    _name = "raya.form.mixin"
    _description = "Form"

    @api.model_create_multi
    def create(self, vals_list):
        """A form has no company and no team by which Odoo would check what it names."""
        defaults = self._raya_get_context_defaults()
        for vals in vals_list:
            self._raya_check_reach({**defaults, **vals})
        return super().create(vals_list)

    def write(self, vals):
        self._raya_check_reach(vals)
        return super().write(vals)
