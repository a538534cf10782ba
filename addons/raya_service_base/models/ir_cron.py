from odoo import api, models
from odoo.fields import Domain


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _raya_walk(self, records, domain, size, position=None):
        """Records of a domain in chunks, in the order of their ids, as far as the time of the job goes.

        What the caller does to a chunk is committed before the next one is given.

        :param records: the model that is searched, with its environment
        :param size: how many records a chunk has at most
        :param position: key of the system parameter that remembers where the next
            job goes on; after the last record it begins anew
        """
        # The place in a long walk is nobody's setting: the job keeps it for itself.
        places = self.env["ir.config_parameter"].sudo()
        last = int(places.get_param(position, 0)) if position else 0
        while chunk := records.search(Domain(domain) & Domain("id", ">", last), order="id", limit=size):
            yield chunk
            last = chunk[-1].id
            if position:
                places.set_param(position, last)
            if not self._commit_progress(len(chunk)):
                return
        if position:
            places.set_param(position, 0)
