from odoo import models

from .raya_call_stage import STAGE_KINDS


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [
            *super()._get_rows(),
            self._get_row_of_teams(),
            self._get_row_of_members(),
            self._get_row_of_stages(),
            self._get_row_of_aliases(),
            self._get_row_of_calendars(),
            self._get_row_of_service_levels(),
            self._get_row_of_caller_files(),
        ]

    def _get_row_of_teams(self):
        count = self.env["raya.team"].search_count([])
        return self._prepare_row(
            "teams",
            self.env._("Technical Teams"),
            count,
            self.env._("%s teams", self.env["res.lang"]._raya_format_number(count))
            if count
            else self.env._("Calls cannot be referred to anybody. Make a team."),
            "raya_service_calls.raya_team_action",
        )

    def _get_row_of_members(self):
        teams = self.env["raya.team"].search([("company_id", "in", self.env.companies.ids)])
        empty = teams.filtered(lambda team: not team.user_ids)
        return self._prepare_row(
            "members",
            self.env._("Technicians of the Teams"),
            teams and not empty,
            self.env._("Nobody works in %s: no technician can be proposed.", empty[0].name)
            if empty
            else self.env._("%s technicians", self.env["res.lang"]._raya_format_number(len(teams.user_ids))),
            "raya_service_calls.raya_team_action",
        )

    def _get_row_of_stages(self):
        """A stage of some teams is none for the calls of others, nor for those that no team has yet."""
        kinds = dict(self.env["raya.call.stage"]._read_group([("team_ids", "=", False)], ["kind"], ["__count"]))
        labels = dict(self.env["raya.call.stage"]._fields["kind"]._description_selection(self.env))
        missing = [labels[kind] for kind, _label in STAGE_KINDS if kind not in kinds]
        return self._prepare_row(
            "stages",
            self.env._("Call Stages"),
            not missing,
            self.env._("No stage of all teams is of the kind %s: calls may not get there.", missing[0])
            if missing
            else self.env._("Each kind has its stage"),
            "raya_service_calls.raya_call_stage_action",
        )

    def _get_row_of_aliases(self):
        teams = self.env["raya.team"].search([("alias_name", "!=", False)])
        deaf = teams.filtered(lambda team: not team.alias_domain_id)
        sentence = self.env._("%s teams take mail", self.env["res.lang"]._raya_format_number(len(teams)))
        if deaf:
            sentence = self.env._("The mail address of %s has no domain: no mail arrives.", deaf[0].name)
        elif not teams:
            sentence = self.env._("Customers' mails open no calls. Give a team its mail address.")
        return self._prepare_row(
            "aliases",
            self.env._("Mail to the Teams"),
            teams and not deaf,
            sentence,
            "raya_service_calls.raya_team_action",
        )

    def _get_row_of_calendars(self):
        teams = self.env["raya.team"].search([("company_id", "in", self.env.companies.ids)])
        without = teams.filtered(lambda team: not (team.resource_calendar_id or team.company_id.resource_calendar_id))
        return self._prepare_row(
            "calendars",
            self.env._("Working Hours"),
            not without,
            self.env._("%s has no working hours: its service levels run day and night.", without[0].name)
            if without
            else self.env._("Every team has its working hours"),
            "raya_service_calls.raya_team_action",
        )

    def _get_row_of_service_levels(self):
        count = self.env["raya.sla.policy"].search_count([])
        return self._prepare_row(
            "service_levels",
            self.env._("Service Levels"),
            count,
            self.env._("%s service levels", self.env["res.lang"]._raya_format_number(count))
            if count
            else self.env._("Nothing warns when a customer waits too long. Make a service level."),
            "raya_service_calls.raya_sla_policy_action",
        )

    def _get_row_of_caller_files(self):
        days = self.env.company.raya_caller_file_days
        return self._prepare_row(
            "caller_files",
            self.env._("Photos and Voices of Callers"),
            days,
            self.env._("Deleted after %s days", self.env["res.lang"]._raya_format_number(days))
            if days
            else self.env._("What callers sent is kept for good. Say in the settings for how long you need it."),
            "raya_service_base.raya_service_settings_action",
        )
