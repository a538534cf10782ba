from odoo import models

from .stock_warehouse import OPERATION_CODES


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [*super()._get_rows(), *self._get_rows_of_parts(), self._get_row_of_approvals()]

    def _get_rows_of_parts(self):
        # Whoever leads the service need not read warehouses, but whether parts can be requested from them.
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.env.company.id)])
        return [self._get_row_of_warehouses(warehouses), self._get_row_of_clerks(warehouses)]

    def _get_row_of_clerks(self, warehouses):
        """Who hears that parts they prepare are not needed any more."""
        without = warehouses.filtered(lambda warehouse: not warehouse.raya_clerk_id)
        return self._prepare_row(
            "clerks",
            self.env._("Cancelled Requests"),
            warehouses and not without,
            self.env._("Nobody is told of cancelled requests in %s. Name the clerk of this warehouse.", without[0].name)
            if without
            else self.env._("The clerk of each warehouse is told of cancelled requests"),
            "stock.action_warehouse_form",
        )

    def _get_row_of_warehouses(self, warehouses):
        without = warehouses.filtered(lambda warehouse: not all(warehouse[name].active for name in OPERATION_CODES))
        return self._prepare_row(
            "warehouses",
            self.env._("Parts for Technicians"),
            warehouses and not without,
            self.env._(
                "%s gives technicians no parts: an operation type of it is archived or missing.", without[0].name
            )
            if without
            else self.env._(
                "%s warehouses give parts to technicians", self.env["res.lang"]._raya_format_number(len(warehouses))
            ),
            "stock.action_warehouse_form",
        )

    def _get_row_of_approvals(self):
        """Who approves the reports of each team: a rule, its leader, else the managers."""
        teams = self.env["raya.team"].search([("company_id", "=", self.env.company.id)])
        documents = [("document", "=", "raya.workorder"), ("company_id", "=", self.env.company.id)]
        rules = self.env["raya.approval.rule"].search_count(documents)
        headless = teams.filtered(lambda team: not (team.leader_id | team.deputy_id))
        managers = self.env.company._raya_get_role_holders("raya_service_base.group_service_manager")
        sentence = self.env._("The leader of each team approves its reports")
        if rules:
            sentence = self.env._("%s rules say who approves reports", self.env["res.lang"]._raya_format_number(rules))
        elif headless and managers:
            sentence = self.env._(
                "%s has no leader: the service managers are asked about its reports.", headless[0].name
            )
        elif headless:
            sentence = self.env._("Nobody approves the reports of %s. Give it a leader.", headless[0].name)
        return self._prepare_row(
            "approvals",
            self.env._("Approval of Reports"),
            rules or not headless,
            sentence,
            "raya_service_calls.raya_team_action" if headless else "raya_service_base.raya_approval_rule_action",
        )
