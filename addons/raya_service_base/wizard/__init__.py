from . import base_import_import, raya_send_back
