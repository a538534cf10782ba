from . import base, domain_dates, ir_actions_report, ir_http, res_lang, res_users, res_users_settings
