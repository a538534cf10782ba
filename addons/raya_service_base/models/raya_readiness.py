from odoo import api, models
from odoo.exceptions import AccessError


class RayaReadiness(models.AbstractModel):
    """What a company has set up for its service, and what is missing; each floor adds its rows."""

    _name = "raya.readiness"
    _description = "Readiness of the Service"

    @api.model
    def get_rows(self):
        """The list, what is missing first.

        :return: list of dicts ``key``, ``label``, ``is_ready``, ``sentence`` (what there is, or
            what is missing and what follows from it) and ``action`` (where it is set)
        :raises AccessError: for those who set nothing up
        """
        if not self.env.user.has_groups("base.group_system,raya_service_base.group_service_manager"):
            raise AccessError(self.env._("Only service managers and administrators see what is set up."))
        return sorted(self._get_rows(), key=lambda row: row["is_ready"])

    @api.model
    def _get_rows(self):
        """Hook: floors add ``[*super()._get_rows(), self._prepare_row(…)]``, in the order of setting up."""
        return []

    @api.model
    def _prepare_row(self, key, label, is_ready, sentence, action):
        """One row of :meth:`get_rows`.

        :param action: external id of the window action in which it is set
        """
        return {
            "key": key,
            "label": label,
            "is_ready": bool(is_ready),
            "sentence": sentence,
            "action": action,
        }
