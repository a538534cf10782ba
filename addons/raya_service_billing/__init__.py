from . import models, tools


def _post_init_hook(env):
    env["res.company"].search([], order="parent_path")._raya_configure_billing()
