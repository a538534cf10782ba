import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    preloadBundle,
} from "@web/../tests/web_test_helpers";

import { workInEnglish, workInPersian } from "./persian_test_helpers";

class Visit extends models.Model {
    _name = "raya.test.visit";

    name = fields.Char();
    start = fields.Datetime();

    _records = [{ id: 1, name: "A", start: "2026-12-21 08:00:00" }];
    _views = { search: `<search/>` };

    check_access_rights() {
        return true;
    }
}
defineModels([Visit]);
preloadBundle("web.fullcalendar_lib");
beforeEach(() => {
    onRpc("has_access", () => true);
});

const open = (mode) =>
    mountView({
        type: "calendar",
        resModel: "raya.test.visit",
        arch: `<calendar date_start="start" mode="${mode}"><field name="name"/></calendar>`,
    });

const asked = () =>
    onRpc("raya.test.visit", "search_read", ({ kwargs }) =>
        expect.step(kwargs.domain.map((part) => part[2]).join(" ")),
    );

test("a month of the calendar in Persian", async () => {
    workInPersian();
    asked();
    await open("month");
    // From the Saturday before 1 Azar on, six weeks.
    expect.verifySteps(["2027-01-01 20:29:59 2026-11-20 20:30:00"]);
    expect(".o_calendar_header").toHaveText(/آذر ۱۴۰۵/);
    const days = queryAllTexts(".fc-daygrid-day:not(.fc-day-other) .fc-daygrid-day-number");
    expect(days).toHaveLength(30);
    expect(days[0]).toBe("۱");
    expect(queryAll(".fc-daygrid-day")[0].dataset.date).toBe("2026-11-21");
    expect(".fc-event").toHaveCount(1);
    await contains(".o_calendar_button_next").click();
    expect(".o_calendar_header").toHaveText(/دی ۱۴۰۵/);
    expect.verifySteps(["2027-01-29 20:29:59 2026-12-18 20:30:00"]);
});

test("a week, a day and a year in Persian", async () => {
    workInPersian();
    asked();
    await open("week");
    expect(".o_calendar_header").toHaveText(/آبان - آذر ۱۴۰۵/);
    expect(".o_calendar_header").toHaveText(/۳۶/);
    expect(queryAllTexts(".fc-col-header-cell .o_cw_day_number")).toEqual(["۳۰", "۱", "۲", "۳", "۴", "۵", "۶"]);
    expect.verifySteps(["2026-11-27 20:29:59 2026-11-20 20:30:00"]);
    await contains(".o_calendar_header .scale_button_selection").click();
    await contains(".o_scale_button_year").click();
    expect.verifySteps(["2027-03-20 20:29:59 2026-03-20 20:30:00"]);
    const titles = queryAllTexts(".fc-toolbar-title");
    expect(titles).toHaveLength(12);
    expect([titles[0], titles[11]]).toEqual(["فروردین ۱۴۰۵", "اسفند ۱۴۰۵"]);
    expect(queryAllTexts(".fc-month:first .fc-col-header-cell")).toEqual(["ش", "ی", "د", "س", "چ", "پ", "ج"]);
    // 1 Farvardin 1405 is a Saturday, 1 Ordibehesht a Tuesday.
    expect(queryAll(".fc-month:eq(1) .fc-daygrid-day").findIndex((day) => day.textContent.includes("۱"))).toBe(3);
    const lengths = queryAll(".fc-month").map(
        (month) => month.querySelectorAll(".fc-daygrid-day:not(.fc-day-disabled)").length,
    );
    expect(lengths).toEqual([31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29]);
});

test("users of other languages have Odoo's calendar view", async () => {
    workInEnglish();
    await open("month");
    expect(".o_calendar_header").toHaveText(/November 2026/);
    expect(queryAllTexts(".fc-daygrid-day:not(.fc-day-other) .fc-daygrid-day-number")).toHaveLength(30);
});
