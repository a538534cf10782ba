from . import base_import_import, base_import_language, raya_send_back
