from odoo import models
from odoo.exceptions import UserError


class RayaVersionMixin(models.AbstractModel):
    """One version of something whose content stands still once people rely on it.

    The class declares what its content is; when it is closed and which versions
    belong together is said by its methods.
    """

    _name = "raya.version.mixin"
    _description = "Version"
    _inherit = ["raya.protected.mixin"]

    # Names of the fields that stand still in a closed version.
    _content_fields = frozenset()
    # The field that counts the versions of one thing.
    _version_field = "version"

    def write(self, vals):
        if not self._content_fields.isdisjoint(vals):
            self.check_access("write")
            self._check_open()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation is content, too."""
        if field_name in self._content_fields:
            self._check_open()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def _get_protected_fields(self):
        return super()._get_protected_fields() | {self._version_field}

    def _check_open(self):
        """Refuse to change the content of closed versions."""
        closed = self.filtered(lambda version: version._is_closed())
        if closed:
            raise UserError(closed[0]._get_closed_message())

    # Hooks, defined by each model

    def _is_closed(self):
        """Whether people rely on this version already."""
        raise NotImplementedError

    def _get_closed_message(self):
        """One sentence: why this version stands still, and what to do instead."""
        raise NotImplementedError

    def _get_versions(self):
        """All versions of the same thing, the oldest first."""
        raise NotImplementedError

    def _prepare_version_values(self):
        """What differs between the draft of the next version and this one."""
        return {}

    # Predecessor and successor

    def _get_previous_version(self):
        """The version before this one, if any."""
        self.ensure_one()
        number = self._version_field
        return self._get_versions().filtered(lambda version: version[number] < self[number])[-1:]

    def _create_next_version(self):
        """A draft with the content of this version, to be changed and put in force."""
        self.ensure_one()
        self.check_access("write")
        # Numbers and links between versions are the program's.
        return self.sudo().copy(self._prepare_version_values()).with_env(self.env)
