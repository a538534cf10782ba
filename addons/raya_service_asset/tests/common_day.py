from datetime import date

# Of a company, and a moment in UTC that is another day there.
EVENING = ("America/Los_Angeles", "2026-03-11 00:30:00")
NIGHT = ("Asia/Tehran", "2026-03-09 21:30:00")
MORNING = ("Pacific/Auckland", "2026-03-09 20:00:00")
DAY = date(2026, 3, 10)


class CompanyDayMixin:
    """A company that works far from the server, with people who sit in the other place."""

    def _work_in(self, zone):
        self.company.resource_calendar_id = self.env["resource.calendar"].create({"name": zone, "tz": zone})
        people = self.env.user | self.seller | self.invoicer | self.clerk
        people.tz = next(other for other, _moment in (EVENING, MORNING) if other != zone)
