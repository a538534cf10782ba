from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class RayaTransitionMixin(models.AbstractModel):
    """States that move only along declared pairs."""

    _name = "raya.transition.mixin"
    _description = "States Moved by Declared Transitions"
    _inherit = ["raya.protected.mixin"]

    _transition_field = "state"

    def _get_transitions(self):
        """Allowed moves, as a set of ``(from, to)`` pairs of state keys.

        Upper floors extend it by ``super()._get_transitions() | {...}``.
        """
        return set()

    def _prepare_transition_values(self, target):
        """Values written on each record that moves to the state ``target``."""
        return {self._transition_field: target}

    def _transition(self, target, only_from=()):
        """Move every record to the state ``target``, or none of them.

        :param only_from: key of the state, or keys, out of which this verb leads;
            other pairs with the same target belong to other verbs. Empty: all.
        :raises AccessError: when the user may not write one of the records
        :raises UserError: when one of the records may not make this move;
            nothing is written then.
        """
        self.check_access("write")
        self._check_transition(target, only_from)
        # The user may write the record, its state only through here.
        self.sudo()._write_transition(target)

    def _check_transition(self, target, only_from=()):
        """Refuse a move that one of the records may not make; parameters as of :meth:`_transition`.

        :raises UserError: one sentence that names the record and where it may go
        """
        self._check_state(only_from)
        allowed = self._get_transitions()
        refused = self.filtered(lambda record: (record[self._transition_field], target) not in allowed)
        if refused:
            raise UserError(refused[0]._get_refused_transition_message(target))

    def _write_transition(self, target):
        """Write a move that was checked; records whose values differ are written one group after the other."""
        self.write(self._prepare_transition_values(target))

    def _check_state(self, only_from):
        """Refuse what can be done only in these states; for verbs that move none.

        :param only_from: key of a state, or keys; empty for all
        :raises UserError: one sentence that names the record and the states
        """
        expected = {only_from} if isinstance(only_from, str) else set(only_from)
        others = self.filtered(lambda record: expected and record[self._transition_field] not in expected)
        if others:
            labels = self._get_state_labels()
            raise UserError(
                self.env._(
                    "%(record)s is %(state)s. This can be done only as long as it is %(expected)s.",
                    record=others[0].display_name,
                    state=labels[others[0][self._transition_field]],
                    expected=format_list(self.env, [label for key, label in labels.items() if key in expected], "unit"),
                )
            )

    def _get_state_labels(self):
        """Label of each state in the reader's language."""
        return dict(self._fields[self._transition_field]._description_selection(self.env))

    def _get_refused_transition_message(self, target):
        """One sentence: which record, where it stands, where it may go."""
        self.ensure_one()
        labels = self._get_state_labels()
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
            next=format_list(self.env, next_states, "unit"),
        )
