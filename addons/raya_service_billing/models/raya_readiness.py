from odoo import models

from .res_company import ACCOUNTS

# What the vouchers of every company need; see ``res.company._raya_missing_settings``.
OF_AGENTS = "raya_agent_account_id"
OF_VOUCHERS = [name for name in ACCOUNTS if name != OF_AGENTS]
NEEDED = ("raya_voucher_journal_id", *OF_VOUCHERS, "raya_warranty_location_id", "account_stock_journal_id")


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [
            *super()._get_rows(),
            self._get_row_of_vouchers(),
            self._get_row_of_hourly_costs(),
            self._get_row_of_sold_services(),
            self._get_row_of_tariffs(),
            self._get_row_of_invoices(),
            self._get_row_of_field_payments(),
            self._get_row_of_agents(),
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
            else self.env._(
                "%s technicians have their hourly cost", self.env["res.lang"]._raya_format_number(len(employees))
            ),
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
            else self.env._(
                "%s services have a product that sells them", self.env["res.lang"]._raya_format_number(count)
            ),
            "raya_service_knowledge.raya_operation_action",
        )

    def _get_row_of_tariffs(self):
        """Where tariffs price services, and nothing follows the last one, price lists do from then on."""
        # Whoever leads the service need not read tariffs, but whether they hold.
        held = self.env["raya.tariff.pricing"].sudo()._get_held(self.env.company)
        day = held._get_free_day(self.env.company._raya_get_day()) if held else None
        return self._prepare_row(
            "tariffs",
            self.env._("Tariffs"),
            not day,
            self._get_sentence_of_tariffs(held, day),
            "raya_service_billing.raya_tariff_action",
        )

    def _get_sentence_of_tariffs(self, held, day):
        if not held:
            return self.env._("No tariff holds yet: services are priced by price lists")
        if not day:
            return self.env._("Tariffs in force price services")
        return self.env._(
            "No tariff holds from %s on, and price lists price services: put the version that follows in force.",
            self.env["res.lang"]._raya_format_day(day),
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

    def _get_row_of_field_payments(self):
        # Whoever leads the service may read no settings, but whether they are set.
        company = self.env.company.sudo()
        return self._prepare_row(
            "field_payments",
            self.env._("Payments on Site"),
            company.raya_field_cash_journal_id,
            self.env._("Cash that technicians take has its journal")
            if company.raya_field_cash_journal_id
            else self.env._(
                "Technicians can take no cash: an administrator sets the journal of cash with technicians."
            ),
            "raya_service_base.raya_service_settings_action",
        )

    def _get_row_of_agents(self):
        """Agents whose work is approved and nowhere paid ask for it at the end of the month."""
        company = self.env.company
        teams = self.env["raya.team"].search([("company_id", "=", company.id), ("agent_id", "!=", False)])
        domain = [("company_id", "parent_of", company.ids), ("tariff_id.state", "=", "in_force")]
        agreed = self.env["raya.tariff.pay"].search(domain).agent_id.ids
        is_common = self.env["raya.tariff.pay"].search_count([*domain, ("agent_id", "=", False)], limit=1)
        unpaid = teams.agent_id.filtered(lambda agent: not is_common and agent.id not in agreed)
        # Whoever leads the service may read no settings, but whether they are set.
        is_account_set = bool(company.sudo()[OF_AGENTS])
        return self._prepare_row(
            "agents",
            self.env._("Paid to Agents"),
            not teams or (is_account_set and not unpaid),
            self._get_sentence_of_agents(teams, unpaid, is_account_set),
            "raya_service_billing.raya_tariff_action" if unpaid else "raya_service_base.raya_service_settings_action",
        )

    def _get_sentence_of_agents(self, teams, unpaid, is_account_set):
        if not teams:
            return self.env._("No team is one of an external agent")
        if unpaid:
            return self.env._("No tariff in force says what %s is paid.", unpaid[0].display_name)
        if not is_account_set:
            return self.env._("Bills of agents have no account: an administrator sets it.")
        return self.env._(
            "%s external agents are paid by tariff", self.env["res.lang"]._raya_format_number(len(teams.agent_id))
        )

    def _get_rows_of_travel(self):
        """Where travel is charged: a tariff has to say at what."""
        company = self.env.company
        # As above.
        if not company.sudo().raya_is_travel_charged:
            return []
        domain = [("company_id", "parent_of", company.ids), ("tariff_id.state", "=", "in_force")]
        found = self.env["raya.tariff.line"].sudo().search_count([*domain, ("kind", "=", "travel")], limit=1)
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
