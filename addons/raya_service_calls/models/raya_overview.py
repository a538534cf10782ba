from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .raya_call_stage import OPEN_STATES

# Nobody reads larger figures, and counting further takes long.
COUNTED = 10_000
IS_OPEN = Domain("state", "in", OPEN_STATES)
# As the page *To Refer* and the filters of the same names have it; deadlines pass without anybody writing.
IS_UNASKED = Domain("state", "=", "referred") & Domain("referral_state", "in", ("declined", "withdrawn"))
TO_REFER = Domain("state", "=", "new") | IS_UNASKED
LATE = Domain("sla_state", "=", "late") | Domain("sla_due", "<", "now")
RUNNING_SHORT = [("date_ended", "=", False), ("date_warn", "<=", "now"), ("date_due", ">=", "now")]
AT_RISK = Domain("sla_state", "in", ("ok", "at_risk")) & Domain("sla_ids", "any", RUNNING_SHORT)


class RayaOverview(models.AbstractModel):
    """The manager's first page: how many of what, each with its list behind it."""

    _name = "raya.overview"
    _description = "Overview of the Service"

    @api.model
    def get_tiles(self):
        """Figures of today, counted for whoever asks.

        :return: list of dicts ``key``, ``label``, ``count`` (to read), ``model``, ``domain`` and ``colour``
            (a colour of Bootstrap; danger and warning only where something is to be done)
        :raises AccessError: for those who lead nothing
        """
        if not self.env.user.has_group("raya_service_base.group_service_dispatcher"):
            raise AccessError(self.env._("Only service managers and dispatchers see the overview."))
        return [self._prepare_tile(*tile) for tile in self._get_tiles()]

    @api.model
    def _get_tiles(self):
        """Hook: tuples ``(key, label, model, domain, colour)``; floors above add theirs to ``super()``."""
        today = self.env.company._raya_get_day()
        covering = [("date_start", "<=", today), ("date_end", ">=", today), ("standing", "=", "normal")]
        running = Domain("warranty_ids", "any", covering)
        return [
            ("open", self.env._("Open calls"), "raya.call", IS_OPEN, "primary"),
            ("to_refer", self.env._("To refer"), "raya.call", TO_REFER, "warning"),
            ("late", self.env._("Late"), "raya.call", IS_OPEN & LATE, "danger"),
            ("at_risk", self.env._("At risk"), "raya.call", IS_OPEN & AT_RISK, "warning"),
            (
                "repeat",
                self.env._("Repeat calls"),
                "raya.call",
                IS_OPEN & Domain("repeat_of_id", "!=", False),
                "warning",
            ),
            (
                "in_warranty",
                self.env._("Units in warranty"),
                "raya.asset",
                running & Domain("state", "=", "active"),
                "success",
            ),
        ]

    def _prepare_tile(self, key, label, model, domain, colour):
        count = self.env[model].search_count(domain, limit=COUNTED + 1)
        return {
            "key": key,
            "label": label,
            "count": f"{COUNTED:n}+" if count > COUNTED else str(count),
            "model": model,
            "domain": list(domain),
            "colour": colour if count else "secondary",
        }
