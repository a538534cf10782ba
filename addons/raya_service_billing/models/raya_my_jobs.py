from odoo import api, models


class RayaMyJobs(models.AbstractModel):
    _inherit = "raya.my.jobs"

    @api.model
    def get_money(self, job_id):
        """What one job costs its customer as it stands, and what was taken for it; for whoever works on it.

        It is asked for when somebody wants to know: a price follows everything that is done on a job.

        :param int job_id: of a ``raya.workorder``
        :return: dict of texts: ``lines`` (``label``, ``amount``, ``reason``) with their sum last, empty where the
            company tells prices by the invoice only; ``owed`` (``name``, ``amount``) of each payer with taxes, less
            what was taken; ``taken`` (``name``, ``amount``), the receipts that stand; ``canTake``
        :raises AccessError, MissingError: where the job is not the user's to work on
        """
        self._check_technician()
        job = self._get_own_job(job_id)
        owed = job._get_owed_amounts() if job.partner_id else {}
        return {
            "lines": [charge._asdict() for charge in job._get_paper_charges()],
            "owed": [
                {"name": payer.display_name, "amount": job._format_amount(amount)} for payer, amount in owed.items()
            ],
            "taken": [
                {"name": receipt.name, "amount": job._format_amount(receipt.amount)}
                for receipt in job._get_standing_receipts()
            ],
            "canTake": bool(owed) and job.state != "cancelled",
        }
