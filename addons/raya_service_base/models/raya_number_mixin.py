from odoo import api, fields, models
from odoo.exceptions import UserError

WITHOUT = "/"


class RayaNumberMixin(models.AbstractModel):
    """A record of a company whose name is a number, taken when it is made.

    Stands behind ``mail.thread`` in ``_inherit``, so that the mail about a new
    record names its number already.
    """

    _name = "raya.number.mixin"
    _description = "Numbered Record"
    _inherit = ["raya.protected.mixin"]

    # Code of the sequence, or of each company's own.
    _sequence_code = None
    # The date field whose day the sequence counts by; without, it is today.
    _number_date = None

    name = fields.Char("Number", required=True, default=WITHOUT, copy=False, readonly=True, index="trigram")

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered(lambda record: record.name == WITHOUT)._take_numbers()
        return records

    def write(self, vals):
        # An imported record may bring its number along; nobody changes it afterwards.
        self._check_unprotected({"name"} & vals.keys())
        return super().write(vals)

    def _take_numbers(self):
        """Number these records from the sequence of their company, looked up once."""
        for (company, day), records in self.grouped(lambda record: record._get_number_key()).items():
            sequence = self._get_number_sequence(company, day)
            for record in records:
                # Numbering is no right of the person who makes the record.
                record.sudo().name = sequence.next_by_id(day)

    def _get_number_key(self):
        return self.company_id, self[self._number_date] if self._number_date else None

    @api.model
    def _get_number_sequence(self, company, day):
        """The sequence that numbers the records of one company, in superuser mode.

        A model that makes the sequences on first need overrides it.

        :param day: the day that the numbers count by, ``None`` for today
        """
        # Numbering is no right of the person who makes the record.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", self._sequence_code), ("company_id", "in", (company.id, False))],
                order="company_id",
                limit=1,
            )
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "%(model)s has no sequence of numbers in %(company)s. "
                    "Ask an administrator to create one of the code %(code)s.",
                    model=self.env["ir.model"]._get(self._name).name,
                    company=company.display_name,
                    code=self._sequence_code,
                )
            )
        return sequence
