import io

from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests import test_odd_input

from .common import ServiceCallsCommon

PNG = test_odd_input.PNG


class OddRequestCommon(ServiceCallsCommon):
    """A call of the customer, with its links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(asset_id=cls.unit.id)
        cls.env["raya.call.request"]._get_tracking_url(cls.call)

    def _get_address(self, url, number=None):
        token = str(number or self.call.tracking_token)
        url = url.replace("/service/request/<string:token>", f"/service/request/{token}")
        return super()._get_address(url.replace("<int:call_id>", str(number or self.call.id)), number)


@tagged("post_install", "-at_install")
class TestOddRequest(OddRequestCommon, test_odd_input.TestOddInput):
    """The same where the label takes requests for service, and customers read and write to their calls."""

    def test_several_files_are_looked_at_one_by_one(self):
        for page in (self.call.access_url + "/reply", f"/my/products/{self.unit.id}/request"):
            names = ("a.png", "b\0.png")
            files = [("photos", (name, io.BytesIO(PNG), "image/png")) for name in names]
            self._assert_answered(self._send(page, files=files), page)
        self.assertFalse(self.call.message_attachment_count)

    def test_odd_choices_are_answered(self):
        for name in ("value", "symptom", "times", "words", "feedback", "photos"):
            for text in test_odd_input.ODD_TEXTS[1:]:
                for action in ("/reply", "/times", "/rate"):
                    self._assert_answered(
                        self._send(self.call.access_url + action, {name: text[:2000]}), name, text[:20]
                    )
                page = f"/my/products/{self.unit.id}/request"
                self._assert_answered(self._send(page, {"statement": "x", name: text[:2000]}), name, text[:20])
