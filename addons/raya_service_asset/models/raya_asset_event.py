from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.raya_service_base.tools import inserting, locking

from ..tools import life, sync
from ..tools.source import Move

# People's events come after what documents tell of the same day.
PEOPLES_SEQUENCE = 1000
STATUS_BY_STATE = {
    sync.PENDING: life.LIVE,
    sync.ACTIVE: life.LIVE,
    sync.RETURNED: life.RETURNED,
    sync.CANCELLED: life.ENDED,
}
# What somebody tells who moves a file to a state by hand.
KIND_BY_STATE = {
    sync.PENDING: "resumed",
    sync.ACTIVE: "resumed",
    sync.RETURNED: "returned",
    sync.CANCELLED: "withdrawn",
}


class RayaAssetEvent(models.Model):
    """What happened to a unit on a day, as a document or a person told it.

    State and owner of a unit on any day are the fold of its events, see
    :mod:`~.tools.life`. Documents move and strike their own events as they are
    corrected; what people told stays. Nobody edits an event.
    """

    _name = "raya.asset.event"
    _description = "Event in the Life of a Unit"
    _inherit = ["raya.bounds.mixin"]
    # Its own fields say who told it and when it happened.
    _log_access = False
    _order = "date desc, sequence desc, id desc"
    _rec_name = "kind"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    # Not read-only: told on creation, it is not computed once more for each.
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, readonly=False, index=True
    )
    date = fields.Date(required=True)
    sequence = fields.Integer(default=PEOPLES_SEQUENCE, help="Order among the events of one day.")
    kind = fields.Selection(
        [
            ("sold", "Sold"),
            ("recorded", "Recorded"),
            ("delivered", "Delivered"),
            ("returned", "Came Back"),
            ("credited", "Credited"),
            ("withdrawn", "Sale Withdrawn"),
            ("resumed", "In Use Again"),
            ("exchanged", "Exchanged for Another"),
            ("given", "Given in Exchange"),
            ("transferred", "Transferred"),
            ("corrected", "Owner Corrected"),
            ("merged", "Merged"),
            ("joined", "Another File Merged into It"),
        ],
        "What Happened",
        required=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Owner", index="btree_not_null", ondelete="restrict", help="Whose the unit is from this day on."
    )
    date_until = fields.Date(
        "Until", compute="_compute_date_until", help="The day on which the unit left this owner. Empty: theirs today."
    )
    document = fields.Reference([("account.move.line", "Invoice"), ("stock.move.line", "Transfer")])
    is_told = fields.Boolean("Told by Documents")
    note = fields.Text("Reason")
    user_id = fields.Many2one("res.users", "Author", required=True, default=lambda self: self.env.user)

    @api.depends("asset_id.company_id")
    def _compute_company_id(self):
        for event in self:
            event.company_id = event.asset_id.company_id

    @api.depends("asset_id.event_ids.date", "asset_id.event_ids.kind")
    def _compute_date_until(self):
        for event in self:
            event.date_until = event._get_end() if event.kind in life.OWNING else False

    def _get_ownerships(self):
        """Of these events those by which somebody came to own the unit, the latest first."""
        owning = self.filtered(lambda event: event.kind in life.OWNING and event.partner_id)
        return owning.sorted(lambda event: (event.date, event.sequence, event.id), reverse=True)

    def _get_end(self):
        """The first day on which somebody else has the unit, or nobody for good."""
        events = self.asset_id.event_ids.sorted(lambda event: (event.date, event.sequence, event.id))
        later = events[events.ids.index(self.id) + 1 :]
        heirs = later.filtered(lambda event: event.kind in life.OWNING)
        if heirs:
            return heirs[0].date
        for event in reversed(later):
            # Once it came back and is in use again, it is theirs as before.
            status = life.STATUS.get(event.kind)
            if status == life.LIVE:
                return False
            if status:
                return event.date
        return False

    def _get_sale(self):
        """Of these events that by which a document sold the unit, whoever has it today."""
        return self.filtered(lambda event: event.kind == "sold" and event.is_told)

    def _is_given_by_hand(self):
        """Whether people gave the unit of these events in exchange."""
        return any(event.kind == "given" and not event.is_told for event in self)

    def _get_values(self):
        """These events as plain values for :func:`~.tools.life.fold`; owners stay records."""
        return [
            life.Event(event.date, event.sequence, event.kind, event.partner_id, event._get_document_key())
            for event in self.sorted("id")
        ]

    # --- the page "Life" ----------------------------------------------------------------

    def _prepare_timeline_entries(self):
        """Entries of the page *Life*, with their slips where the reader may open them."""
        titles = self._get_timeline_titles()
        events = self.filtered(lambda event: event.kind in titles).sorted(
            lambda event: (event.date, event.sequence, event.id)
        )
        slips = events._get_slips()
        readable = self.env["raya.asset"]._get_readable(self.env["stock.picking"].union(*slips.values()))
        return [event._prepare_timeline_entry(*titles[event.kind], readable & slips[event]) for event in events]

    def _prepare_timeline_entry(self, kind, icon, title, slip):
        how = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return self.asset_id._prepare_timeline_entry(
            kind,
            self.date,
            title % {"owner": self.partner_id.sudo().name or ""},
            icon=icon,
            detail=" – ".join(filter(None, [slip.name, how if kind == "owner" else None, self.note])),
            author=self.user_id,
            record=slip,
        )

    def _get_timeline_titles(self):
        """Class, icon and title of an entry by kind of event; the others are told by their documents."""
        return {
            "delivered": ("delivery", "fa-truck", self.env._("Delivered")),
            "returned": ("return", "fa-reply", self.env._("Returned")),
            "withdrawn": ("sale", "fa-undo", self.env._("Sale withdrawn")),
            "resumed": ("delivery", "fa-play", self.env._("In use again")),
            "exchanged": ("return", "fa-exchange", self.env._("Exchanged for another unit")),
            "given": ("delivery", "fa-exchange", self.env._("Given in exchange for another unit")),
            "joined": ("file", "fa-compress", self.env._("Another file of this unit was merged into it")),
            "transferred": ("owner", "fa-user", self.env._("New owner: %(owner)s")),
            "corrected": ("owner", "fa-user", self.env._("Owner corrected: %(owner)s")),
        }

    def _get_slips(self):
        """The slip that moved the goods, by event; none where no slip tells it."""
        none = self.env["stock.picking"]
        moved = self.sudo().filtered(lambda event: event.document and event.document._name == "stock.move.line")
        # A reference outlives its document.
        lines = self.env["stock.move.line"].sudo().browse(event.document.id for event in moved).exists()
        found = {event.id: event.document.picking_id for event in moved if event.document in lines}
        return {event: found.get(event.id, none) for event in self}

    def _get_document_key(self):
        return f"{self.document._name},{self.document.id}" if self.document else None

    def _add_told_moves(self, moves):
        """Moves of a sold line, and what people told of its units, in order of time: given in exchange, came back.

        :param moves: :class:`~.tools.source.Move` values
        """
        moves = list(moves)
        if not self:
            return moves
        moved = {move.lot for move in moves}
        said = []
        for event in self.filtered(lambda event: event.kind in ("given", "returned") and not event.is_told):
            file = event.asset_id
            lot, sign = file.lot_id.id or None, 1 if event.kind == "given" else -1
            # What a slip tells of the unit itself is told better.
            if event.kind == "returned" or (lot and lot not in moved):
                said.append(Move(None, None, event.date, lot, sign * file.quantity))
        said.sort(key=lambda move: (move.day, -move.quantity))
        return sorted([*moves, *said], key=lambda move: move.day) if said else moves

    # --- what people tell -------------------------------------------------------------

    @api.model
    def _begin(self, files):
        """Units that no document sold, and no exchange gave, begin with whoever recorded them.

        One statement for all files of a company: imports have thousands.
        """
        told = ("sale_line_id", "invoice_line_id", "replaced_asset_id")
        recorded = files.filtered(lambda file: not any(file[name] for name in told))
        for company, own in recorded.grouped("company_id").items():
            self._insert_recorded(own, company._raya_get_day())
        self._forget(recorded)

    @api.model
    def _insert_recorded(self, files, today):
        names = ("company_id", "partner_id", "date_invoice", "date_delivery")
        self.env.execute_query(
            SQL(
                """
                INSERT INTO raya_asset_event
                            (asset_id, company_id, partner_id, date, sequence, kind, is_told, user_id)
                     SELECT id, company_id, partner_id, LEAST(COALESCE(date_invoice, date_delivery, %(day)s), %(day)s),
                            0, 'recorded', FALSE, %(author)s
                       FROM raya_asset WHERE id IN %(ids)s
                  RETURNING id
                """,
                day=today,
                author=self.env.uid,
                ids=tuple(files.ids),
                to_flush=[files._fields[name] for name in names],
            )
        )

    @api.model
    def _follow_proof(self, files):
        """Somebody typed since when people have these units, of which no document knows: they began on that day."""
        for file in files.sudo().filtered(lambda file: not file.sold_as and (file.date_invoice or file.date_delivery)):
            begun = file.event_ids.filtered(lambda event: event.kind == "recorded")
            # It comes before all that is told of the unit.
            days = [file.company_id._raya_get_day(), *(file.event_ids - begun).mapped("date")]
            begun.date = min([file.date_invoice or file.date_delivery, *days])

    def _is_assumed(self):
        """Whether nobody knows since when a unit is its owner's: these events begin with the day of typing."""
        file, began = self.asset_id, self._get_ownerships()[:1]
        return began.kind == "recorded" and not (file.date_invoice or file.date_delivery)

    def _begin_until(self, day):
        """What happened to the unit of these events on a day happened to one that its owner had."""
        if self._is_assumed():
            began = self._get_ownerships()[:1]
            began.date = min(began.date, day)

    @api.model
    def _follow_state(self, files):
        """Somebody moved these files, and nothing that is known of them says so yet."""
        known = files._get_life()
        for state, kind in KIND_BY_STATE.items():
            moved = files.filtered(lambda file, state=state: file.state == state)
            moved.filtered(lambda file: known[file].status != STATUS_BY_STATE[file.state])._record_event(kind)

    @api.model
    def _follow_owner(self, files):
        """Somebody named another owner, and said nothing of how they came to it: it was entered wrongly before."""
        known, nobody = files._get_life(), self.env["res.partner"]
        live = files.filtered(lambda file: known[file].status == life.LIVE)
        live.filtered(lambda file: (known[file].owner or nobody) != file.partner_id)._record_event("corrected")

    # --- what people told by mistake ----------------------------------------------------

    def _get_said_return(self):
        """Of these events of one unit the last by which somebody said that it came back."""
        said = self.filtered(lambda event: event.kind == "returned" and not event.is_told)
        return said.sorted(lambda event: (event.date, event.sequence, event.id))[-1:]

    @api.model
    def _strike_return(self, files, reason):
        """These units never came back: it was said by mistake.

        :raises UserError: for one that is not in use for another reason as well
        """
        files.check_access("write")
        locking.lock(files)
        files.invalidate_recordset()
        files = files.with_context(active_test=False)
        # Nobody writes the life of a unit; it follows from what they do.
        said = self.sudo().union(*(file.sudo().event_ids._get_said_return() for file in files))
        for file in files:
            file.sudo().event_ids._check_struck(file, said)
        units = [(file.company_id.id, file.product_id.id, file.serial) for file in files if file.is_serial]
        self.env["raya.asset.sync"]._check_serials_free(units, besides=files)
        said.unlink()
        self._forget(files)
        files._transition(sync.ACTIVE)
        for file in files:
            file.message_post(
                body=self.env._("It never came back, that was said by mistake: %(reason)s", reason=reason)
            )
        files.event_ids._tell_documents()

    def _check_struck(self, file, said):
        """Without what was said, the unit of these events must be in use."""
        rest = life.fold((self - said)._get_values())
        if file.state != sync.RETURNED or not self & said or rest.status != life.LIVE or file.replacing_asset_ids:
            raise UserError(
                self.env._(
                    "%(file)s is not out of use only because somebody said that it came back. Correct the slip, the "
                    "credit note or the exchange that tells of it.",
                    file=file.display_name,
                )
            )

    def _tell_documents(self):
        """People have told something of the units of these events; the program looks at what their documents say."""
        self.env["raya.asset.sync"]._sync(self.sudo().asset_id.sale_line_id)
        self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_failure").sudo()._trigger()

    # --- what documents tell ----------------------------------------------------------

    @api.model
    def _follow_documents(self, told):
        """Bring what documents tell of units to what they say now; what people told stays.

        An event that nobody can date, as the day on which a sale was withdrawn,
        keeps the day on which it was noticed.

        :param dict told: list of :class:`~.tools.life.Event` by file
        """
        missing, gone = [], self.browse()
        for file, events in told.items():
            left = defaultdict(list)
            own = file.event_ids.filtered("is_told").sorted("id")
            for event, values in zip(own, own._get_values(), strict=True):
                left[values.key].append((event, values))
            for event in events:
                if left[event.key]:
                    before, values = left[event.key].pop(0)
                    before._correct(values, event)
                else:
                    missing.append((file, event))
            gone = gone.concat(*(event for rest in left.values() for event, _values in rest))
        gone.unlink()
        self._insert(missing)

    def _correct(self, before, after):
        """An event of which a document now says something else."""
        is_undated = after.kind in life.UNDATED and not after.document
        wanted = {
            "date": before.date if is_undated else after.date,
            "sequence": after.sequence,
            "partner_id": after.owner.id if after.owner else False,
            "document": after.document or False,
        }
        known = {
            "date": before.date,
            "sequence": before.sequence,
            "partner_id": before.owner.id if before.owner else False,
            "document": before.document or False,
        }
        if wanted != known:
            self.write(wanted)

    @api.model
    def _insert(self, told):
        """New events of documents, in few statements: every posting waits for them.

        :param told: pairs of a file and a :class:`~.tools.life.Event`
        """
        inserting.insert(
            self,
            [
                {
                    "asset_id": file.id,
                    "company_id": file.company_id.id,
                    "date": event.date,
                    "sequence": event.sequence,
                    "kind": event.kind,
                    "partner_id": event.owner.id if event.owner else None,
                    "document": event.document,
                    "is_told": True,
                    "user_id": self.env.uid,
                }
                for file, event in told
            ],
        )
        self._forget(self.env["raya.asset"].concat(*(file for file, _event in told)))

    @api.model
    def _forget(self, files):
        """Read the events of these files anew."""
        files.invalidate_recordset(["event_ids", "ownership_ids", "has_former_owners", "is_said_back"], flush=False)
