import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from psycopg2 import IntegrityError, OperationalError

from odoo.addons.raya_service_base.tools.notices import notice

_logger = logging.getLogger(__name__)
RETRIES_AT_ONCE = 1000
# Lines fail with their document.
PARENTS = {"sale.order.line": "order_id", "account.move.line": "move_id"}


class RayaAssetSyncFailure(models.Model):
    """A document whose product files could not be made; it is tried again until they can."""

    _name = "raya.asset.sync.failure"
    _description = "Failed Registration"
    _order = "id desc"
    _rec_name = "document"

    document = fields.Reference(
        [("account.move", "Invoice"), ("sale.order", "Sales Order")], required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    run_id = fields.Many2one(
        "raya.asset.sync.run", "Found by", readonly=True, index="btree_not_null", ondelete="set null"
    )
    error = fields.Text("Reason", readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    dismissal_reason = fields.Text("Dismissed Because", readonly=True)

    _document_once = models.UniqueIndex("(document)", "This document waits for its product files already.")

    @api.model
    def _try_sync(self, documents, line_domain=None, run=None):
        """Bring the product files of documents up to date, whatever is wrong with their setup.

        A mistake in the setup must never stop an invoice or a delivery: the
        documents that fail are written down, with a note on each, and tried
        again later; the others get their files. Only what PostgreSQL refuses
        because of another transaction goes up: Odoo repeats the whole request.
        For parameters and result see ``raya.asset.sync._sync()``.
        """
        if not documents:
            return self.env["raya.asset"]
        files, error = self._attempt(documents, line_domain)
        if not error:
            return files
        if len(documents) == 1:
            _logger.warning("No product files for %s", documents, exc_info=error)
            self._write_down(documents, error, run)
            return self.env["raya.asset"]
        middle = len(documents) // 2
        halves = documents[:middle], documents[middle:]
        return self.env["raya.asset"].union(*(self._try_sync(half, line_domain, run) for half in halves))

    @api.model
    def _attempt(self, documents, line_domain=None):
        """Product files of documents, or the mistake in the way; nothing is half done then."""
        try:
            with self.env.cr.savepoint():
                return self.env["raya.asset.sync"]._sync_or_raise(documents, line_domain), None
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            return self.env["raya.asset"], error

    @api.model
    def _write_down(self, document, error, run=None):
        """Write down that a document failed, for the service manager and on the document."""
        # Whoever posts or delivers has no rights here.
        document = document.sudo()
        document = document[PARENTS[document._name]] if document._name in PARENTS else document
        reference = f"{document._name},{document.id}"
        values = {
            "document": reference,
            "company_id": document.company_id.id,
            "run_id": run.id if run else False,
            "error": str(error),
        }
        known = self.sudo().with_context(active_test=False).search([("document", "=", reference)])
        if known:
            # What was dismissed is over as long as nothing else is wrong.
            if known.error != values["error"]:
                known._reopen(values["error"])
            return known
        document._message_log(
            body=self.env._(
                "The product files of this document could not be brought up to date: %(error)s "
                "They are tried again every hour.",
                error=error,
            )
        )
        if isinstance(error, IntegrityError):
            # Another transaction was faster; what it did is seen as soon as this one is over.
            self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_failure").sudo()._trigger()
        return self.sudo().create(values)

    def action_retry(self):
        """Try these documents again; those that work are taken off the list.

        :return: action that says how it went, and leads back to the list where nothing is left
        """
        self.check_access("read")
        # The list belongs to the program: people only read it.
        for failure in self.sudo():
            failure._retry()
        left = self.exists()
        if left:
            return notice(self.env._("Not yet: repair the cause that is named here, then try again."), "warning")
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_sync_failure_action")
        return notice(self.env._("The product files are up to date."), following={**action, "target": "main"})

    def _retry(self):
        document = self.document
        if not document or not document.exists():
            return self.unlink()
        self._reopen(self.error)
        _files, error = self._attempt(document)
        if error:
            self.error = str(error)
            return False
        return self.unlink()

    def _reopen(self, error):
        return self.write({"error": error, "active": True, "dismissal_reason": False})

    def action_dismiss(self):
        """The form that asks why these documents change no product file."""
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_sync_dismissal_action")
        return {**action, "context": {"default_failure_ids": self.ids}}

    def _dismiss(self, reason):
        """These documents are right, and the files are, too: nobody tries them again."""
        self.check_access("read")
        # The list belongs to the program: people only read it.
        self.sudo().write({"active": False, "dismissal_reason": reason})
        for failure in self.sudo().filtered(lambda failure: failure.document.exists()):
            failure.document._message_log(
                body=self.env._("No product file is changed by this document: %(reason)s", reason=reason)
            )

    @api.model
    def _get_dismissed(self, documents):
        """Of these documents those of which somebody said that they change no product file."""
        if not documents:
            return documents
        references = [f"{documents._name},{each}" for each in documents.ids]
        # Whoever posts has no rights here.
        found = self.sudo().search([("document", "in", references), ("active", "=", False)])
        return documents & documents.browse(failure.document.id for failure in found)

    @api.model
    def _cron_retry(self):
        failures = self.search([], order="id", limit=RETRIES_AT_ONCE)
        self.env["ir.cron"]._commit_progress(remaining=len(failures))
        for failure in failures:
            failure.sudo().exists()._retry()
            if not self.env["ir.cron"]._commit_progress(1):
                break
