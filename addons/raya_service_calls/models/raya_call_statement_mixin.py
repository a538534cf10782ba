from odoo import api, fields, models


class RayaCallStatementMixin(models.AbstractModel):
    """What the customer says, line by line; its summaries; and whether they said it before."""

    _name = "raya.call.statement.mixin"
    _description = "Statements of a Call"

    statement_ids = fields.One2many("raya.statement", "call_id", "Statements", copy=True)
    # Readable at once and searched by; what is written here, as by an import, becomes lines.
    symptom_ids = fields.Many2many(
        "raya.symptom",
        string="Symptoms",
        compute="_compute_symptom_ids",
        inverse="_inverse_symptom_ids",
        store=True,
        domain="symptom_domain",
        tracking=True,
    )
    condition_ids = fields.Many2many(
        "raya.condition",
        string="When It Happens",
        compute="_compute_condition_ids",
        inverse="_inverse_condition_ids",
        store=True,
    )
    statement = fields.Text(
        "In the Customer's Words", compute="_compute_statement", inverse="_inverse_statement", store=True
    )
    show_all_symptoms = fields.Boolean("Offer All Symptoms", help="Also symptoms of other products.")
    symptom_domain = fields.Binary(compute="_compute_symptom_domain")
    repeat_of_id = fields.Many2one(
        "raya.call",
        compute="_compute_repeat_of_id",
        store=True,
        index="btree_not_null",
        help="The latest call before this one that came for the same unit and symptom.",
    )

    repeat_date = fields.Datetime("Reported Before On", compute="_compute_repeat")
    repeat_user_id = fields.Many2one("res.users", "Technician Before", compute="_compute_repeat")
    repeat_statement = fields.Text("Said Before", compute="_compute_repeat")

    @api.depends("statement_ids.symptom_id")
    def _compute_symptom_ids(self):
        for call in self:
            call.symptom_ids = call.statement_ids.symptom_id

    @api.depends("statement_ids.condition_ids")
    def _compute_condition_ids(self):
        for call in self:
            call.condition_ids = call.statement_ids.condition_ids

    @api.depends("statement_ids.words", "statement_ids.sequence")
    def _compute_statement(self):
        for call in self:
            call.statement = call.statement_ids._join_words()

    @api.depends("product_id", "show_all_symptoms")
    def _compute_symptom_domain(self):
        Symptom = self.env["raya.symptom"]
        for call in self:
            product = call.product_id[:0] if call.show_all_symptoms else call.product_id
            call.symptom_domain = list(Symptom._applicable_domain(product))

    @api.depends("asset_id", "date_reported", "symptom_ids")
    def _compute_repeat_of_id(self):
        """One search for any number of calls; what came before does not change by what comes after."""
        found = self.env["raya.call.history"]._find_repeated(self)
        for call in self:
            call.repeat_of_id = found[call]

    @api.depends("repeat_of_id")
    @api.depends_context("uid")
    def _compute_repeat(self):
        """What the earlier call was about, for who may read it; its number is no secret."""
        for call in self:
            earlier = call.repeat_of_id._filtered_access("read")
            call.repeat_date = earlier.date_reported
            call.repeat_user_id = earlier.user_id
            call.repeat_statement = earlier.statement

    def _inverse_symptom_ids(self):
        values = []
        for call in self:
            told = call.statement_ids
            gone = told.filtered(lambda line, call=call: line.symptom_id - call.symptom_ids)
            # What they said in their own words stays.
            gone.symptom_id = False
            added = call.symptom_ids - told.symptom_id
            free = told.filtered(lambda line: not line.symptom_id)
            for line, symptom in zip(free, added, strict=False):
                line.symptom_id = symptom
            values += [{"call_id": call.id, "symptom_id": symptom.id} for symptom in added[len(free) :]]
        self.env["raya.statement"].create(values)
        self.statement_ids._drop_empty()

    def _inverse_condition_ids(self):
        for call in self:
            for line in call.statement_ids:
                line.condition_ids &= call.condition_ids
        added = {call: call.condition_ids - call.statement_ids.condition_ids for call in self}
        for call, line in self.env["raya.statement"]._get_first(self.filtered(added.get)).items():
            line.condition_ids |= added[call]
        self.statement_ids._drop_empty()

    def _inverse_statement(self):
        changed = self.filtered(lambda call: (call.statement or "") != call.statement_ids._join_words())
        texts = {call: call.statement for call in changed}
        changed.statement_ids.words = False
        for call, line in self.env["raya.statement"]._get_first(changed.filtered(texts.get)).items():
            line.words = texts[call]
        changed.statement_ids._drop_empty()

    @api.constrains("symptom_ids", "product_id")
    def _check_symptoms_applicable(self):
        for call in self:
            call.symptom_ids._check_applicable(call.product_id)

    @api.onchange("product_id")
    def _onchange_product_warn(self):
        return self.symptom_ids._get_applicability_warning(self.product_id)

    @api.onchange("statement_ids")
    def _onchange_statements_urgent(self):
        if any(self.statement_ids.mapped("is_safety")):
            self.priority = "2"

    # --- repeat calls -----------------------------------------------------------------

    def _is_repeat_of(self, earlier):
        """Whether the customer calls again for what an earlier call for the same unit was about.

        Extended by add-ons that know what was found: the same component or fault makes a
        repeat as well. They recompute ``repeat_of_id`` when they learn it.

        :param earlier: a ``raya.call`` for the same unit within the days of a repeat, in superuser mode
        """
        return bool(self.symptom_ids._origin & earlier.symptom_ids)
