from odoo import models

from .res_company import ACCOUNTS

# What the vouchers of every company need; see ``res.company._raya_missing_settings``.
NEEDED = ("raya_voucher_journal_id", *ACCOUNTS, "raya_warranty_location_id", "account_stock_journal_id")


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [
            *super()._get_rows(),
            self._get_row_of_vouchers(),
            self._get_row_of_hourly_costs(),
            self._get_row_of_sold_services(),
            self._get_row_of_invoices(),
            *self._get_rows_of_travel(),
        ]

    def _get_row_of_vouchers(self):
        # Whoever leads the service may read no settings, but whether they are set.
        company = self.env.company.sudo()
        labels = company.fields_get(NEEDED, ["string"])
        missing = [labels[name]["string"] for name in NEEDED if not company[name]]
        return self._prepare_row(
            "vouchers",
            self.env._("Cost Vouchers"),
            not missing,
            self.env._("Warranty work cannot be posted: an administrator sets %s.", ", ".join(missing))
            if missing
            else self.env._("The cost of warranty work has its journal and accounts"),
            "raya_service_base.raya_service_settings_action",
        )

    def _get_row_of_hourly_costs(self):
        # Whoever leads the service need not read employees, but whose labour costs nothing in the books.
        teams = self.env["raya.team"].search([("company_id", "=", self.env.company.id)])
        employees = teams.user_ids.sudo().with_company(self.env.company).employee_id
        free = employees.filtered(lambda employee: not employee.hourly_cost)
        return self._prepare_row(
            "hourly_costs",
            self.env._("Hourly Cost of Technicians"),
            employees and not free,
            self.env._("The labour of %s costs nothing: covered work is booked too low.", free[0].name)
            if free
            else self.env._("%s technicians have their hourly cost", len(employees)),
            "hr.open_view_employee_list_my",
        )

    def _get_row_of_sold_services(self):
        """Jobs refuse a service that nothing sells, in the middle of the work."""
        domain = [("product_id", "=", False)]
        unsold = self.env["raya.operation"].search(domain, limit=1)
        count = self.env["raya.operation"].search_count([("product_id", "!=", False)])
        return self._prepare_row(
            "sold_services",
            self.env._("Products that Sell Services"),
            count and not unsold,
            self.env._("%s has no product that sells it.", unsold.name)
            if unsold
            else self.env._("%s services have a product that sells them", count),
            "raya_service_knowledge.raya_operation_action",
        )

    def _get_row_of_invoices(self):
        company = self.env.company
        # Whoever leads the service need not read journals, but whether there is one.
        Journal = self.env["account.journal"].sudo()
        domain = [*Journal._check_company_domain(company), ("type", "=", "sale")]
        found = Journal.search_count(domain, limit=1)
        return self._prepare_row(
            "invoices",
            self.env._("Invoices of Jobs"),
            found,
            self.env._("Invoices have their journal")
            if found
            else self.env._("%s has no journal for invoices: load its chart of accounts.", company.name),
            "account.action_account_journal_form",
        )

    def _get_rows_of_travel(self):
        """Where travel is charged: a tariff has to say at what."""
        company = self.env.company
        # As above.
        if not company.sudo().raya_is_travel_charged:
            return []
        domain = [("company_id", "=", company.id), ("tariff_id.state", "=", "in_force"), ("kind", "=", "travel")]
        found = self.env["raya.tariff.line"].sudo().search_count(domain, limit=1)
        return [
            self._prepare_row(
                "travel",
                self.env._("Travel"),
                found,
                self.env._("A tariff in force prices travel")
                if found
                else self.env._("Travel is charged, and no tariff in force prices it: add a line of travel."),
                "raya_service_billing.raya_tariff_action",
            )
        ]
