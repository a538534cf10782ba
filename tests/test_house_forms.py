"""A form that asks people for something tells nothing of records that they may not open."""

import pytest
from test_house import NAMES, attribute, has_base, mixins_of, model_classes


@pytest.mark.parametrize("addon", NAMES)
def test_forms_check_what_they_name(addon):
    forms = [
        node for node, _file in model_classes(addon) if has_base(node, "TransientModel") and attribute(node, "_name")
    ]
    assert not [node.name for node in forms if "raya.form.mixin" not in mixins_of(node)]
