# Mixins first, each behind those that it inherits: the models below inherit them.
from . import (
    raya_bounds_mixin,
    raya_folded_mixin,
    raya_import_refusal_mixin,
    raya_protected_mixin,
    raya_serial_mixin,
    raya_version_line_mixin,
)

# isort: split
from . import raya_import_reference_mixin, raya_number_mixin, raya_transition_mixin, raya_version_mixin

# isort: split
from . import raya_import_mixin

# isort: split
from . import (
    base,
    ir_cron,
    ir_fields_converter,
    ir_module_module,
    product_category,
    product_product,
    product_template,
    raya_applicability_mixin,
    raya_approval_mixin,
    raya_approval_rule,
    raya_approval_step,
    raya_first_page,
    raya_form_mixin,
    raya_guest_mixin,
    raya_import_contact_mixin,
    raya_linked_mixin,
    raya_print_mixin,
    raya_readiness,
    raya_run_mixin,
    res_company,
    res_config_settings,
    res_lang,
    res_partner,
    res_users,
)
