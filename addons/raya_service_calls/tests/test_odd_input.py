from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests import test_odd_input


@tagged("post_install", "-at_install")
class TestOddRequest(test_odd_input.TestOddInput):
    """The same where the label takes requests for service."""
