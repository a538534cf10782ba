from datetime import datetime, time

import pytz
from odoo import api, fields, models
from odoo.tools import DEFAULT_SERVER_DATE_FORMAT, DEFAULT_SERVER_DATETIME_FORMAT, SQL
from odoo.tools.misc import get_lang

from ..tools import babel_calendar, periods, solar_names
from ..tools.babel_calendar import GREGORIAN, LATIN, SOLAR

# Key of the context in which the web client's groups are made; the program's own sums are made without.
CALENDAR = "raya_calendar"


class Base(models.AbstractModel):
    """Groups by month, quarter and year in the calendar of whoever looks at them.

    Only what the web client asks for: code that sums up by month goes on with Odoo's months.
    """

    _inherit = "base"

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, *args, **kwargs):
        return super(Base, self._raya_as_read(groupby)).web_read_group(domain, groupby, *args, **kwargs)

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        return super(Base, self._raya_as_read(groupby)).formatted_read_group(domain, groupby, *args, **kwargs)

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, domain, grouping_sets, *args, **kwargs):
        specs = [spec for specs in grouping_sets for spec in specs]
        reader = self._raya_as_read(specs)
        return super(Base, reader).formatted_read_grouping_sets(domain, grouping_sets, *args, **kwargs)

    @api.model
    @api.readonly
    def read_progress_bar(self, domain, group_by, progress_bar):
        return super(Base, self._raya_as_read([group_by])).read_progress_bar(domain, group_by, progress_bar)

    def _raya_as_read(self, groupby):
        """The model for whoever reads these groups; itself where Odoo shows them right."""
        if CALENDAR in self.env.context or not any(":" in spec for spec in groupby):
            return self
        reader = self.env["res.lang"]._raya_get_web_convention()
        if {reader, self.env["res.lang"]._raya_get_convention_of_text()} == {(GREGORIAN, LATIN)}:
            return self
        return self.with_context(**{CALENDAR: reader})

    def _raya_get_period(self, groupby_spec):
        """The period of a group that this reader counts otherwise than Odoo does, or ``None``."""
        period = groupby_spec.partition(":")[2]
        calendar, _numerals = self.env.context.get(CALENDAR) or (GREGORIAN, LATIN)
        return period if calendar == SOLAR and period in periods.MONTHS else None

    def _read_group_groupby(self, alias, groupby_spec, query):
        path, _, granularity = groupby_spec.partition(":")
        field = self._fields.get(path.partition(".")[0])
        if not self._raya_get_period(groupby_spec) or not field or field.type == "many2one":
            return super()._read_group_groupby(alias, groupby_spec, query)
        day = super()._read_group_groupby(alias, f"{path}:day", query)
        start = periods.trunc(day, granularity)
        return SQL("%s::date", start) if field.type == "date" else start

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        reader = self.env.context.get(CALENDAR)
        path, _, granularity = groupby_spec.partition(":")
        field = self._fields[path.partition(".")[0]]
        if not reader or not granularity or field.type == "many2one":
            return formatter
        is_day = field.type in ("date", "datetime", "properties")
        if reader[0] == SOLAR and is_day and granularity in (*periods.MONTHS, "week"):
            formatter = self._raya_get_formatter(formatter, path, granularity)

        def format_for_reader(value):
            with babel_calendar.reader(*reader):
                shown, domain = formatter(value)
                if isinstance(shown, tuple):
                    # Odoo writes the minutes of an hour into the pattern.
                    shown = (shown[0], babel_calendar.write_digits(shown[1]))
            return shown, domain

        return format_for_reader

    def _raya_get_formatter(self, formatter, path, granularity):
        """Label and bounds of a group of the Solar Hijri calendar; those of empty ones, and of weeks, are Odoo's."""

        def format_period(value):
            if not value:
                return formatter(value)
            if granularity == "week":
                (start, _label), domain = formatter(value)
                return (start, self._raya_get_week_label(value)), domain
            start, end = self._raya_get_bounds(path, value, granularity)
            label = self._raya_get_period_label(value, granularity)
            return (start, label), ["&", (path, ">=", start), (path, "<", end)]

        return format_period

    def _raya_get_bounds(self, path, value, period):
        """First moment of a period and of the next one, as they are stored."""
        bounds = [value, periods.next_start(value, period)]
        field = self._fields[path.partition(".")[0]]
        kind = self.get_property_definition(path).get("type") if field.type == "properties" else field.type
        if kind == "date":
            return [bound.strftime(DEFAULT_SERVER_DATE_FORMAT) for bound in bounds]
        # Odoo groups properties in no zone.
        if field.type == "datetime" and self.env.context.get("tz") in pytz.all_timezones_set:
            zone = pytz.timezone(self.env.context["tz"])
            bounds = [zone.localize(bound).astimezone(pytz.utc) for bound in bounds]
        return [bound.strftime(DEFAULT_SERVER_DATETIME_FORMAT) for bound in bounds]

    def _raya_get_period_label(self, value, period):
        lang = get_lang(self.env)
        pattern = {"month": "MMMM yyyy", "quarter": "QQQ yyyy", "year": "yyyy"}[period]
        return babel_calendar.write(value, pattern, lang.code)

    def _raya_get_week_label(self, value):
        lang = get_lang(self.env)
        year, week = periods.week_of(value, int(lang.week_start))
        return solar_names.week_name(week, year, lang.code)

    @api.model
    def _web_read_group_fill_temporal(
        self, groups, groupby, aggregates, fill_from=False, fill_to=False, min_groups=False
    ):
        period = self._raya_get_period(groupby[0])
        field = self._fields[groupby[0].partition(":")[0].partition(".")[0]]
        if not period or field.type not in ("date", "datetime"):
            return super()._web_read_group_fill_temporal(groups, groupby, aggregates, fill_from, fill_to, min_groups)
        starts = self._raya_get_starts(groups, period, (fill_from, fill_to), min_groups)
        empty = tuple(self._read_group_empty_value(spec) for spec in (*groupby[1:], *aggregates))
        by_start = {start: [] for start in starts}
        for group in groups:
            by_start.setdefault(group[0], []).append(group)
        without = by_start.pop(False, [])
        filled = [by_start[start] or [(start, *empty)] for start in sorted(by_start)]
        return [group for groups in (*filled, without) for group in groups]

    @api.model
    def _raya_get_starts(self, groups, period, bounds, min_groups):
        """The first days of all periods that a chart shows, as the groups have them."""
        there = sorted(value for value, *_rest in groups if value)
        first, last = (periods.start_of(fields.Date.to_date(day), period) if day else None for day in bounds)
        if there and isinstance(there[0], datetime):
            first, last = (day and datetime.combine(day, time()) for day in (first, last))
        first = first or (there and there[0]) or last
        last = last or (there and there[-1]) or first
        if not first:
            return []
        starts = list(periods.between(first, last, period))
        while starts and len(starts) < min_groups:
            starts.append(periods.next_start(starts[-1], period))
        return starts
