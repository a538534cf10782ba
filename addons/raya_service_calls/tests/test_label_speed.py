from datetime import timedelta

from odoo import fields

from odoo.addons.raya_service_asset.tests.test_label import LabelCommon

from .common import ServiceCallsCommon


class TestLabelSpeed(LabelCommon, ServiceCallsCommon):
    def test_what_a_label_asks_before_it_takes_a_request_has_its_indexes(self):
        """J4: the number of who asks is compared with those of the same unit and of one day, never looked up in all."""
        since = fields.Datetime.now() - timedelta(days=1)
        of_unit = [("asset_id", "=", self.asset.id), ("channel", "=", "label"), ("create_date", ">=", since)]
        of_address = [("caller_origin", "=", "x"), ("channel", "=", "label"), ("create_date", ">=", since)]
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for domain, column in ((of_unit, "asset_id"), (of_address, "caller_origin")):
            query = self.env["raya.call"].sudo()._search(domain).select()
            self.env.cr.execute("EXPLAIN " + self.env.cr.mogrify(query.code, query.params).decode())
            plan = " ".join(row[0] for row in self.env.cr.fetchall())
            self.assertRegex(plan, rf"Index Cond: \(+{column}\b")

    def test_a_request_looks_no_number_up(self):
        """J4"""
        asked = []
        self.patch(type(self.env.cr), "execute", self._listen(type(self.env.cr).execute, asked))
        self.asset.sudo()._request_service("Reza", "0912 000 0000", "It leaks.")
        self.assertTrue(asked)
        looked = [query for query in asked if "caller_phone" in query.partition("WHERE")[2]]
        self.assertFalse(looked)

    @staticmethod
    def _listen(execute, asked):
        def listening(cursor, query, params=None, log_exceptions=True):
            asked.append(str(getattr(query, "code", query)))
            return execute(cursor, query, params, log_exceptions)

        return listening
