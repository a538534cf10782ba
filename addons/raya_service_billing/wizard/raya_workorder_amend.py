from odoo import models


class RayaWorkorderAmend(models.TransientModel):
    _inherit = "raya.workorder.amend"

    def _tell_undone(self, job):
        # A supervisor reads no invoices and vouchers of their own accord.
        charges = job.sudo().charge_ids.filtered(lambda charge: charge.version == job.version - 1)
        moves = charges.share_ids.sale_line_id.invoice_lines.move_id.filtered(lambda move: move.state == "posted")
        credited = [
            self.env._("%(invoice)s is credited by %(note)s.", invoice=note.reversed_entry_id.name, note=note.name)
            for note in moves.filtered("reversed_entry_id").sorted("id")
        ]
        reversed_ = [
            self.env._("Cost voucher %s is reversed.", voucher.name)
            for voucher in charges.voucher_line_ids.voucher_id.filtered(lambda voucher: voucher.state == "reversed")
        ]
        return [*super()._tell_undone(job), *credited, *reversed_]
