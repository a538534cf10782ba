from . import base, domain_dates, ir_http, res_lang, res_users, res_users_settings
