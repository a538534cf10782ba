from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.raya_service_base.models.raya_number_mixin import WITHOUT

from .raya_call_stage import OPEN_STATES
from .raya_call_unit_mixin import COVERAGE_FACTS

KINDS = [
    ("repair", "Repair"),
    ("installation", "Installation"),
    ("periodic", "Periodic Service"),
    ("complaint", "Complaint"),
    ("question", "Question"),
]
PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Urgent")]
CHANNELS = [
    ("staff", "Entered by Staff"),
    ("phone", "Phone"),
    ("label", "Label of the Unit"),
    ("mail", "E-Mail"),
    ("portal", "Customer Portal"),
    ("walk_in", "At the Counter"),
]


class RayaCall(models.Model):
    """A customer's request about one unit."""

    _name = "raya.call"
    _description = "Service Call"
    _inherit = [
        "raya.call.complaint.mixin",
        "raya.call.conversation.mixin",
        "raya.call.mail.mixin",
        "raya.call.merge.mixin",
        "raya.call.portal.mixin",
        "raya.call.proposal.mixin",
        "raya.call.referral.mixin",
        "raya.call.sla.mixin",
        "raya.call.stage.mixin",
        "raya.call.statement.mixin",
        "raya.call.unit.mixin",
        "raya.import.document.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "raya.transition.mixin",
        "raya.number.mixin",
    ]
    _order = "date_reported desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_id.name", "asset_id.serial"]
    _sequence_code = "raya.call"
    _protected_fields = frozenset(
        {"state", "date_done", "merged_into_id", "repeat_of_id", "told_status", "told_reason", "told_lang", "told_date"}
        | {"date_customer_wrote"}
    )

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index=True,
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Company of the Customer"
    )
    phone = fields.Char(related="partner_id.phone")
    asset_id = fields.Many2one(
        "raya.asset",
        "Product File",
        check_company=True,
        index="btree_not_null",
        domain="asset_domain",
        ondelete="restrict",
        tracking=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="product_domain",
        check_company=True,
        index="btree_not_null",
    )
    kind = fields.Selection(KINDS, default="repair", required=True, index=True, tracking=True)
    priority = fields.Selection(PRIORITIES, default="0", required=True, index=True, tracking=True)
    tag_ids = fields.Many2many("raya.call.tag", string="Tags")
    channel = fields.Selection(CHANNELS, "Came by", default="staff", required=True, copy=False)
    preferred_times = fields.Char(help="When a visit suits the customer, in their words.")
    date_promised = fields.Date("Promised For", copy=False, tracking=True, help="The day told to the customer.")
    # Counts requests from one place; which place it is cannot be read from it.
    caller_origin = fields.Char(readonly=True, copy=False, index="btree_not_null", groups="base.group_system")
    date_reported = fields.Datetime(
        "Reported On", required=True, default=fields.Datetime.now, copy=False, tracking=True
    )
    stage_id = fields.Many2one(
        "raya.call.stage",
        default=lambda self: self._get_stage("new"),
        required=True,
        copy=False,
        index=True,
        group_expand="_read_group_expand_full",
        ondelete="restrict",
        tracking=True,
    )
    state = fields.Selection(related="stage_id.kind", string="State", store=True, index=True)
    # The desk asks it while somebody types; most calls are closed.
    _phone_keys_idx = models.Index(
        lambda registry: (
            f"USING gin ((' ' || phone_keys || ' ') gin_trgm_ops) WHERE state IN {OPEN_STATES}"
            if registry.has_trigram
            else ""
        )
    )
    has_meter = fields.Boolean(related="asset_id.has_meter")
    meter_summary = fields.Char(related="asset_id.meter_summary")

    @api.depends("asset_id", "caller_id")
    def _compute_partner_id(self):
        """The owner of the unit; who calls, where nobody else is known."""
        for call in self:
            call.partner_id = call.asset_id.partner_id or call.partner_id or call.caller_id

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for call in self:
            call.display_name = call.name if call.name not in (False, WITHOUT) else self.env._("New call")

    @api.depends("asset_id")
    def _compute_product_id(self):
        for call in self:
            call.product_id = call.asset_id.product_id or call.product_id

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        begun = calls.filtered(lambda call: call.state != "new")
        if begun and not self.env.su:
            raise UserError(
                self.env._(
                    "A call begins as new. Record it first, then move it to %(stage)s.", stage=begun[0].stage_id.name
                )
            )
        calls._on_opened()
        return calls

    def write(self, vals):
        """Another stage is an action with its checks, as when a card is dragged."""
        if not vals.get("stage_id") or self.env.su:
            self._check_unprotected(self._get_protected_fields() & vals.keys())
            before = {call: call.state for call in self}
            told = self.env["raya.call.history"]._get_told(self) if COVERAGE_FACTS & vals.keys() else {}
            done = super().write(vals)
            self.env["raya.call.history"]._note_other_answers(told)
            self._on_changed(vals.keys(), before)
            return done
        if len(vals) > 1:
            raise UserError(
                self.env._("A call changes its stage alone. Move it to the other stage first, then change the rest.")
            )
        self.env["raya.call.stage"].browse(vals["stage_id"])._take(self)
        return True

    # --- hooks: what else happens, chapter by chapter; floors above extend them -------

    def _on_opened(self):
        """Calls were made, by whatever door; in one batch, after all their fields are written."""
        self._fit_stages()
        self.env["raya.sla"]._start(self)
        self.env["raya.mail.outbox"]._note_stage(self)

    def _on_changed(self, names, before):
        """Calls were written, by a person or an action.

        :param names: names of the written fields
        :param dict before: state of each call before, by call
        """
        if "team_id" in names:
            self._fit_stages()
        if not {"team_id", "user_id"}.isdisjoint(names):
            self.env["raya.referral"]._end_others(self)
        if "stage_id" in names:
            self.env["raya.mail.outbox"]._note_stage(self)
        # Whoever gave a call to another team may read it no more.
        moved = self.filtered(lambda call: call.sudo().state != before[call])
        if moved:
            moved._on_moved(before)
        self.env["raya.sla"]._follow(self, names)

    def _on_moved(self, before):
        """Calls came to another kind of stage.

        :param dict before: state of each call before, by call
        """
        self.env["raya.sla"]._move(self, before)
        self.env["raya.referral"]._answer_by_work(self)

    def _on_referred(self, referrals):
        """Calls were handed over to a team, perhaps to a technician.

        :param referrals: the ``raya.referral`` of each of these calls, in their order
        """
        referrals._tell()

    def _on_answered(self, date):
        """The customer got an answer that they can read; internal notes are none.

        :param datetime date: when, in UTC
        """
        # What was written is a fact: whoever answers need not have the right to change it.
        self.filtered("date_customer_wrote").sudo().date_customer_wrote = False
        self.env["raya.sla"]._answer(self, date)

    def _on_customer_wrote(self, date):
        """The customer wrote to a call, by mail or on the portal; machines that answer for them do not count.

        Extended by what waits for them. A call that waited for the customer goes on; one that was
        closed a short while ago is reopened.

        :param datetime date: when, in UTC
        """
        self.sudo().date_customer_wrote = date
        self.env["raya.mail.intake"]._go_on(self)
        self.env["raya.sla"]._ask(self, date)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_referred(self):
        started = self.filtered(lambda call: call.state not in ("new", "cancelled"))
        if started:
            raise UserError(
                self.env._(
                    "%(call)s was referred already. Cancel it instead of deleting it.",
                    call=started[0].name,
                )
            )

    def _check_operator(self):
        if not self.env.su and not self.env.user.has_group("raya_service_base.group_service_operator"):
            raise AccessError(self.env._("Only a call operator refers or cancels calls. Ask one to do it."))

    @api.model
    def action_view_todo(self):
        """The calls, opened on what the user has to do with them."""
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        has_role = self.env.user.has_group
        if has_role("raya_service_base.group_service_manager"):
            wanted = ()
        elif has_role("raya_service_base.group_service_dispatcher"):
            wanted = ("my_team",)
        elif has_role("raya_service_base.group_service_operator"):
            wanted = ("not_referred",)
        else:
            wanted = ("mine",) if has_role("raya_service_base.group_service_technician") else ()
        if wanted == ("mine",):
            mine = self.env.ref("raya_service_calls.raya_call_view_kanban_mine").id
            action["views"] = [(mine if kind == "kanban" else view, kind) for view, kind in action["views"]]
        return {**action, "context": {f"search_default_{name}": 1 for name in ("open", *wanted)}}

    def action_record_reading(self):
        """The customer says what the meter reads."""
        self.ensure_one()
        action = self.asset_id.action_record_reading()
        context = {**action["context"], "default_call_id": self.id, "default_date": self._get_report_date()}
        return {**action, "context": context}

    @api.model
    def _get_stage(self, kind, team=None):
        """First stage of a kind: of those of the team, else of those that all teams pass.

        :param team: a ``raya.team``, if it is known
        :raises UserError: when the configuration has none left
        """
        stages = self.env["raya.call.stage"].search([("kind", "=", kind)])
        own = stages.filtered(lambda stage: team and team in stage.team_ids)
        stage = (own or stages.filtered(lambda stage: not stage.team_ids))[:1]
        if not stage:
            labels = dict(self.env["raya.call.stage"]._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "No call stage is of the kind %(kind)s. Create one in Configuration / Call Stages.",
                    kind=labels[kind],
                )
            )
        return stage

    def _get_report_date(self):
        """The day of the call where the company works: warranty counts by this
        day, and it must be the same for every reader."""
        return self.company_id._raya_get_day(self.date_reported)
