from odoo import fields, models


class RayaWorkorderInstallationMixin(models.AbstractModel):
    """The installation of a unit: its approval tells the file, which starts the coverage."""

    _name = "raya.workorder.installation.mixin"
    _description = "Installation by a Job"
    _protected_fields = frozenset({"file_changes"})

    date_installed = fields.Date(
        "Installed On", copy=False, help="Empty: the last day on which something was done for it."
    )
    # What the approval wrote on the file, with what stood there before: an amendment takes it back.
    file_changes = fields.Json(copy=False, readonly=True)
