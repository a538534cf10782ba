from odoo import fields, models


class RayaCompanyMakingMixin(models.AbstractModel):
    """What the program makes for a company: its names, and products that nobody else sells."""

    _name = "raya.company.making.mixin"
    _description = "What Is Made for a Company"

    def _raya_get_made_product(self, name, label, taxes):
        """What a field of this company holds: a service of its own, made on first need and sold by the program only.

        :param str name: of the field
        :param taxes: ``account.tax`` that it is sold with
        """
        self.ensure_one()
        # Whoever approves may read no settings.
        company = self.sudo()
        if not company[name]:
            product = company.env["product.product"].create(
                {
                    "name": self._raya_source(label),
                    "type": "service",
                    "invoice_policy": "order",
                    "sale_ok": False,
                    "purchase_ok": False,
                    "list_price": 0.0,
                    "taxes_id": [fields.Command.set(taxes.ids)],
                    "company_id": self.id,
                }
            )
            self._raya_translate_name(product.product_tmpl_id, label)
            company[name] = product
        return company[name]

    def _raya_source(self, label):
        return self.with_context(lang="en_US").env._(label)

    def _raya_translate_name(self, record, label):
        """Names made by us speak every language of the database."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        record.update_field_translations(
            "name",
            {code: self.with_context(lang=code).env._(label) for code in languages},
        )
