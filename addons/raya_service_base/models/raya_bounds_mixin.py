from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import bounds


class RayaBoundsMixin(models.AbstractModel):
    """Numbers and days between which values make sense, by whichever door they come.

    Looked at before anything is written: the database itself would refuse some of them
    in words that nobody understands, and take others that no calendar can count with.
    """

    _name = "raya.bounds.mixin"
    _description = "Bounds of Numbers and Days"

    # Bounds by name of a field, each class its own; other fields have those of their type.
    _bounds = {}
    # Fields of durations, each with the field of its unit.
    _spans = {}

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_bounds(vals)
        return super().write(vals)

    @api.constrains(lambda self: [name for pair in self._spans.items() for name in pair])
    def _check_spans(self):
        for record in self:
            for name, unit in self._spans.items():
                if bounds.is_too_long(record[name], record[unit]):
                    raise ValidationError(
                        self.env._(
                            "%(field)s: nobody keeps a promise for so long. Enter at most %(years)s years.",
                            field=self._fields[name]._description_string(self.env),
                            years=bounds.LONGEST_YEARS,
                        )
                    )

    @api.model
    def _check_bounds(self, *vals_list):
        """Refuse values that make no sense.

        :param vals_list: dicts of values by field
        :raises ValidationError: for the first one beyond its bounds
        """
        for name in set().union(*vals_list):
            limits = self._get_bounds(name)
            for vals in vals_list if limits else ():
                value = self._get_bounded_value(name, vals[name]) if name in vals else None
                if value is not None and not limits.hold(value):
                    raise ValidationError(self._get_bounds_refusal(name, value, limits))

    @api.model
    def _get_bounds(self, name):
        """The :class:`~.tools.bounds.Bounds` of a field, ``None`` for fields that need none."""
        field = self._fields.get(name)
        if not field or field.type not in bounds.BY_TYPE:
            return None
        declared = (vars(cls)["_bounds"] for cls in type(self).__mro__ if "_bounds" in vars(cls))
        return next((limits[name] for limits in declared if name in limits), bounds.BY_TYPE[field.type])

    @api.model
    def _get_bounded_value(self, name, value):
        """A value as programs give it, as it can be compared; ``None`` for no day.

        :raises ValidationError: where it is a text that means none
        """
        field = self._fields[name]
        try:
            if field.type == "date":
                return fields.Date.to_date(value) if value else None
            return float(value) if isinstance(value, str) else value or 0
        except ValueError as error:
            sentence = self.env._(
                "%(field)s: “%(value)s” is no date or number.",
                field=field._description_string(self.env),
                value=value,
            )
            raise ValidationError(sentence) from error

    @api.model
    def _get_bounds_refusal(self, name, value, limits):
        terms = {
            "field": self._fields[name]._description_string(self.env),
            "value": self._format_bounded(value),
            "low": self._format_bounded(limits.low),
            "high": self._format_bounded(limits.high),
        }
        if limits.is_above:
            return self.env._("%(field)s: enter more than %(low)s and at most %(high)s, not %(value)s.", **terms)
        return self.env._("%(field)s: enter a value from %(low)s to %(high)s, not %(value)s.", **terms)

    @api.model
    def _format_bounded(self, value):
        lang = self.env["res.lang"]
        if not hasattr(value, "isoformat"):
            return lang._raya_format_number(value)
        return lang._raya_format_day(value)
