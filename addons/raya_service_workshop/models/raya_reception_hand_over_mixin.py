from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_workorder.tools import outcomes

HAND_OVER = frozenset(
    {"date_handed_over", "handed_over_by_id", "handed_to", "hand_over_signature", "unrepaired_reason"}
)


class RayaReceptionHandOverMixin(models.AbstractModel):
    """How a received unit goes back to its customer."""

    _name = "raya.reception.hand.over.mixin"
    _description = "Reception: Hand-Over"
    _protected_fields = HAND_OVER

    date_handed_over = fields.Datetime(readonly=True, copy=False, tracking=True)
    handed_over_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    handed_to = fields.Char("Taken By", readonly=True, copy=False, tracking=True)
    hand_over_signature = fields.Image(
        "Signature at the Hand-Over", max_width=1024, max_height=1024, readonly=True, copy=False
    )
    unrepaired_reason = fields.Text(
        "Taken Back Unrepaired",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why the customer took the unit before its job was done.",
    )

    def _check_hand_over(self):
        """Refuse that these units leave the workshop; who takes them, and why unrepaired, is on them already.

        Extended by add-ons that ask for something first, such as the payment; the caller has superuser mode.

        :raises UserError: one sentence that names the unit and what has to be done first
        """
        for reception in self:
            job = reception.workorder_id
            if job._is_open() and not reception.unrepaired_reason:
                raise UserError(
                    self.env._(
                        "%(job)s of %(unit)s is %(state)s. Have its report submitted first, or say why the customer"
                        " takes the unit back unrepaired.",
                        job=job.name,
                        unit=reception.display_name,
                        state=job._get_state_labels()[job.state],
                    )
                )
        self.filtered("company_id.raya_hand_over_paid").workorder_id._check_paid()

    def _hand_over(self, handed_to, signature=None, unrepaired_reason=None):
        """Give units back to their customers: the stock forgets them, the receipt tells who took them.

        :param str handed_to: name of who takes them
        :param signature: picture, base64
        :param str unrepaired_reason: why they are taken before their jobs are done; told of no job that is
        :raises UserError: where :meth:`_check_hand_over` refuses
        """
        self.check_access("write")
        self._lock_units()
        self._check_state("received")
        # Whoever hands units over writes the facts of the hand-over by this form alone, and has no rights on the stock.
        own = self.sudo()
        own.write(
            {
                "date_handed_over": fields.Datetime.now(),
                "handed_over_by_id": self.env.uid,
                "handed_to": handed_to,
                "hand_over_signature": signature,
                "unrepaired_reason": False,
            }
        )
        # The job may have been done since the reason was asked for.
        own.filtered(lambda reception: reception.workorder_id._is_open()).unrepaired_reason = unrepaired_reason
        own._check_hand_over()
        for reception in own:
            reception._give_out()
            if reception.unrepaired_reason:
                reception._tell_unrepaired()
        self._transition("handed_over", only_from="received")

    def _tell_unrepaired(self):
        """The job reads that its unit is gone; how it ends is its technician's to report."""
        job = self.workorder_id
        job.message_post(
            body=self.env._(
                "%(reception)s: %(person)s took the unit back unrepaired. Reason: %(reason)s",
                reception=self.name,
                person=self.handed_to,
                reason=self.unrepaired_reason,
            ),
            author_id=self.env.user.partner_id.id,
        )
        if not job.outcome:
            job.outcome = outcomes.REFUSED

    def action_hand_over(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workshop.raya_reception_hand_over_action")
        return {**action, "context": {"default_reception_id": self.id}}
