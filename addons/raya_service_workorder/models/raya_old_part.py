from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.image import image_data_uri

from .raya_part_move import Order

STATES = [
    ("owed", "Owed by the Technician"),
    ("received", "To Be Inspected"),
    ("done", "Inspected"),
]
USERS = "raya_service_base.group_service_user"
INSPECTORS = ("stock.group_stock_user", "raya_service_base.group_service_dispatcher")


class RayaOldPart(models.Model):
    """The old part that was taken out: owed by the technician until it is received, and then inspected.

    One row for each part line whose old part comes back, or came; read from the stock moves.
    """

    _name = "raya.old.part"
    _description = "Old part"
    _auto = False
    _order = "date_since, id"
    _rec_name = "product_id"

    # The clerk may read no work order, but its number.
    part_id = fields.Many2one("raya.part", "Part Line", readonly=True, groups=USERS)
    workorder_id = fields.Many2one("raya.workorder", "Work Order", readonly=True, groups=USERS)
    job = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Technician", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", "Part", readonly=True)
    removed_serial = fields.Char("Serial Taken Out", readonly=True)
    qty_owed = fields.Float("Owed", readonly=True, digits="Product Unit")
    qty_received = fields.Float("Received", readonly=True, digits="Product Unit")
    qty_to_inspect = fields.Float("To Inspect", readonly=True, digits="Product Unit")
    date_since = fields.Datetime("Since", readonly=True)
    age = fields.Integer("Days", readonly=True, aggregator="max")
    state = fields.Selection(STATES, readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT told.*, EXTRACT(DAY FROM now() AT TIME ZONE 'UTC' - told.date_since)::integer AS age,
                   CASE WHEN told.qty_owed > 0 THEN 'owed'
                        WHEN told.qty_to_inspect > 0 THEN 'received' ELSE 'done' END AS state
              FROM (
                SELECT part.id, part.id AS part_id, job.id AS workorder_id, job.name AS job, job.user_id,
                       job.company_id, part.product_id, part.removed_serial,
                       CASE WHEN part.is_old_owed
                            THEN GREATEST(part.qty_reported - COALESCE(moved.received, 0), 0) ELSE 0 END AS qty_owed,
                       COALESCE(moved.received, 0) AS qty_received,
                       COALESCE(moved.received, 0) - COALESCE(moved.inspected, 0) AS qty_to_inspect,
                       COALESCE(job.approved_date, part.write_date) AS date_since
                  FROM raya_part part
                  JOIN raya_workorder job ON job.id = part.workorder_id
                  LEFT JOIN (
                    SELECT move.raya_part_id AS part_id,
                           SUM(CASE WHEN dest.raya_place = 'defective' THEN move.quantity END) AS received,
                           SUM(CASE WHEN source.raya_place = 'defective' THEN move.quantity END) AS inspected
                      FROM stock_move move
                      JOIN stock_location source ON source.id = move.location_id
                      JOIN stock_location dest ON dest.id = move.location_dest_id
                     WHERE move.state = 'done' AND move.raya_part_id IS NOT NULL
                       AND 'defective' IN (source.raya_place, dest.raya_place)
                     GROUP BY move.raya_part_id
                  ) moved ON moved.part_id = part.id
                 WHERE job.state NOT IN ('draft', 'cancelled')
                   AND ((part.is_old_owed AND part.qty_reported > 0) OR moved.received > 0)
              ) told
            """
        )

    # What the warehouse does with them

    def action_receive(self):
        """The technician has handed the old parts in."""
        self._check_inspector()
        self._act(
            "defective", [(part, owed, part._get_old_lots(owed)) for part, owed in self._get_quantities("qty_owed")]
        )

    def action_scrap(self):
        self._inspect("scrap")

    def action_to_supplier(self):
        self._inspect("to_supplier")

    def action_refurbish(self):
        """It is good again: goods of ours from now on, in the warehouse that gave the new one."""
        self._move("refurbish", self._inspect("disown"), is_ours=True)

    def _inspect(self, kind):
        """:return: what was there to inspect, as :meth:`_act` takes it"""
        self._check_inspector()
        there = self._get_quantities("qty_to_inspect")
        return self._act(kind, [(part, quantity, part._get_old_lots_to_inspect()) for part, quantity in there])

    def _get_quantities(self, name):
        # As above.
        return [(row.part_id, row[name]) for row in self.sudo() if row[name] > 0]

    def _act(self, kind, rows):
        """:param rows: tuples of ``raya.part``, quantity, and pairs of lot and quantity"""
        if not rows:
            raise UserError(self.env._("There is nothing of these old parts to do this with."))
        self._move(kind, rows)
        self.invalidate_model()
        return rows

    def _move(self, kind, rows, is_ours=False):
        """What is not ours is not valued: a customer's old part was never bought."""
        self.env["raya.part.move"]._move(
            kind,
            [
                Order(
                    part,
                    quantity,
                    lots,
                    owner=None if is_ours else part.workorder_id.partner_id.commercial_partner_id,
                )
                for part, quantity, lots in rows
            ],
        )

    def _check_inspector(self):
        """Clerks and leaders say what came and what becomes of it; neither needs the rights of the other."""
        if not any(self.env.user.has_group(group) for group in INSPECTORS):
            raise AccessError(self.env._("The warehouse receives and inspects old parts. Hand them in there."))
        self.check_access("read")

    def action_print_label(self):
        return self.env.ref("raya_service_workorder.raya_old_part_label_action").report_action(self)

    def _get_label_barcode(self):
        """The number of the job as a picture to scan, as a data address."""
        picture = self.env["ir.actions.report"].barcode("Code128", self.job, width=400, height=60)
        return image_data_uri(b64encode(picture))

    @api.depends("product_id", "job")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.job}: {row.product_id.display_name}"
