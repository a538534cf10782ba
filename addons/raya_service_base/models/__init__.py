# Mixins first, each behind those that it inherits: the models below inherit them.
from . import raya_import_reference_mixin, raya_protected_mixin

# isort: split
from . import raya_import_mixin, raya_number_mixin, raya_transition_mixin, raya_version_mixin

# isort: split
from . import (
    ir_cron,
    raya_applicability_mixin,
    raya_approval_mixin,
    raya_guest_mixin,
    raya_import_contact_mixin,
    raya_print_mixin,
    raya_run_mixin,
    res_company,
    res_config_settings,
    res_lang,
)
