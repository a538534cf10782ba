# Mixins first: the models below inherit them.
from . import raya_import_reference_mixin

# isort: split
from . import raya_import_mixin

# isort: split
from . import (
    raya_applicability_mixin,
    raya_import_contact_mixin,
    raya_print_mixin,
    raya_transition_mixin,
    res_company,
    res_config_settings,
    res_lang,
)
