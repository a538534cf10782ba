from odoo import models
from odoo.http import request
from werkzeug.exceptions import BadRequest, NotFound

# What Odoo compares with secrets, byte by byte.
SECRETS = ("access_token", "csrf_token")
LARGEST_ID = 2**31 - 1


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Our pages for strangers take plain text only, and the files that their route names in ``raya_files``."""
        files = rule.endpoint.routing.get("raya_files")
        if files is not None:
            cls._raya_check_input(args, files)
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _raya_check_input(cls, args, files):
        """Refuse what no browser sends from our forms, before anything reads it.

        :param dict args: parts of the address
        :param files: names of fields that may hold a file
        :raises BadRequest: for a character that no database keeps, a file in place of a
            text, a field that would be taken for the page itself, a secret that is none
        :raises NotFound: for a number that no record can have
        """
        if any(isinstance(value, int) and value > LARGEST_ID for value in args.values()):
            raise NotFound
        # Of several files in one field the parameters hold the first only.
        files_sent = request.httprequest.files.items(multi=True)
        for name, value in (*request.get_http_params().items(), *files_sent):
            text = value if isinstance(value, str) else value.filename or ""
            is_stray = not isinstance(value, str) and name not in files
            is_no_secret = name in SECRETS and not text.isascii()
            if name == "self" or "\0" in name + text or is_stray or is_no_secret:
                raise BadRequest
