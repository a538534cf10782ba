import unicodedata
from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, plaintext2html

from .raya_call_stage import OPEN_STATES

_lt = LazyTranslate(__name__)

LONGEST_WORDS = 4000
LONGEST_TIMES = 200
MESSAGES_A_DAY = 40
# What people write to each other; what the program notes for the staff is none of it.
WRITTEN = ("comment", "email", "email_outgoing", "auto_comment", "out_of_office")
# What each kind of stage means to a customer: in a word, in a sentence, and the colour of its badge.
STATUS = {
    "new": (_lt("Received"), _lt("We have your request and will call you or write to you."), "info"),
    "referred": (
        _lt("With Our Technicians"),
        _lt("Your request is with our technicians, who make an appointment with you."),
        "info",
    ),
    "progress": (_lt("Being Worked On"), _lt("Our technicians are working on it."), "primary"),
    "waiting": (
        _lt("On Hold"),
        _lt("We are waiting, a part may be under way, and go on as soon as we can."),
        "warning",
    ),
    "customer": (_lt("Waiting for You"), _lt("We need an answer from you. Write to us below or call us."), "warning"),
    "done": (_lt("Done"), _lt("The work is done. Write to us below if something is still wrong."), "success"),
    "cancelled": (_lt("Cancelled"), _lt("This request was cancelled. Call us if you still need service."), "secondary"),
}


class Paper(NamedTuple):
    """A paper that customers may take of a call of theirs.

    :param str key: names it in the address of its file
    :param str title: in the reader's language
    :param records: what is printed
    :param str report: XML id of the report that prints it
    """

    key: str
    title: str
    records: Any
    report: str


class RayaCallPage(models.AbstractModel):
    """What a customer is shown of a call of theirs, and tells by its page; keeps no records.

    Calls come here in superuser mode, after the page has checked that the reader may see them.
    """

    _name = "raya.call.page"
    _description = "Page of a Call for Customers"

    # --- what is shown ----------------------------------------------------------------

    @api.model
    def _get_status(self, call):
        """How far a call is, in the reader's words.

        :return: word, sentence and colour
        """
        key = "customer" if call.state == "waiting" and call.stage_id.waits_for_customer else call.state
        word, sentence, colour = STATUS[key]
        return self.env._(word), self.env._(sentence), colour

    @api.model
    def _get_papers(self, call):
        """What customers may take of a call of theirs, as a list of :class:`Paper`; extended by add-ons that print it."""
        return []

    @api.model
    def _get_timeline(self, call):
        """What became of a call, as far as its customer may know; extended by add-ons that know of visits or papers.

        :return: list of pairs of a datetime in UTC and a word, from the beginning on
        """
        moves = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", "raya.call"),
                ("mail_message_id.res_id", "=", call.id),
                ("field_id.name", "=", "stage_id"),
            ],
            order="id",
        )
        kinds = {
            stage.id: stage.kind for stage in self.env["raya.call.stage"].with_context(active_test=False).search([])
        }
        told, entries = "new", [(call.date_reported, self.env._("Received"))]
        for move in moves:
            kind = kinds.get(move.new_value_integer, told)
            if kind != told:
                word, _sentence, _colour = STATUS[kind]
                entries.append((move.mail_message_id.date, self.env._(word)))
            told = kind
        if told != call.state and call.date_done:
            # Calls of before this page, or of an import, have no trace.
            entries.append((call.date_done, self._get_status(call)[0]))
        return entries

    @api.model
    def _get_messages(self, call):
        """Messages that the customer and the staff wrote to each other, oldest first; never notes."""
        Message = self.env["mail.message"]
        domain = Domain("model", "=", "raya.call") & Domain("res_id", "=", call.id)
        domain &= Domain("message_type", "in", WRITTEN) & Message._get_search_domain_share()
        return Message.search(domain, order="id")

    @api.model
    def _get_author(self, call, message):
        """Whom a message is from: one of the staff or of the customer's people by name; nobody else by theirs."""
        author = message.author_id
        is_staff = any(not user.share for user in author.user_ids)
        if is_staff or (author and author.commercial_partner_id == call.partner_id.commercial_partner_id):
            return author.name
        return call.company_id.name if author == self.env.ref("base.partner_root") else self.env._("Somebody else")

    @api.model
    def _get_rating(self, call):
        """What the customer said of the finished work, if they did."""
        return call.rating_ids.filtered("consumed")[:1]

    # --- what is told -----------------------------------------------------------------

    @api.model
    def _reply(self, call, author, words, files):
        """Customers write to a call; after its end it is reopened, or followed by another one.

        :param author: ``res.partner`` who writes
        :param str words: as they typed them
        :param files: pairs of name and content of the photos with it
        :return: the call on which it is worked on
        :raises UserError: with a sentence for the customer
        """
        words = self._clean_words(words, LONGEST_WORDS)
        photos = self.env["raya.call.request"]._read_photos(files)
        if not words and not photos:
            raise UserError(self.env._("Write something, or add a photo."))
        self._check_messages(call)
        return self._post(call._reopen_or_follow_up(), author, words, photos)

    @api.model
    def _change_times(self, call, author, times):
        """Customers say anew when a visit suits them, as long as something is to be done.

        :raises UserError: with a sentence for the customer
        """
        if call.state not in OPEN_STATES:
            raise UserError(self.env._("This request is closed. Write to us below if something is still wrong."))
        times = self._clean_words(times, LONGEST_TIMES)
        if times == (call.preferred_times or ""):
            return
        self._check_messages(call)
        call.preferred_times = times
        told = times or self.env._("any time")
        self._post(call, author, self.env._("Preferred times: %(times)s", times=told), [])

    @api.model
    def _rate(self, call, value, feedback):
        """Customers say once what they think of finished work.

        :param int value: 5, 3 or 1
        """
        if call.state != "done" or value not in (1, 3, 5):
            raise UserError(self.env._("Finished work is rated with one of the three faces."))
        if self._get_rating(call):
            raise UserError(self.env._("You have rated this already. Thank you."))
        token = call._rating_get_access_token()
        call.rating_apply(value, token=token, feedback=self._clean_words(feedback, LONGEST_WORDS))

    @api.model
    def _post(self, call, author, words, photos):
        call.message_post(
            body=plaintext2html(words) if words else "",
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=photos,
            partner_ids=self._get_responsible(call).partner_id.ids,
        )
        return call

    @api.model
    def _get_responsible(self, call):
        """Who is told of what a customer writes: their technician, who leads the team, or else an operator."""
        user = call.user_id or call.team_id._get_acting_leader()[:1]
        return user or self._get_operator(call)

    @api.model
    def _get_operator(self, call):
        """The customer's salesperson where they are an operator, else the one with the fewest calls to look at."""
        operators = self.env.ref("raya_service_base.group_service_operator").all_user_ids.filtered(
            lambda user: call.company_id in user.company_ids and user.active and not user.share
        )
        if call.partner_id.user_id in operators:
            return call.partner_id.user_id
        domain = [("res_model", "=", "raya.call"), ("user_id", "in", operators.ids)]
        load = dict(self.env["mail.activity"]._read_group(domain, ["user_id"], ["__count"]))
        return min(operators, key=lambda user: (load.get(user, 0), user.id), default=operators)

    @api.model
    def _clean_words(self, text, longest):
        """Words as typed, without control characters, and not without end; joiners of Persian words stay."""
        kept = (" " if character == "\t" else character for character in text or "" if _is_kept(character))
        return "".join(kept).strip()[:longest]

    @api.model
    def _check_messages(self, call):
        since = fields.Datetime.now() - timedelta(days=1)
        domain = [("model", "=", "raya.call"), ("res_id", "=", call.id), ("create_date", ">=", since)]
        domain += [("message_type", "=", "comment"), ("author_id.partner_share", "=", True)]
        if self.env["mail.message"].search_count(domain) >= MESSAGES_A_DAY:
            raise UserError(self.env._("You wrote a lot today. Please call us."))


def _is_kept(character):
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
