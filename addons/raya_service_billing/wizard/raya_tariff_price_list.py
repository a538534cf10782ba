import base64
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools.typed import serial_key

from ..tools import price_list

MOST_NAMED = 10


class Reading(NamedTuple):
    """What a price list says about the services that are known.

    :param prices: dict of entries by ``raya.operation``
    :param unknown: entries whose service nobody knows
    :param unpriced: entries whose price is no amount
    """

    prices: dict
    unknown: list
    unpriced: list


class RayaTariffPriceList(models.TransientModel):
    """Takes a published price list, as it is, into the draft of a tariff."""

    _name = "raya.tariff.price.list"
    _description = "Import a price list"
    _inherit = ["raya.form.mixin"]

    tariff_id = fields.Many2one(
        "raya.tariff", required=True, ondelete="cascade", default=lambda self: self.env.context.get("active_id")
    )
    file = fields.Binary("Spreadsheet", required=True, attachment=False, help="Of the kind XLSX, XLS, ODS or CSV.")
    file_name = fields.Char()
    summary = fields.Text("What Is Taken", compute="_compute_summary")

    @api.depends("file", "file_name")
    @api.depends_context("lang")
    def _compute_summary(self):
        """Told before anything is written: what is taken, and what is not."""
        for wizard in self:
            wizard.summary = wizard._get_summary(wizard._read()) if wizard.file else False

    def action_import(self):
        """Prices of known services are written on the lines that are for the service alone, or make new ones."""
        self.ensure_one()
        reading = self._read()
        if not reading.prices:
            raise UserError(self._get_summary(reading))
        tariff = self.tariff_id
        tariff._check_open()
        plain = {line.operation_id: line for line in tariff.line_ids if line._is_for_service_alone()}
        new = []
        for operation, entry in reading.prices.items():
            values = self._prepare_line_values(entry)
            if operation in plain:
                plain[operation].write(values)
            else:
                new.append({"tariff_id": tariff.id, "operation_id": operation.id, **values})
        tariff.line_ids.create(new)
        tariff.message_post(body=self._get_summary(reading), subtype_xmlid="mail.mt_note")
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _prepare_line_values(self, entry):
        if entry.is_hourly:
            return {"price": entry.price, "pricing": "hour"}
        return {"price": entry.price, "pricing": "fixed", "minimum_minutes": 0, "step_minutes": 0}

    def _read(self):
        """:class:`Reading` of the file.

        :raises UserError: where it is no spreadsheet, or no price list
        """
        try:
            entries = price_list.read(self._read_rows())
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%s is no price list. One of its first lines has to name the columns: Code or Service, and Price.",
                    self.file_name or self.env._("This file"),
                )
            ) from error
        known, prices = self._get_known(), {}
        unpriced = [entry for entry in entries if entry.price is None]
        unknown = []
        for entry in entries:
            found = self._find(known, entry)
            if entry.price is not None and found:
                prices[found] = entry
            elif entry.price is not None:
                unknown.append(entry)
        return Reading(prices, unknown, unpriced)

    def _read_rows(self):
        reader = self.env["base_import.import"].create(
            {
                "res_model": "raya.tariff.line",
                # Not its size, which a form asks for instead.
                "file": base64.b64decode(self.with_context(bin_size=False).file),
                "file_name": self.file_name or "",
            }
        )
        return reader._read_file({"quoting": '"', "separator": "", "encoding": ""})[1]

    @api.model
    def _get_known(self):
        """Services by their codes and by their names in all languages, as keys."""
        known = {}
        operations = self.env["raya.operation"].search([("active", "=", True)])
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for name in ("name", "code"):
            for language in languages:
                for operation in operations.with_context(lang=language):
                    known[name, serial_key(operation[name])] = operation.with_env(self.env)
        return known

    @api.model
    def _find(self, known, entry):
        """The service of an entry: by its code, else by its name."""
        by_code = known.get(("code", serial_key(entry.code))) if entry.code else None
        return by_code or (known.get(("name", serial_key(entry.name))) if entry.name else None)

    def _get_summary(self, reading):
        sentences = [self.env._("Prices taken: %s.", self.env["res.lang"]._raya_format_number(len(reading.prices)))]
        if reading.unknown:
            sentences.append(
                self.env._(
                    "Not known as services, and left out: %s. Have them added to the services, or correct their names.",
                    self._name_entries(reading.unknown),
                )
            )
        if reading.unpriced:
            sentences.append(
                self.env._("Without an amount, and left out: %s.", self._name_entries(reading.unpriced, with_text=True))
            )
        return "\n".join(sentences)

    def _name_entries(self, entries, *, with_text=False):
        names = [
            f"{entry.name or entry.code} ({entry.text})" if with_text else entry.name or entry.code
            for entry in entries[:MOST_NAMED]
        ]
        if len(entries) > MOST_NAMED:
            names.append(self.env._("%s more", self.env["res.lang"]._raya_format_number(len(entries) - MOST_NAMED)))
        return format_list(self.env, names, "unit")
