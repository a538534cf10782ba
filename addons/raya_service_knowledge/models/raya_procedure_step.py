from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr


class RayaProcedureStep(models.Model):
    """One step of a procedure, answered by whoever carries it out."""

    _name = "raya.procedure.step"
    _description = "Step of a Procedure"
    _inherit = ["raya.version.line.mixin"]
    _order = "sequence, id"
    _rec_name = "instruction"
    _line_of = "version_id"

    version_id = fields.Many2one("raya.procedure.version", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    number = fields.Integer("No.", compute="_compute_number")
    kind = fields.Selection(
        [
            ("do", "Do"),
            ("check", "Check: Yes or No"),
            ("measure", "Measure"),
            ("text", "Write a Text"),
            ("choice", "Choose"),
            ("photo", "Take a Photo"),
        ],
        default="do",
        required=True,
    )
    instruction = fields.Text(required=True, translate=True)
    is_required = fields.Boolean("Required", default=True)
    safety_note = fields.Text(translate=True)
    picture = fields.Image(max_width=1920, max_height=1920)
    unit = fields.Char(translate=True, help="What is measured in, such as V, bar or °C.")
    minimum = fields.Float(digits=(16, 4))
    maximum = fields.Float(digits=(16, 4))
    has_minimum = fields.Boolean(
        "At Least", compute="_compute_has_minimum", store=True, precompute=True, readonly=False
    )
    has_maximum = fields.Boolean("At Most", compute="_compute_has_maximum", store=True, precompute=True, readonly=False)
    choices = fields.Text(translate=True, help="One choice on each line.")
    expected = fields.Char(compute="_compute_expected")

    @api.depends("version_id.step_ids.sequence")
    def _compute_number(self):
        numbers = {}
        for version in self.version_id:
            numbers |= {step: number for number, step in enumerate(version.step_ids.sorted(), start=1)}
        # Only these: what a page of steps leaves out would be written to, and may be closed.
        for step in self:
            step.number = numbers.get(step, 0)

    @api.depends("minimum")
    def _compute_has_minimum(self):
        for step in self:
            step.has_minimum = step.has_minimum or bool(step.minimum)

    @api.depends("maximum")
    def _compute_has_maximum(self):
        for step in self:
            step.has_maximum = step.has_maximum or bool(step.maximum)

    @api.depends("kind", "unit", "minimum", "maximum", "has_minimum", "has_maximum", "choices")
    @api.depends_context("lang")
    def _compute_expected(self):
        """What the answer may be, for readers."""
        for step in self:
            step.expected = getattr(step, f"_get_expected_{step.kind}", lambda: "")()

    @api.constrains("kind", "unit", "minimum", "maximum", "has_minimum", "has_maximum")
    def _check_measure(self):
        for step in self.filtered(lambda step: step.kind == "measure"):
            if step.has_minimum and step.has_maximum and step.minimum > step.maximum:
                raise ValidationError(
                    self.env._("“%s”: the least allowed value is above the greatest. Swap them.", step.instruction)
                )
            if not (step.unit or step.has_minimum or step.has_maximum):
                raise ValidationError(
                    self.env._("“%s”: say in which unit it is measured, or what is allowed.", step.instruction)
                )

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for step in self.filtered(lambda step: step.kind == "choice"):
            if len(step._get_choices()) < 2:
                raise ValidationError(
                    self.env._("“%s”: give at least two different choices, one on each line.", step.instruction)
                )

    def _check_version_open(self):
        """Whoever writes steps is known as an editor of their version."""
        self.version_id._touch()

    def _get_choices(self):
        """The choices of one step, without empty lines and doubles."""
        self.ensure_one()
        return list(dict.fromkeys(line.strip() for line in (self.choices or "").splitlines() if line.strip()))

    def _get_expected_measure(self):
        low, high = (self._get_number(value) for value in (self.minimum, self.maximum))
        unit = self.unit or ""
        if self.has_minimum and self.has_maximum:
            return self.env._("%(low)s to %(high)s %(unit)s", low=low, high=high, unit=unit).strip()
        if self.has_minimum:
            return self.env._("at least %(low)s %(unit)s", low=low, unit=unit).strip()
        if self.has_maximum:
            return self.env._("at most %(high)s %(unit)s", high=high, unit=unit).strip()
        return unit

    def _get_number(self, value):
        """A limit without needless zeros; the minus stays before it among right-to-left words."""
        text = self.env["res.lang"]._raya_write_digits(float_repr(value, 4).rstrip("0").rstrip("."))
        return f"\N{LEFT-TO-RIGHT MARK}{text}" if value < 0 else text

    def _get_expected_choice(self):
        return " / ".join(self._get_choices())

    def _get_line(self):
        """The step in one line, for comparing versions."""
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        optional = "" if self.is_required else self.env._("optional")
        parts = [self.instruction, kind, self.expected, optional, self.safety_note, "🖼" if self.picture else ""]
        return " · ".join(" ".join(part.split()) for part in parts if part)
