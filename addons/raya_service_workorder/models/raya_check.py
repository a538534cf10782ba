from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_web_persian.tools.digits import plain_number

CHECK_KINDS = [
    ("do", "Do"),
    ("check", "Check: Yes or No"),
    ("measure", "Measure"),
    ("text", "Write a Text"),
    ("choice", "Choose"),
    ("photo", "Take a Photo"),
]
ANSWERS = frozenset({"answer", "measured", "text", "choice", "photo"})
# What the procedure says of a step; the job keeps it as it was.
OF_STEP = ("kind", "is_required", "unit", "minimum", "maximum", "has_minimum", "has_maximum", "choices")


class RayaCheck(models.Model):
    """One step of a procedure, or point of a checklist, and what was answered on the job."""

    _name = "raya.check"
    _description = "Check of a Job"
    _inherit = ["raya.workorder.line.mixin"]
    _protected_fields = frozenset(
        {
            *OF_STEP,
            "workorder_id",
            "work_line_id",
            "step_id",
            "checklist_line_id",
            "name",
            "is_safety",
            "answered_by_id",
            "answered_date",
        }
    )

    work_line_id = fields.Many2one(
        "raya.work.line", "Service", required=True, index=True, ondelete="cascade", check_company=True
    )
    step_id = fields.Many2one("raya.procedure.step", index="btree_not_null", ondelete="restrict")
    checklist_line_id = fields.Many2one("raya.checklist.line", index="btree_not_null", ondelete="set null")
    name = fields.Text("What to Do", required=True, translate=True)
    kind = fields.Selection(CHECK_KINDS, required=True)
    is_required = fields.Boolean("Required")
    is_safety = fields.Boolean("Safety Step")
    safety_note = fields.Text(related="step_id.safety_note")
    picture = fields.Image(related="step_id.picture")
    unit = fields.Char(translate=True)
    minimum = fields.Float(digits=(16, 4))
    maximum = fields.Float(digits=(16, 4))
    has_minimum = fields.Boolean()
    has_maximum = fields.Boolean()
    choices = fields.Text(translate=True)
    expected = fields.Char(compute="_compute_expected")
    answer = fields.Selection([("yes", "Yes"), ("no", "No")])
    measured = fields.Char(help="The number that was measured, without its unit.")
    value = fields.Float("Measured Value", compute="_compute_value", store=True, digits=(16, 4), aggregator=None)
    text = fields.Text()
    choice = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)
    is_answered = fields.Boolean("Answered", compute="_compute_is_answered")
    is_out_of_range = fields.Boolean("Out of Range", compute="_compute_is_out_of_range")
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    answered_date = fields.Datetime("Answered On", readonly=True, copy=False)

    _step_once = models.UniqueIndex(
        "(workorder_id, step_id) WHERE step_id IS NOT NULL", "This step is on the job already. Reload the page."
    )

    @api.depends("step_id")
    @api.depends_context("lang")
    def _compute_expected(self):
        for check in self:
            check.expected = check.step_id.expected

    @api.depends("measured")
    def _compute_value(self):
        for check in self:
            check.value = check._read_measured() or 0.0

    @api.depends("kind", *ANSWERS)
    def _compute_is_answered(self):
        for check in self:
            check.is_answered = bool(check.kind) and getattr(check, f"_is_answered_{check.kind}")()

    @api.depends("kind", "value", "measured", "has_minimum", "minimum", "has_maximum", "maximum")
    def _compute_is_out_of_range(self):
        for check in self:
            is_low = check.has_minimum and check.value < check.minimum
            is_high = check.has_maximum and check.value > check.maximum
            check.is_out_of_range = bool(check.kind == "measure" and check.measured and (is_low or is_high))

    @api.constrains("measured")
    def _check_measured(self):
        for check in self.filtered("measured"):
            if check._read_measured() is None:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: “%(value)s” is no number. Enter what was measured, without its unit.",
                        step=check.name,
                        value=check.measured,
                    )
                )

    @api.constrains("choice")
    def _check_choice(self):
        for check in self.filtered("choice"):
            if not any(check.choice in choices for choices in check._get_choices_by_lang().values()):
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: %(value)s is none of the choices: %(choices)s.",
                        step=check.name,
                        value=check.choice,
                        choices=" / ".join(check._get_choices()),
                    )
                )

    def write(self, vals):
        """Whoever answers stands beside the answer."""
        done = super().write(vals)
        if not ANSWERS.isdisjoint(vals):
            for check in self.sudo():
                is_answered = check.is_answered
                super(RayaCheck, check).write(
                    {
                        "answered_by_id": is_answered and self.env.uid,
                        "answered_date": is_answered and fields.Datetime.now(),
                    }
                )
        return done

    def action_yes(self):
        self.answer = "yes"

    def action_no(self):
        self.answer = "no"

    def _get_report_fields(self):
        return [*super()._get_report_fields(), *sorted(ANSWERS)]

    def _read_measured(self):
        """The number that was measured; ``None`` where it is none."""
        try:
            return float(plain_number(self.measured)) if self.measured else None
        except ValueError:
            return None

    def _get_choices(self):
        return [line.strip() for line in (self.choices or "").splitlines() if line.strip()]

    def _get_choices_by_lang(self):
        """The choices in every language, each in the same order: people choose in their own."""
        self.ensure_one()
        return {
            lang: self.with_context(lang=lang)._get_choices() for lang, _label in self.env["res.lang"].get_installed()
        }

    def _get_choice_label(self):
        """What was chosen, in the reader's language."""
        own = self._get_choices()
        for choices in self._get_choices_by_lang().values() if self.choice not in own else ():
            if self.choice in choices and len(choices) == len(own):
                return own[choices.index(self.choice)]
        return self.choice

    def _get_answer_text(self):
        """The answer as the report prints it; photos are printed apart."""
        self.ensure_one()
        labels = dict(self._fields["answer"]._description_selection(self.env))
        value = self.measured and " ".join(filter(None, [self.measured, self.unit]))
        return {"measure": value, "text": self.text, "choice": self._get_choice_label()}.get(self.kind) or labels.get(
            self.answer, ""
        )

    def _is_asked_for(self):
        """Whether the service that it is for still asks for it."""
        self.ensure_one()
        line = self.work_line_id
        if self.step_id:
            return self.step_id in line.version_ids.step_ids
        return not self.checklist_line_id or self.checklist_line_id in line.operation_id.checklist_ids

    # Whether each kind has its answer

    def _is_answered_do(self):
        return bool(self.answer)

    def _is_answered_check(self):
        return bool(self.answer)

    def _is_answered_measure(self):
        return bool(self.measured)

    def _is_answered_text(self):
        return bool((self.text or "").strip())

    def _is_answered_choice(self):
        return bool(self.choice)

    def _is_answered_photo(self):
        return bool(self.photo)

    # From procedures and checklists

    @api.model
    def _fill(self, workorders):
        """Bring the checks of these jobs to what their services ask for; what was answered stays."""
        # People answer checks, their procedures make them.
        for workorder in workorders.sudo():
            checks = workorder.check_ids
            checks.filtered(lambda check: not check.is_answered and not check._is_asked_for()).unlink()
            self.sudo().create(self._prepare_missing_values(workorder))._copy_translations()

    @api.model
    def _prepare_missing_values(self, workorder):
        values = []
        steps, points = workorder.check_ids.step_id, workorder.check_ids.checklist_line_id
        for line in workorder.work_line_ids:
            asked = line.version_ids.step_ids - steps
            values += [self._prepare_step_values(line, step) for step in asked]
            listed = line.operation_id.checklist_ids - points
            values += [self._prepare_checklist_values(line, point) for point in listed]
            steps, points = steps | asked, points | listed
        return values

    @api.model
    def _prepare_step_values(self, line, step):
        """Values of the check of one ``raya.procedure.step`` on one service of a job."""
        return {
            **{name: step[name] for name in OF_STEP},
            "work_line_id": line.id,
            "workorder_id": line.workorder_id.id,
            "sequence": step.sequence,
            "step_id": step.id,
            "name": step.instruction,
            "is_safety": bool(step.safety_note),
        }

    @api.model
    def _prepare_checklist_values(self, line, point):
        """Values of the check of one ``raya.checklist.line`` on one service of a job."""
        return {
            "work_line_id": line.id,
            "workorder_id": line.workorder_id.id,
            "sequence": 1000 + point.sequence,
            "checklist_line_id": point.id,
            "kind": "check",
            "name": point.name,
            "is_required": point.is_required,
        }

    def _copy_translations(self):
        """What to do, the unit and the choices, in every language in which they are written."""
        languages = [lang for lang, _label in self.env["res.lang"].get_installed()]
        for check in self:
            source = check.step_id or check.checklist_line_id
            names = {"name": "instruction", "unit": "unit", "choices": "choices"} if check.step_id else {"name": "name"}
            for name, told in names.items():
                texts = {lang: source.with_context(lang=lang)[told] for lang in languages}
                other = {lang: text for lang, text in texts.items() if text and text != check[name]}
                if other:
                    check.update_field_translations(name, other)
