from datetime import datetime

from odoo import api, fields, models


class RayaAssetTimelineMixin(models.AbstractModel):
    """The life of a unit on one page, told from the documents that the reader may see."""

    _name = "raya.asset.timeline.mixin"
    _description = "Product File: Life"

    def get_timeline(self):
        """What happened to this unit and what is to come, the latest first.

        The widget ``raya_timeline`` asks for it by remote call.

        :return: list of entries as :meth:`_prepare_timeline_entry` makes them
        """
        self.ensure_one()
        self.check_access("read")
        # Of entries at the same moment, what providers tell later happened later.
        return sorted(self._get_timeline_entries(), key=lambda entry: entry["moment"])[::-1]

    def _get_timeline_entries(self):
        """The entries of all providers, in the order in which things usually happen.

        A provider is a method ``_get_timeline_<kind>()`` that returns a list of
        :meth:`_prepare_timeline_entry`. It searches as the reader, so that they
        see what they may see; a fact of the file itself is told to everybody,
        with its document only where they may open it. No prices. It asks the
        database once for all its entries, however many there are.

        Extended by the add-ons above: ``super()._get_timeline_entries() + self._get_timeline_<kind>()``.
        """
        return [
            *self._get_timeline_file(),
            *self._get_timeline_sale(),
            *self._get_timeline_delivery(),
            *self._get_timeline_start(),
            *self._get_timeline_meter(),
            *self._get_timeline_event(),
        ]

    @api.model
    def _prepare_timeline_entry(self, kind, when, title, *, icon, detail="", author=None, record=None):
        """One entry of the life of a unit, as plain values for the page.

        :param str kind: what it is; part of a class name on the page
        :param when: a date, or a datetime in UTC
        :param str icon: class of Font Awesome
        :param author: the ``res.users`` who did it
        :param record: the document behind it, which the reader may open
        :return: dict; ``moment`` sorts the entries, ``date`` is the day where the reader is
        """
        is_moment = isinstance(when, datetime)
        moment = fields.Datetime.context_timestamp(self, when) if is_moment else when
        return {
            "kind": kind,
            "moment": moment.isoformat(),
            "date": fields.Date.to_string(moment),
            "icon": icon,
            "title": title,
            "detail": detail or "",
            # The name of a colleague is no secret.
            "author": author.sudo().name if author else "",
            "res_model": record._name if record else False,
            "res_id": record.id if record else False,
        }

    def _get_timeline_file(self):
        return [
            self._prepare_timeline_entry(
                "file",
                # Of other things only the day is known: a file is opened before what happens on that day.
                self.company_id._raya_get_day(self.create_date),
                self.env._("Product file opened"),
                icon="fa-folder-open-o",
                author=self.create_uid,
            )
        ]

    def _get_timeline_sale(self):
        """Each invoice and credit note for those who may read them, else the day of the sale."""
        invoices = self._get_invoices().filtered(lambda move: move.state == "posted" and move.invoice_date)
        if not invoices and not self.date_invoice:
            return []
        if not invoices:
            title, order = self.env._("Sold"), self._get_orders()[:1]
            return [
                self._prepare_timeline_entry(
                    "sale", self.date_invoice, title, icon="fa-shopping-cart", detail=order.name, record=order
                )
            ]
        titles = {"out_invoice": self.env._("Sold"), "out_refund": self.env._("Credited")}
        return [
            self._prepare_timeline_entry(
                "sale",
                move.invoice_date,
                titles[move.move_type],
                icon="fa-shopping-cart",
                detail=move.name,
                record=move,
            )
            for move in invoices
            if move.move_type in titles
        ]

    def _get_timeline_delivery(self):
        """The delivery of a unit of which no slip tells."""
        if not self.date_delivery or "delivered" in self.event_ids.mapped("kind"):
            return []
        title = self.env._("Delivered")
        return [self._prepare_timeline_entry("delivery", self.date_delivery, title, icon="fa-truck")]

    def _get_timeline_event(self):
        """What happened to the unit; sale and credit note are told by their invoices."""
        return self.event_ids._prepare_timeline_entries()

    def _get_timeline_start(self):
        days = [
            (self.date_installation, self.env._("Installed")),
            (self.date_activation, self.env._("Activated")),
        ]
        return [self._prepare_timeline_entry("start", day, title, icon="fa-power-off") for day, title in days if day]
