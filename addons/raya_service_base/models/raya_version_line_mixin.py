from odoo import api, models


class RayaVersionLineMixin(models.AbstractModel):
    """A line of a version: it stands still with it, and neither leaves nor joins one that is closed."""

    _name = "raya.version.line.mixin"
    _description = "Line of a Version"

    # The many2one to the version, which inherits ``raya.version.mixin``.
    _line_of = None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_version_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_version_open()
        result = super().write(vals)
        if self._line_of in vals:
            self._check_version_open()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation is content, too."""
        self._check_version_open()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_version_open()

    def _check_version_open(self):
        """
        :raises UserError: why the version of one of these lines stands still
        """
        self[self._line_of]._check_open()
