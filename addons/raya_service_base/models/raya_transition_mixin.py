from odoo import api, models
from odoo.exceptions import AccessError, UserError


class RayaTransitionMixin(models.AbstractModel):
    """States that move only along declared pairs, and facts that only the program writes."""

    _name = "raya.transition.mixin"
    _description = "States Moved by Declared Transitions"

    _transition_field = "state"
    # What only the declared moves and the model itself may write, in superuser mode.
    _protected_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
        # A new record in a column of the kanban view is not yet what the column says.
        # Only leaving the keys out brings the fields' own defaults back.
        hidden = {f"default_{name}" for name in self._get_protected_fields()}
        kept = {key: value for key, value in self.env.context.items() if key not in hidden}
        without_column = self.with_context(kept)  # pylint: disable=context-overridden
        return super(RayaTransitionMixin, without_column).create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        return super().write(vals)

    def _check_protected(self, vals):
        touched = self._get_protected_fields() & vals.keys()
        if touched and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(field)s of %(model)s is set by the buttons of the form and by documents, not written.",
                    field=self._fields[min(touched)]._description_string(self.env),
                    model=self.env["ir.model"]._get(self._name).name,
                )
            )

    def _get_protected_fields(self):
        """Names of the fields that only the program writes.

        Upper floors extend it by ``super()._get_protected_fields() | {...}``.
        """
        return self._protected_fields

    def _get_transitions(self):
        """Allowed moves, as a set of ``(from, to)`` pairs of state keys.

        Upper floors extend it by ``super()._get_transitions() | {...}``.
        """
        return set()

    def _prepare_transition_values(self, target):
        """Values written on each record that moves to the state ``target``."""
        return {self._transition_field: target}

    def _transition(self, target):
        """Move every record to the state ``target``, or none of them.

        :raises AccessError: when the user may not write one of the records
        :raises UserError: when one of the records may not make this move;
            nothing is written then.
        """
        self.check_access("write")
        allowed = self._get_transitions()
        refused = self.filtered(lambda record: (record[self._transition_field], target) not in allowed)
        if refused:
            raise UserError(refused[0]._get_refused_transition_message(target))
        # The user may write the record, its state only through here.
        self.sudo().write(self._prepare_transition_values(target))

    def _get_refused_transition_message(self, target):
        """One sentence: which record, where it stands, where it may go."""
        self.ensure_one()
        labels = dict(self._fields[self._transition_field]._description_selection(self.env))
        state = self[self._transition_field]
        next_states = [label for key, label in labels.items() if (state, key) in self._get_transitions()]
        if not next_states:
            return self.env._(
                "%(record)s is %(state)s and stays so: it cannot become %(target)s.",
                record=self.display_name,
                state=labels.get(state, state),
                target=labels.get(target, target),
            )
        return self.env._(
            "%(record)s is %(state)s and cannot become %(target)s. From here it can become: %(next)s.",
            record=self.display_name,
            state=labels.get(state, state),
            target=labels.get(target, target),
            next=", ".join(next_states),
        )
