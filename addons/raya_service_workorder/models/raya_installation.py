from odoo import fields, models

from odoo.addons.raya_service_asset.tools import sync

from ..tools import outcomes


class RayaInstallation(models.AbstractModel):
    """Tells the files of units what an approved installation says, and takes it back."""

    _name = "raya.installation"
    _description = "Installation of Units"

    def _fill_days(self, workorders):
        """The day of jobs that installed a unit and tell none: the last one on which something was done."""
        for workorder in workorders.filtered(_is_installed):
            if not workorder.date_installed:
                days = workorder.work_line_ids.filtered("date").mapped("date")
                workorder.date_installed = max(days) if days else workorder.company_id._raya_get_day()

    def _record(self, workorders):
        """Tell the files of units that were installed the day and the place."""
        # The approved report tells it: no supervisor may write what a sale told.
        for workorder in workorders.sudo().filtered(_is_installed):
            asset = workorder.asset_id
            site = workorder.site_id or asset.site_id
            values = {"date_installation": workorder.date_installed, "site_id": site.id}
            workorder.file_changes = {name: [_plain(asset[name]), _plain(value)] for name, value in values.items()}
            asset.write(values)

    def _take_back(self, workorders):
        """The files say what they said before, unless somebody has corrected them since."""
        # The file is written as it was at the approval, by the program.
        for workorder in workorders.sudo().filtered("file_changes"):
            asset, changes = workorder.asset_id, workorder.file_changes
            asset.write({name: old for name, (old, new) in changes.items() if _plain(asset[name]) == new})
            workorder.file_changes = False


def _is_installed(workorder):
    """Whether the job really put a unit into use."""
    is_done = (workorder.outcome or outcomes.DONE) == outcomes.DONE
    return workorder.kind == "installation" and is_done and workorder.asset_id.state in sync.LIVE


def _plain(value):
    """A date or a record as JSON keeps it."""
    if isinstance(value, models.BaseModel):
        return value.id
    return fields.Date.to_string(value) if value and not isinstance(value, int) else value or False
