from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.linking import repoint

from .raya_call_stage import OPEN_STATES

# Facts that the call that lives on takes over where it has none.
TAKEN_OVER = (
    "asset_id",
    "product_id",
    "caller_id",
    "caller_name",
    "caller_phone",
    "contact_phone",
    "site_id",
    "preferred_times",
    "date_promised",
    "team_id",
    "user_id",
)
# Who was asked for a call, and how long it took, is its own: the call that lives on has its own referrals and clocks.
STAY = ("raya.referral", "raya.sla")


class RayaCallMerging(models.AbstractModel):
    """Makes one call of several: checks, moves what belongs to them, and leaves tombstones."""

    _name = "raya.call.merging"
    _description = "Merging of Calls"

    @api.model
    def _merge(self, calls, living, confirmed):
        """See ``raya.call._merge_into()``, whose rights are checked already.

        :param living: the call that stays, no tombstone itself
        """
        living.ensure_one()
        dead = calls - living
        both = dead | living
        both.check_access("write")
        locking.lock(both)
        both.invalidate_recordset()
        self._check_mergeable(dead, living, confirmed)
        # Who merges need not own the messages, files and jobs that move along.
        self._bury(dead.sudo(), living.sudo())

    def _bury(self, dead, living):
        facts = self._prepare_taken_over(dead, living)
        dead._on_merging(living)
        self._release(dead)
        told = dead.statement_ids
        repoint(dead.browse(), {call.id: living.id for call in dead}, besides=STAY)
        told.modified(["call_id"])
        living.modified(["statement_ids"])
        living.write(facts)
        names = format_list(self.env, dead.mapped("name"))
        living.message_post(body=self.env._("Merged into this call: %(calls)s.", calls=names))
        for call in dead:
            call.message_post(body=self.env._("Merged into %(call)s.", call=living.name))
        for stage, calls in dead.grouped(lambda call: call._get_stage("cancelled", call.team_id)).items():
            calls.write({"merged_into_id": living.id, "stage_id": stage.id, "date_done": fields.Datetime.now()})

    def _release(self, dead):
        """Nobody is asked for these calls any more, nor waits for them."""
        dead.filtered(lambda call: call.referral_state == "waiting").referral_id._answer("withdrawn")
        dead._drop_activities()
        self.env["raya.sla"]._end_of(dead)

    def _prepare_taken_over(self, dead, living):
        """What only one of the other calls knows, as values of the one that stays."""
        values = {}
        for name in TAKEN_OVER:
            known = [call[name] for call in dead if call[name]]
            if known and not living[name]:
                values[name] = dead._fields[name].convert_to_write(known[0], dead)
        if "user_id" in values and "team_id" not in values:
            del values["user_id"]
        values["date_reported"] = min((dead | living).mapped("date_reported"))
        values["priority"] = max((dead | living).mapped("priority"))
        return values

    def _check_mergeable(self, dead, living, confirmed):
        calls = dead | living
        if not dead:
            raise UserError(self.env._("Choose at least two calls for the same request."))
        if len(calls.company_id) > 1:
            raise UserError(self.env._("These calls are of different companies. Only calls of one can be merged."))
        over = dead.filtered(lambda call: call.state not in OPEN_STATES)[:1]
        if over:
            raise UserError(
                self.env._(
                    "%(call)s is closed already. Choose it as the call that stays, or leave it out.", call=over.name
                )
            )
        if len(calls.asset_id) > 1:
            raise UserError(self.env._("These calls are for different units, so they are different requests."))
        customers = calls.partner_id.commercial_partner_id
        if len(customers) > 1 and not confirmed:
            raise UserError(
                self.env._(
                    "These are calls of different customers: %(customers)s. Each could read what the other wrote."
                    " Confirm that it is one request.",
                    customers=format_list(self.env, customers.mapped("display_name")),
                )
            )
