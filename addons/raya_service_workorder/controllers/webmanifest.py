import logging

from odoo.addons.web.controllers.webmanifest import WebManifest
from odoo.http import request

from ..tools import offline

_logger = logging.getLogger(__name__)


class RayaWebManifest(WebManifest):
    def _get_service_worker_content(self):
        """Where the company wants it, pages open without connection also after the browser stopped the worker."""
        script = super()._get_service_worker_content()
        # Whoever asks for the worker may be nobody yet.
        if not request.env["ir.config_parameter"].sudo().get_param("raya_service_workorder.open_offline"):
            return offline.forget_session(script)
        changed = offline.keep_session(script)
        if changed is None:
            _logger.warning("Odoo's service worker has changed: My Jobs does not open without connection.")
        return changed or script
