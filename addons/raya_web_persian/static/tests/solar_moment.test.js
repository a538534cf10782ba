import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";
import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    formatDateTime,
    parseDate,
    parseDateTime,
} from "@web/core/l10n/dates";
import { serializeDate, serializeDateTime, toLocaleDateString } from "@web/core/l10n/dates";
import { PyDate, PyRelativeDelta } from "@web/core/py_js/py_date";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { reader } from "@raya_web_persian/reader";
import { solarWeek, toPlain, toSolar } from "@raya_web_persian/solar_moment";
import { daysInMonth, toGregorian } from "@raya_web_persian/solar_hijri";
import { workInEnglish, workInPersian } from "./persian_test_helpers";

const { DateTime } = luxon;
const text = (moment) => [moment.year, moment.month, moment.day].join("/");

describe("in Persian", () => {
    beforeEach(async () => {
        workInPersian();
        await makeMockEnv();
    });

    test("a moment counts by the calendar and stays the same moment", () => {
        const moment = DateTime.local(2026, 11, 27, 12, 30);
        const solar = toSolar(moment);
        expect(text(solar)).toBe("1405/9/6");
        expect([solar.quarter, solar.ordinal, solar.daysInMonth, solar.hour]).toEqual([3, 252, 30, 12]);
        expect(solar.monthLong).toBe("آذر");
        expect(solar.valueOf()).toBe(moment.valueOf());
        expect(solar instanceof DateTime).toBe(true);
        expect(text(toPlain(solar))).toBe("2026/11/27");
        expect(serializeDateTime(solar)).toBe("2026-11-27 09:00:00");
    });

    test("steps go from month to month of the calendar", () => {
        const solar = toSolar(DateTime.local(2025, 3, 20));
        expect(text(solar)).toBe("1403/12/30");
        expect(text(solar.plus({ years: 1 }))).toBe("1404/12/29");
        expect(text(solar.plus({ month: 1, days: 1 }))).toBe("1404/1/31");
        expect(text(solar.minus({ months: 6 }))).toBe("1403/6/30");
        expect(text(solar.startOf("year"))).toBe("1403/1/1");
        expect(text(solar.endOf("month"))).toBe("1403/12/30");
        expect(text(solar.startOf("quarter"))).toBe("1403/10/1");
        expect(text(solar.set({ month: 7 }))).toBe("1403/7/30");
        expect(text(solar.set({ year: 1404, month: 1, day: 31 }))).toBe("1404/1/31");
        expect(solar.hasSame(DateTime.local(2025, 3, 1), "month")).toBe(true);
        expect(solar.hasSame(DateTime.local(2025, 3, 21), "year")).toBe(false);
    });

    test("weeks are counted from that of 1 Farvardin", () => {
        expect(solarWeek(DateTime.local(2026, 3, 21))).toEqual({ year: 1405, week: 1 });
        expect(solarWeek(DateTime.local(2026, 3, 20))).toEqual({ year: 1404, week: 53 });
        expect(solarWeek(DateTime.local(2026, 11, 27))).toEqual({ year: 1405, week: 36 });
    });

    test("dates are written in the calendar and digits of the reader", () => {
        const moment = DateTime.local(2026, 3, 21, 9, 5);
        expect(formatDate(moment)).toBe("۱۴۰۵/۰۱/۰۱");
        expect(formatDateTime(moment)).toBe("۱۴۰۵/۰۱/۰۱ ۰۹:۰۵:۰۰");
        expect(moment.toFormat("d MMMM yyyy")).toBe("۱ فروردین ۱۴۰۵");
        expect(moment.toFormat("dd LL yy")).toBe("۰۱ ۰۱ ۰۵");
        expect(toLocaleDateString(moment)).toInclude("فروردین");
        expect(moment.toFormat("yyyy-MM-dd")).toBe("2026-03-21");
        expect(serializeDate(moment)).toBe("2026-03-21");
        expect(moment.toISODate()).toBe("2026-03-21");
        expect(moment.setLocale("en-US").toFormat("MMMM yyyy")).toBe("March 2026");
    });

    test("the year is left out only where it is this one", () => {
        // 1404 ended in 2026 as well.
        expect(toLocaleDateString(DateTime.local(2026, 3, 1))).toInclude("۱۴۰۴");
        expect(toLocaleDateString(DateTime.local(2026, 4, 1))).not.toInclude("۱۴۰۵");
    });

    test("what was typed is stored as the same day, on every first, middle and last day of two years", () => {
        for (const year of [1403, 1404]) {
            for (let month = 1; month <= 12; month++) {
                for (const day of [1, 15, daysInMonth(year, month)]) {
                    const expected = DateTime.fromObject(toGregorian(year, month, day)).toISODate();
                    const typed = [year, month, day].join("/");
                    const parsed = parseDate(typed);
                    expect(serializeDate(parsed)).toBe(expected);
                    expect(serializeDate(parseDate(formatDate(parsed)))).toBe(expected);
                    expect(serializeDate(deserializeDate(expected))).toBe(expected);
                }
            }
        }
    });

    test("moments and shortcuts are read, impossible days refused", () => {
        expect(serializeDateTime(parseDateTime("۱۴۰۴/۰۵/۱۴ ۱۳:۳۰"))).toBe("2025-08-05 10:00:00");
        expect(serializeDate(parseDate("+1m"))).toBe("2026-12-27");
        expect(serializeDate(parseDate("=1d"))).toBe("2026-11-22");
        expect(serializeDate(parseDate("+3d"))).toBe("2026-11-30");
        for (const impossible of ["1404-12-30", "۱۴۰۰/۱۲/۳۰", "1404/07/31"]) {
            expect(() => parseDate(impossible)).toThrow(/no calendar/);
        }
        expect(() => parseDate("abc")).toThrow();
    });

    test("Iran has had no summer time since 2022", () => {
        mockTimeZone("Asia/Tehran");
        for (const [moment, time] of [
            ["2026-06-15 05:00:00", "۰۸:۳۰"],
            ["2026-12-15 05:00:00", "۰۸:۳۰"],
            ["2021-06-15 05:00:00", "۰۹:۳۰"],
        ]) {
            expect(deserializeDateTime(moment).toFormat("HH:mm")).toBe(time);
        }
    });

    test("expressions of filters speak of the reader's months", () => {
        const today = new PyDate(2026, 11, 27);
        const add = (values) => PyRelativeDelta.add(today, PyRelativeDelta.create(values)).strftime("%Y-%m-%d");
        expect(add({ day: 1 })).toBe("2026-11-22");
        expect(add({ day: 1, months: -1 })).toBe("2026-10-23");
        expect(add({ day: 1, month: 1 })).toBe("2026-03-21");
        expect(add({ years: -1 })).toBe("2025-11-27");
        expect(add({ days: -30 })).toBe("2026-10-28");
        expect(today.strftime("%Y-%m-01")).toBe("2026-11-22");
        expect(today.strftime("%Y-01-01")).toBe("2026-03-21");
    });
});

test("a reader of the Gregorian calendar has it in Persian as well", async () => {
    workInPersian({ calendar: "gregorian", digits: "latn" });
    await makeMockEnv();
    const moment = DateTime.local(2026, 11, 27);
    expect(formatDate(moment)).toBe("2026/11/27");
    expect(moment.toFormat("MMMM")).toBe("نوامبر");
    expect(serializeDate(parseDate("۲۰۲۶/۱۱/۲۷"))).toBe("2026-11-27");
});

test("a reader of the Solar Hijri calendar has it in English as well", async () => {
    workInEnglish();
    patchWithCleanup(reader, { calendar: "solar" });
    await makeMockEnv();
    expect(DateTime.local(2026, 11, 27).toFormat("d MMMM yyyy")).toBe("6 Azar 1405");
    expect(formatDate(DateTime.local(2026, 11, 27))).toBe("09/06/1405");
    expect(serializeDate(parseDate("09/06/1405"))).toBe("2026-11-27");
});

test("nothing is changed for readers of other languages", async () => {
    workInEnglish();
    await makeMockEnv();
    const moment = DateTime.local(2026, 11, 27);
    expect(formatDate(moment)).toBe("11/27/2026");
    expect(moment.toFormat("MMMM")).toBe("November");
    expect(serializeDate(parseDate("03/21/2026"))).toBe("2026-03-21");
    expect(() => parseDate("13/45/1404")).toThrow(/not a correct date/);
    const firstOfMonth = PyRelativeDelta.add(new PyDate(2026, 11, 27), PyRelativeDelta.create({ day: 1 }));
    expect(firstOfMonth.strftime("%Y-%m-%d")).toBe("2026-11-01");
});
