from odoo import fields, models

from odoo.addons.raya_service_asset.tools import sync

from ..tools import outcomes


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

    def _is_installed(self):
        """Whether the job really put a unit into use."""
        self.ensure_one()
        is_done = (self.outcome or outcomes.DONE) == outcomes.DONE
        return self.kind == "installation" and is_done and self.asset_id.state in sync.LIVE

    def _fill_installation_day(self):
        for workorder in self.filtered(lambda workorder: workorder._is_installed() and not workorder.date_installed):
            days = workorder.work_line_ids.filtered("date").mapped("date")
            workorder.date_installed = max(days) if days else workorder.company_id._raya_get_day()

    def _record_installations(self):
        """Tell the files of units that were installed the day and the place."""
        # The approved report tells it: no supervisor may write what a sale told.
        for workorder in self.sudo().filtered(lambda workorder: workorder._is_installed()):
            asset = workorder.asset_id
            site = workorder.site_id or asset.site_id
            values = {"date_installation": workorder.date_installed, "site_id": site.id}
            workorder.file_changes = {name: [_plain(asset[name]), _plain(value)] for name, value in values.items()}
            asset.write(values)

    def _take_back_installations(self):
        """The files say what they said before, unless somebody has corrected them since."""
        # The file is written as it was at the approval, by the program.
        for workorder in self.sudo().filtered("file_changes"):
            asset, changes = workorder.asset_id, workorder.file_changes
            asset.write({name: old for name, (old, new) in changes.items() if _plain(asset[name]) == new})
            workorder.file_changes = False


def _plain(value):
    """A date or a record as JSON keeps it."""
    if isinstance(value, models.BaseModel):
        return value.id
    return fields.Date.to_string(value) if value and not isinstance(value, int) else value or False
