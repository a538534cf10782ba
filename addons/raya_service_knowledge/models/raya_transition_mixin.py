from odoo import models
from odoo.exceptions import UserError


class RayaTransitionMixin(models.AbstractModel):
    """States that move only along declared pairs."""

    _name = "raya.transition.mixin"
    _description = "States Moved by Declared Transitions"

    _transition_field = "state"

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

        :raises UserError: when one of the records may not make this move;
            nothing is written then.
        """
        allowed = self._get_transitions()
        refused = self.filtered(lambda record: (record[self._transition_field], target) not in allowed)
        if refused:
            raise UserError(refused[0]._get_refused_transition_message(target))
        self.write(self._prepare_transition_values(target))

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
