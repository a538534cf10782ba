from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .raya_call_stage import OPEN_STATES


class RayaCallHistory(models.AbstractModel):
    """What is known around calls: others for the same, those before, and what was answered."""

    _name = "raya.call.history"
    _description = "History of Calls"

    # --- open calls for the same ------------------------------------------------------

    @api.model
    def _find_duplicates(self, calls):
        """Open calls that seem to be for the same request, among those that the reader may see.

        :return: dict of ``raya.call`` by call, from one search
        """
        is_comparable = any(call.asset_id or (call.partner_id and call.product_id) for call in calls)
        found = calls.browse()
        if is_comparable:
            found = self.env["raya.call"].search(self._duplicates_domain(calls))
        return {call: found.filtered(lambda other, call=call: self._is_duplicate(call, other)) for call in calls}

    @api.model
    def _duplicates_domain(self, calls):
        of_customer = Domain("partner_id", "in", calls.partner_id.ids) & Domain(
            "product_id", "in", calls.product_id.ids
        )
        same = Domain("asset_id", "in", calls.asset_id.ids) | of_customer
        return Domain("state", "in", OPEN_STATES) & same

    @api.model
    def _is_duplicate(self, call, other):
        """Whether another open call seems to be for the same request."""
        if other == call._origin or call.state not in (*OPEN_STATES, False):
            return False
        if call.asset_id and other.asset_id:
            return call.asset_id._origin == other.asset_id
        return bool(call.product_id) and (call.partner_id._origin, call.product_id._origin) == (
            other.partner_id,
            other.product_id,
        )

    # --- calls for the same again -----------------------------------------------------

    @api.model
    def _find_repeated(self, calls):
        """The latest earlier call that each of these calls repeats, if there is one.

        :return: dict of ``raya.call`` by call, from one search
        """
        by_unit, none = self._search_earlier(calls).grouped("asset_id"), calls.browse()
        return {
            call: next(
                (
                    other
                    for other in by_unit.get(call.asset_id._origin, none)
                    if self._is_after(call, other) and call._is_repeat_of(other)
                ),
                none,
            )
            for call in calls
        }

    @api.model
    def _search_earlier(self, calls):
        """Calls for the units of these calls within the days in which a call is a repeat, latest first."""
        known = calls.filtered(lambda call: call.asset_id and call.date_reported)
        if not known:
            return calls.browse()
        days = max(known.company_id.mapped("raya_repeat_days"), default=0)
        # That somebody else did the first repair is the point of it.
        return calls.sudo().search(
            [
                ("asset_id", "in", known.asset_id._origin.ids),
                ("date_reported", ">=", min(known.mapped("date_reported")) - timedelta(days=days)),
                ("date_reported", "<=", max(known.mapped("date_reported"))),
                ("merged_into_id", "=", False),
                ("state", "!=", "cancelled"),
            ]
        )

    @api.model
    def _is_after(self, call, earlier):
        """Whether a call came after another one for the same unit, within the days of a repeat."""
        since = call.date_reported - timedelta(days=call.company_id.raya_repeat_days) if call.date_reported else None
        return (
            earlier.asset_id == call.asset_id._origin
            and bool(since)
            and since <= earlier.date_reported
            and (earlier.date_reported, earlier.id) < (call.date_reported, call._origin.id or float("inf"))
        )

    # --- what is offered and what was told --------------------------------------------

    @api.model
    def _units_domain(self):
        """Domain of the products of which files are kept, by themselves or by their category."""
        Category = self.env["product.category"].sudo()
        kept = Category.search([("raya_file_policy", "in", ("unit", "line"))])
        never = Category.search([("raya_file_policy", "=", "never"), ("id", "child_of", kept.ids)])
        by_category = Domain("categ_id", "child_of", kept.ids) & ~Domain("categ_id", "child_of", never.ids)
        by_itself = Domain("raya_file_policy", "in", ("unit", "line"))
        open_question = Domain("raya_file_policy", "=", False)
        return (
            Domain("sale_ok", "=", True)
            & Domain("type", "=", "consu")
            & (by_itself | (open_question & (by_category | Domain("tracking", "=", "serial"))))
        )

    @api.model
    def _get_told(self, calls):
        """What calls told the customer about the warranty: day, status and sentences by call."""
        return {call: (call.told_date, call.told_status, call.told_reason) for call in calls}

    @api.model
    def _note_other_answers(self, told):
        """Another day or unit is another answer; money depends on it, so the call keeps both.

        :param dict told: from :meth:`_get_told`, before the change
        """
        for call, (day, status, reason) in told.items():
            if status and (day, status) != (call.told_date, call.told_status):
                call.message_post(
                    body=self.env._(
                        "Told about the warranty before: %(before)s\nNow: %(now)s",
                        before=self._describe_told(day, status, reason),
                        now=self._describe_told(call.told_date, call.told_status, call.told_reason),
                    )
                )

    @api.model
    def _describe_told(self, day, status, reason):
        if not status:
            return self.env._("nothing, without a unit")
        labels = dict(self.env["raya.call"]._fields["told_status"]._description_selection(self.env))
        return self.env._(
            "%(status)s on %(day)s. %(reason)s",
            status=labels[status],
            day=self.env["res.lang"]._raya_format_day(day),
            reason=reason,
        )

    @api.model
    def _filter_answered_in_writing(self, calls):
        """Those of the calls on which one of us wrote a message that the customer can read.

        What whom a complaint concerns wrote is no answer to it, and what was written before it was a complaint neither.
        """
        # Who closes a call need not read the mail of colleagues.
        Message = self.env["mail.message"].sudo()
        messages = Message.search(
            [
                ("model", "=", "raya.call"),
                ("res_id", "in", calls.ids),
                ("message_type", "in", ("comment", "email_outgoing")),
                ("is_internal", "=", False),
                ("subtype_id.internal", "=", False),
                ("author_id.user_ids.share", "=", False),
            ]
        )
        became = self._get_last_changes(calls, "kind")
        answered = {
            (message.res_id, message.author_id.id) for message in messages if message.id > became.get(message.res_id, 0)
        }
        return calls.filtered(
            lambda call: (
                {author for id_, author in answered if id_ == call.id} - set(call.concerns_user_id.partner_id.ids)
            )
        )

    @api.model
    def _get_last_changes(self, calls, name):
        """When a field of these calls last changed: id of the message that traces it, by id of the call."""
        traced = (
            self.env["mail.message"]
            .sudo()
            ._read_group(
                [
                    ("model", "=", "raya.call"),
                    ("res_id", "in", calls.ids),
                    ("tracking_value_ids.field_id.name", "=", name),
                ],
                ["res_id"],
                ["id:max"],
            )
        )
        return dict(traced)
